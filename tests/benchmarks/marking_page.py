"""How fast the marking page is: python -m tests.benchmarks.marking_page

For 500 submissions with five questions, 1,000 and 10,000 with one: seconds until the first answer
is on the page, and milliseconds from Enter to the next one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, sync_playwright

from grader.evidence import Answer, Source
from tests.web.classes import book_of, prose, served

CLASSES = ((500, 5), (1000, 1), (10_000, 1))
ANSWERS = 60
WARM_UP = 6_000


def rubric(questions: int) -> str:
    """So many texts that a person judges by two items."""
    one = (
        "  - id: q{n}\n    kind: free_response\n    points: 2\n    name: Q{n}\n"
        "    prompt: Say why ${n}x^2$ has a minimum.\n    items:\n"
        "      - {{id: a, text: First, points: 1}}\n      - {{id: b, text: Second, points: 1}}\n"
    )
    return "title: Speed\nquestions:\n" + "".join(one.format(n=n) for n in range(questions))


def measure(browser: Browser, folder: Path, count: int, questions: int) -> str:
    """A class made, opened and partly decided."""
    given = {
        f"s{n:05}": {
            f"q{q}": Answer(prose(n * 7 + q), Source("writeup", "a.md", 3))
            for q in range(questions)
        }
        for n in range(count)
    }
    book_of(folder, given, rubric(questions))
    with served(folder / "out") as server:
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        began = time.perf_counter()
        page.goto(server.address)
        page.wait_for_selector("#items button")
        opened = time.perf_counter() - began
        page.wait_for_timeout(WARM_UP)
        page.evaluate("performance.clearMeasures()")
        for _ in range(ANSWERS):
            page.keyboard.press("1")
            page.keyboard.press("Enter")
            page.wait_for_timeout(150)
        took = page.evaluate("performance.getEntriesByName('answer').map((one) => one.duration)")
        page.close()
    p95 = quantiles(took, n=20)[-1]
    return (
        f"{count} x {questions}: open {opened:.2f} s; next answer median {median(took):.1f} ms, "
        f"95 % {p95:.1f} ms, worst {max(took):.1f} ms ({len(took)} answers)"
    )


def main() -> None:
    """Print a line per class."""
    program = shutil.which("chromium") or "chromium-browser"
    args = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=args)
        for count, questions in CLASSES:
            print(measure(browser, Path(folder) / str(count), count, questions), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
