"""An instructor finds what a class of 500 needs in the first screen; 2,000 open fast."""

from __future__ import annotations

import copy
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from grader.cli import cli
from grader.reports import write_reports
from tests.chromium import accessibility_violations
from tests.reports.class_of_500 import ABSENT, DIVIDES, MISNAMED, TO_JUDGE, UNCLOSED, write_class
from tests.reports.example_results import big_class

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class as `grader grade` leaves it."""
    folder = tmp_path_factory.mktemp("class")
    rubric, roster, submissions = write_class(folder)
    asked = ["grade", str(submissions), "--rubric", str(rubric), "--roster", str(roster)]
    asked += ["--out", str(folder / "out"), "--jobs", "2"]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    return folder / "out"


def test_each_need_is_in_the_first_screen(graded: Path, page: Page) -> None:
    """Counts that are links, the key in doubt first with what to type, all above 800 px."""
    page.goto((graded / "index.html").as_uri())
    bar = " ".join(page.locator(".counts").inner_text().split())
    for told in (
        "500 in", "1 key in doubt", f"{DIVIDES + UNCLOSED} did not run", f"{MISNAMED} misnamed",
        f"{TO_JUDGE} to judge", f"{ABSENT} missing",
    ):  # fmt: skip
        assert told in bar
    box = page.locator(".counts").bounding_box()
    assert box is not None and box["y"] + box["height"] < 800
    first = page.locator(".need").first
    assert "your key 3.1514" in first.inner_text() and "3.1416" in first.inner_text()
    assert "grader rescore out --rubric" in first.inner_text()
    for need in page.locator(".need h3").all():
        place = need.bounding_box()
        assert place is not None and place["y"] < 800


def test_each_count_leads_to_its_item(graded: Path, page: Page) -> None:
    """Every link of the bar goes to something, which is then in view below the bar."""
    page.emulate_media(reduced_motion="reduce")
    page.goto((graded / "index.html").as_uri())
    for link in page.locator(".counts a").all():
        target = str(link.get_attribute("href"))
        link.click()
        place = page.locator(f'[id="{target[1:]}"]').bounding_box()
        assert place is not None and -1 <= place["y"] < 800


def test_rows_are_found_sorted_and_filtered(graded: Path, page: Page) -> None:
    """By the one script: those that did not run, by score, by name; as CSV."""
    page.goto((graded / "index.html").as_uri())
    rows = page.locator("#student-table tbody tr:visible")
    assert rows.count() == 500
    page.select_option("#find-need", "stopped")
    assert rows.count() == DIVIDES + UNCLOSED
    page.click("#student-table thead button:has-text('Score')")
    cells = page.locator("#student-table tbody tr:visible td:nth-child(2)").all_inner_texts()
    assert list(map(float, cells)) == sorted(map(float, cells))
    page.select_option("#find-need", "")
    page.fill("#find-name", "student 007")
    assert rows.count() == 1
    page.fill("#find-name", "")
    page.select_option("#find-section", "Tuesday")
    assert rows.count() == 250
    assert "Mean by section: Monday" in page.locator("main").inner_text()
    page.select_option("#find-section", "")
    page.fill("#find-name", "student 007")
    with page.expect_download() as download:
        page.click("#as-csv")
    written = Path(download.value.path()).read_text("utf-8-sig")
    assert written.count("\n") == 2 and '"Student 007 student-007"' in written


def test_the_page_is_accessible_and_fits(graded: Path, page: Page) -> None:
    """Nothing for axe and nothing wider than the screen, at both widths."""
    for width in (1200, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto((graded / "index.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_violations(page) == []


def test_without_scripts_all_is_there(graded: Path, page: Page) -> None:
    """Readable and sorted by need; the tools that need the script stay away."""
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain = context.new_page()
    plain.goto((graded / "index.html").as_uri())
    assert plain.locator("#student-table tbody tr").count() == 500
    assert not plain.locator("#tools").is_visible()
    needs = plain.locator("#student-table tbody td:nth-child(4)").all_inner_texts()
    assert needs[: DIVIDES + UNCLOSED] == ["did not run"] * (DIVIDES + UNCLOSED)
    context.close()


def test_two_thousand_open_fast(tmp_path: Path, page: Page) -> None:
    """One megabyte at most, and there within a second and a half on an idle machine."""
    results = big_class(40)
    people = results["submissions"]
    results["submissions"] = [
        {**copy.copy(people[n % len(people)]), "id": f"s{n:05}", "name": f"Student {n}"}
        for n in range(2000)
    ]
    write_reports(results, tmp_path, ("html",))
    assert (tmp_path / "index.html").stat().st_size <= 1_000_000
    start = time.perf_counter()
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("#student-table tbody tr").last.wait_for()
    print(f"opened in {time.perf_counter() - start:.2f} s")
    assert page.locator("#student-table tbody tr").count() == 2000
