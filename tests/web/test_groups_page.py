"""Groups, suggestions and changing items as they are used in the browser; how fast it goes on."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Page, expect

from grader.evidence import Answer
from tests.chromium import accessibility_violations
from tests.web.classes import answers, book_of, judgements, served, usual
from tests.web.test_page import opened, press, settled, shown

pytestmark = pytest.mark.browser
BASE = "The gradient points in the direction of steepest ascent, so we step against it"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Five who wrote nearly the same, and three others."""
    texts = [BASE, BASE + ".", BASE.lower(), BASE.replace("so we", "so that we"), BASE + " there"]
    texts += ["I was ill that week", BASE.replace("points", "does not point"), "Apples and pears"]
    book_of(tmp_path, {f"s{n}": {**answers(n), "why": Answer(t)} for n, t in enumerate(texts)})
    return tmp_path / "out"


def in_the_group(page: Page) -> None:
    """Go on until an answer of the group is on the page, with the group beside it."""
    for _ in range(8):
        expect(page.locator(".given")).to_be_visible()
        text = page.locator(".given").inner_text().lower()
        if "steepest" in text and "does not" not in text:
            expect(page.locator("#members li")).to_have_count(4, timeout=30_000)
            return
        press(page, "j")
        expect(page.locator(".given")).not_to_have_text(text, ignore_case=True)
    raise AssertionError("no answer of the group")


def test_a_group_is_decided_with_one_key(page: Page, out: Path) -> None:
    """All five get the mark; differences are marked; one member that is taken out does not."""
    with served(out) as server:
        opened(page, server.address)
        in_the_group(page)
        assert page.locator("#members mark").count() >= 3
        assert accessibility_violations(page) == []
        page.locator("#members").get_by_role("button", name="Take out").first.click()
        press(page, "1", "Enter")
        settled(page)
        assert len(judgements(out)) == 4
        expect(page.locator("#progress")).to_contain_text("4 of 8")


def test_x_takes_an_answer_out_of_its_group(page: Page, out: Path) -> None:
    """Then it alone is decided; a suggestion follows for its neighbours and does nothing itself."""
    with served(out) as server:
        opened(page, server.address)
        in_the_group(page)
        press(page, "x")
        expect(page.locator("#near")).to_contain_text("decided apart")
        press(page, "1", "2", "Enter")
        settled(page)
        assert len(judgements(out)) == 1
        in_the_group(page)
        page.reload()
        in_the_group(page)
        told = "1 of the 1 nearest decided answers got 2"
        expect(page.locator("#suggestion")).to_contain_text(told, timeout=30_000)
        assert page.locator("#points").input_value() == ""
        page.get_by_role("button", name="Fill that in").click()
        assert page.locator("#points").input_value() == "2"
        assert len(judgements(out)) == 1


def test_items_are_changed_in_the_page(page: Page, out: Path) -> None:
    """Shown first with who moves, then written and applied; the new item has the next digit."""
    with served(out) as server:
        opened(page, server.address)
        in_the_group(page)
        press(page, "1", "Enter")
        settled(page)
        page.get_by_role("button", name="Change items…").click()
        page.get_by_label("points", exact=True).first.fill("1/2")
        page.get_by_role("button", name="New item").click()
        page.get_by_label("id", exact=True).last.fill("extra")
        page.get_by_label("text", exact=True).last.fill("Draws a <b>picture</b>")
        page.get_by_role("button", name="Show what would change").click()
        expect(page.locator("#dialog")).to_contain_text("5 submissions: 1 → 0.5")
        expect(page.locator("#dialog pre")).to_contain_text("# the idea")
        assert accessibility_violations(page) == []
        page.get_by_role("button", name="Write it into the rubric and apply").click()
        expect(page.locator("#items button")).to_have_count(5)
        expect(page.locator("#items button").last).to_contain_text("Draws a <b>picture</b>")
        press(page, "5", "Enter")
        settled(page)
    assert [one[2] for one in judgements(out)][-1] == 1
    rubric = (out.parent / "rubric.yaml").read_text()
    assert "points: 1/2}   # the idea" in rubric and "# The rubric of a small course." in rubric


def test_the_next_of_a_thousand_is_there_at_once(page: Page, tmp_path: Path) -> None:
    """Half of them within 50 ms from the key to the answer on the page, on a busy machine too."""
    usual(tmp_path, 1000)
    with served(tmp_path / "out") as server:
        opened(page, server.address)
        page.wait_for_timeout(1500)
        page.evaluate("performance.clearMeasures()")
        for _ in range(30):
            text = shown(page)
            press(page, "1", "Enter")
            expect(page.locator(".given")).not_to_have_text(text)
        took = page.evaluate("performance.getEntriesByName('answer').map((one) => one.duration)")
        settled(page)
    assert len(took) == 30 and median(took) < 50
    assert len(judgements(tmp_path / "out")) >= 30
