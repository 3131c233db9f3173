"""How fast a class page opens in Chromium: `python -m tests.benchmarks.class_page [students]`.

Prints its size, and the seconds to the end of loading with a first picture, to the table of
students, for a filter and for a sort; the best of five, since other work disturbs a browser.
"""

import copy
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from grader.reports import Extras, write_reports
from grader.reports.asked import HandedIn
from grader.reports.records import Results
from tests.reports.example_results import big_class

FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def class_of(students: int) -> Results:
    """Forty different students, again and again."""
    results = big_class(40)
    people = results["submissions"]
    results["submissions"] = [
        {**copy.copy(people[n % len(people)]), "id": f"s{n:05}", "name": f"Student {n}"}
        for n in range(students)
    ]
    return results


def timed(page: Page, do: Callable[[], object]) -> float:
    """Seconds until what was done is to be seen."""
    start = time.perf_counter()
    do()
    page.evaluate(FRAMES)
    return time.perf_counter() - start


def once(browser: Browser, address: str) -> dict[str, float]:
    """Every figure, in a browser that has not seen the page."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    found = {"opened": timed(page, lambda: page.goto(address))}
    found["to the students"] = timed(page, lambda: page.click('.counts a[href="#students"]'))
    found["filtered"] = timed(page, lambda: page.fill("#find-name", "7"))
    found["all again"] = timed(page, lambda: page.fill("#find-name", ""))
    score = "#student-table thead button:has-text('Score')"
    found["sorted"] = timed(page, lambda: page.click(score))
    context.close()
    return found


def main(students: int = 2000) -> None:
    """Print the size and the figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        class_ = class_of(students)
        handed_in = {
            one["id"]: HandedIn("Monday", "2025-02-21T14:05:00+01:00")
            for one in class_["submissions"]
        }
        write_reports(class_, Path(folder), ("html",), Extras(handed_in=handed_in))
        file = Path(folder) / "index.html"
        print(f"{students} students: {file.stat().st_size:,} bytes")
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        runs = [once(browser, file.as_uri()) for _ in range(5)]
        browser.close()
    for name in runs[0]:
        print(f"{name:16} {min(run[name] for run in runs):6.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
