"""The marking page in a real browser: by keyboard, by two people, through a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from grader.evidence import Answer, Source
from grader.gradebook import Gradebook
from tests.chromium import accessibility_violations
from tests.web.classes import RUBRIC, Served, answers, book_of, judgements, served, usual

pytestmark = pytest.mark.browser


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A class of 24."""
    usual(tmp_path, 24)
    return tmp_path / "out"


@pytest.fixture
def ada(out: Path) -> Iterator[Served]:
    """The page of one person."""
    with served(out) as page:
        yield page


def opened(page: Page, address: str) -> Page:
    """The page with its first answer on it."""
    page.goto(address)
    expect(page.locator("#points")).to_be_visible()
    return page


def shown(page: Page) -> str:
    """The text of the answer on the page."""
    return page.locator(".given").text_content() or ""


def press(page: Page, *keys: str) -> None:
    """Keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def settled(page: Page) -> None:
    """Everything that was decided is kept."""
    expect(page.locator("body[data-unsent='0']")).to_be_attached()


def test_twenty_answers_by_keyboard_alone(page: Page, out: Path, ada: Served) -> None:
    """Items, full marks, nothing, a comment, the same again: no mouse, and all is in the book."""
    opened(page, ada.address)
    seen = []
    for number in range(20):
        seen.append(shown(page))
        if number == 4:
            press(page, "c")
            page.keyboard.type("Say why 1 2 3 m 0 it holds.")
            press(page, "Escape")
        keys = [["1"], ["1", "2"], ["m"], ["0"], ["1", "4", "2"], ["."]][number % 6]
        press(page, *keys, "Enter")
        expect(page.locator(".given")).not_to_have_text(seen[-1])
    assert len(set(seen)) >= 19  # one in twenty comes twice
    settled(page)
    history = judgements(out)
    assert len(history) == 20 and {one[3] for one in history} == {"ada"}
    assert [one[2] for one in history[:6]] == [1, 2, 3, 0, 1, 1]
    with Gradebook.open(out / "gradebook.db", "read") as book:
        comments = [one.comment for one in book.judgements.history()]
        marks = book.marks.all()
    assert comments[4] == comments[5] == "Say why 1 2 3 m 0 it holds."
    assert all(marks[one[0]]["why"].mark.by_hand for one in history)
    expect(page.locator("#progress")).to_contain_text(f"{len({h[0] for h in history})} of 24")


def test_moving_undoing_flagging_and_names(page: Page, out: Path, ada: Served) -> None:
    """j, k, u, f, x, n and ? do what the list says, and nothing while one types."""
    opened(page, ada.address)
    first = shown(page)
    press(page, "j")
    expect(page.locator(".given")).not_to_have_text(first)
    press(page, "k")
    expect(page.locator(".given")).to_have_text(first)
    press(page, "2", "Enter")
    expect(page.locator(".given")).not_to_have_text(first)
    press(page, "u")
    expect(page.locator(".given")).to_have_text(first)
    assert [one[2] for one in judgements(out)] == [1, None]
    press(page, "f")
    expect(page.locator(".flagged")).to_contain_text("ada")
    expect(page.locator("#who")).to_have_text("")
    press(page, "n")
    expect(page.locator("#who")).to_contain_text(re.compile(r"Name of s\d+"))
    press(page, "?")
    expect(page.locator("#help")).to_be_visible()
    assert page.locator("#help tr").count() == 14
    press(page, "Escape", "c")
    page.keyboard.type("jku?n1")
    assert page.locator("#comment").input_value() == "jku?n1"
    assert page.locator("#help").is_hidden()


def test_keys_can_be_switched_off(page: Page, out: Path, ada: Served) -> None:
    """Then they do nothing, here and after a reload, and buttons still do."""
    opened(page, ada.address)
    press(page, "?")
    page.locator("#help input").uncheck()
    press(page, "Escape")
    first = shown(page)
    press(page, "m", "Enter", "j", "1")
    page.wait_for_timeout(200)
    assert shown(page) == first and page.locator("#points").input_value() == ""
    opened(page, ada.address)
    press(page, "m")
    assert page.locator("#points").input_value() == ""
    page.get_by_role("button", name="Full marks").click()
    page.get_by_role("button", name="Keep and next").click()
    expect(page.locator(".given")).not_to_have_text(first)
    settled(page)
    assert [one[2] for one in judgements(out)] == [3]


def test_earlier_comments_are_offered(page: Page, ada: Served) -> None:
    """Two letters and Enter write a comment that was used before."""
    opened(page, ada.address)
    press(page, "1", "c")
    page.keyboard.type("Too vague, say where.")
    press(page, "Control+Enter")
    expect(page.locator("#comment")).to_have_value("")
    press(page, "c")
    page.keyboard.type("va")
    press(page, "Enter")
    expect(page.locator("#comment")).to_have_value("Too vague, say where.")


def test_two_people_at_once(chromium: Browser, page: Page, out: Path, ada: Served) -> None:
    """The one who is later sees what the other gave, and chooses."""
    with served(out, who="ben") as other:
        second = chromium.new_context().new_page()
        opened(page, ada.address)
        opened(second, other.address)
        text = shown(page)
        second.keyboard.press("j")
        for _ in range(30):
            if shown(second) == text:
                break
            second.keyboard.press("j")
            second.wait_for_timeout(40)
        expect(second.locator(".given")).to_have_text(text)
        press(second, "m", "Enter")
        settled(second)
        press(page, "1", "Enter")
        expect(page.locator("#notice")).to_contain_text("ben gave 3 meanwhile")
        assert [(one[2], one[3]) for one in judgements(out)] == [(3, "ben")]
        page.get_by_role("button", name="Replace it by mine").click()
        settled(page)
        assert [(one[2], one[3]) for one in judgements(out)] == [(3, "ben"), (1, "ada")]
        second.context.close()


def test_a_killed_server_loses_nothing(page: Page, out: Path) -> None:
    """What was acknowledged is on disk; what was not is sent to the next server on that port."""
    with served(out) as first:
        port = first.host.split(":")[1]
        opened(page, first.address)
        for _ in range(3):
            text = shown(page)
            press(page, "1", "Enter")
            expect(page.locator(".given")).not_to_have_text(text)
        settled(page)
        first.kill()
        press(page, "m", "Enter")
        expect(page.locator("#notice")).to_contain_text("Not saved yet: 1 decision")
    assert [one[2] for one in judgements(out)] == [1, 1, 1]
    with served(out, "--port", port) as again:
        page.on("dialog", lambda dialog: dialog.accept())
        opened(page, again.address)
        settled(page)
        assert [one[2] for one in judgements(out)] == [1, 1, 1, 3]
        expect(page.locator("#progress")).to_contain_text("4 of 24")


HOSTILE = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "$\\text{<script>window.hit=1</script>}$ \\href{javascript:window.hit=1}{x}",
    "$x$<svg/onload=window.hit=1>`</code><script>window.hit=1</script>`",
    "';window.hit=1;//\u202e\u2028\x00]]>",
    "{{constructor.constructor('window.hit=1')()}}",
    "javascript:window.hit=1",
]


def test_hostile_strings_run_nowhere(page: Page, tmp_path: Path) -> None:
    """In every field of a student, a marker and the rubric they are text and nothing else."""
    whole = "\n\n".join(HOSTILE)
    given = {}
    for number, text in enumerate([*HOSTILE, whole, f"```\n{whole}\n```"]):
        one = dict(answers(number))
        one["why"] = Answer(text, Source("writeup", f"{HOSTILE[0]}.md", 1))
        one["word"] = Answer(text)
        given[f"h{number}"] = one
    rubric = RUBRIC.replace("Is clear", "'Is <img src=x onerror=window.hit=1> clear'").replace(
        "title: Steps", "title: '<script>window.hit=1</script>'"
    )
    book_of(tmp_path, given, rubric)
    out = tmp_path / "out"
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with served(out, who=HOSTILE[1]) as server:
        opened(page, server.address)
        for number in range(len(given)):
            press(page, "1", "c")
            page.keyboard.type(HOSTILE[number % len(HOSTILE)].replace("\x00", ""))
            press(page, "Escape", "n", "f", "Enter")
            page.wait_for_timeout(60)
        settled(page)
        for question in ("word", "steps", "why"):
            page.select_option("#question", question)
            for wanted in ("all", "decided"):
                page.select_option("#filter", wanted)
                page.wait_for_timeout(150)
                for _ in range(9):
                    press(page, "j")
                    page.wait_for_timeout(30)
        page.locator("#people-button").click()
        page.wait_for_timeout(200)
        press(page, "Escape")
        assert page.evaluate("window.hit") is None
        assert errors == []
        assert page.locator("#answer script, #answer img, #answer svg, #answer [href]").count() == 0
    assert len(judgements(out)) >= len(given)


def test_markup_cannot_be_read_by_any_script(page: Page, ada: Served) -> None:
    """The page's policy refuses it even where our own script should try."""
    opened(page, ada.address)
    refused = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; return false } catch { return true } }"
    )
    assert refused
    refused = page.evaluate(
        "() => { try { document.createElement('script').text = 'x'; return false }"
        " catch { return true } }"
    )
    assert refused


def test_a_page_of_another_site_reaches_nothing(
    chromium: Browser, page: Page, out: Path, ada: Served
) -> None:
    """With the person's own cookie in the browser, a form, a script and a frame get nothing."""
    opened(page, ada.address)
    evil = page.context.new_page()
    evil.goto("data:text/html,<h1>evil</h1>")
    told = evil.evaluate(
        """async (host) => {
          const told = [];
          for (const path of ['/api/start', '/api/decide', '/marking.js']) {
            for (const method of ['GET', 'POST']) {
              try {
                const answer = await fetch(`http://${host}${path}`, {method, credentials: 'include',
                  mode: 'no-cors', headers: {'Content-Type': 'text/plain'},
                  body: method === 'POST' ? '{}' : undefined});
                told.push(answer.type === 'opaque' ? 'opaque' : await answer.text());
              } catch (error) { told.push('refused'); }
            }
          }
          return told;
        }""",
        ada.host,
    )
    assert set(told) <= {"opaque", "refused"}
    assert judgements(out) == []


@pytest.mark.parametrize("width", [1200, 800])
def test_axe_finds_nothing(page: Page, out: Path, ada: Served, width: int) -> None:
    """With an answer, with a decision and its dialogs, and with nothing left."""
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, ada.address)
    assert accessibility_violations(page) == []
    press(page, "1", "2", "n", "f")
    assert accessibility_violations(page) == []
    press(page, "?")
    assert accessibility_violations(page) == []
    press(page, "Escape")
    page.get_by_role("button", name="Change items…").click()
    assert accessibility_violations(page) == []
    press(page, "Escape")
    page.select_option("#question", "steps")
    expect(page.locator(".empty")).to_be_visible()
    assert accessibility_violations(page) == []
    page.select_option("#filter", "all")
    expect(page.locator(".verdict")).to_be_visible()
    assert accessibility_violations(page) == []
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def test_an_overruled_mark_wants_its_reason(page: Page, out: Path, ada: Served) -> None:
    """The page asks for it, then keeps points and reason."""
    opened(page, ada.address)
    page.select_option("#question", "steps")
    expect(page.locator(".empty")).to_be_visible()
    page.select_option("#filter", "lost")
    expect(page.locator(".verdict")).to_contain_text("0 of 2 by the machine")
    press(page, "m", "Enter")
    expect(page.locator("#notice")).to_contain_text("say why")
    page.keyboard.type("The sheet said so.")
    press(page, "Control+Enter")
    settled(page)
    assert [(one[1], one[2]) for one in judgements(out)] == [("steps", 2)] * 8


def test_code_and_formulas_stand_as_such(page: Page, tmp_path: Path) -> None:
    """Code has line numbers, formulas are typeset, and no file of a student is named."""
    book_of(tmp_path, {"a": answers(1)})
    with served(tmp_path / "out") as server:
        opened(page, server.address)
        expect(page.locator(".asked .code .n").first).to_have_text("1")
        expect(page.locator(".asked math")).to_have_count(1)
        assert "student-1" not in page.content()


def test_a_derivation_is_typeset_and_its_machine_score_can_be_given(
    page: Page, tmp_path: Path
) -> None:
    """Lines of LaTeX are formulas; what the machine decided of an open answer is one click away."""
    rubric = """
title: Sums
questions:
  - id: proof
    kind: true_false
    points: 2
    name: P
    reasons: by_hand
    items: [{key: true}, {key: false}]
  - {id: text, kind: free_response, points: 1, name: T}
"""
    given = {
        "proof": Answer([[True, "since"], [True, "because"]]),
        "text": Answer(["\\int_0^1 x^2 dx = \\frac{1}{3}", "so $x > 0$ holds"]),
    }
    book_of(tmp_path, {"a": given}, rubric)
    out = tmp_path / "out"
    with served(out) as server:
        opened(page, server.address)
        page.get_by_role("button", name="Give these 1").click()
        press(page, "Enter")
        settled(page)
        page.select_option("#question", "text")
        expect(page.locator(".given math")).to_have_count(2)
        expect(page.locator(".given math mfrac")).to_have_count(1)
    assert [one[2] for one in judgements(out)] == [1]
