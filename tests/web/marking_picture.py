"""Takes the picture of the marking page for docs/marking.md.

`python -m tests.web.marking_picture RESULTS docs/images/marking.png [QUESTION]`, where RESULTS is
what `grader grade` left: the first answer to the question, its first item chosen; needs Chromium.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.web.classes import served


def picture(results: Path, image: Path, question: str) -> None:
    """Save the page as it stands before anything is kept; the results stay as they are."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    args = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(results, Path(folder) / "out")
        browser = playwright.chromium.launch(executable_path=program, args=args)
        page = browser.new_page(viewport={"width": 1200, "height": 780}, color_scheme="light")
        with served(Path(folder) / "out") as server:
            page.goto(server.address)
            page.wait_for_selector("#question option", state="attached")
            page.select_option("#question", question)
            page.wait_for_selector("#items button")
            page.keyboard.press("1")
            page.wait_for_timeout(300)
            page.screenshot(path=image)
        browser.close()


if __name__ == "__main__":
    picture(Path(sys.argv[1]), Path(sys.argv[2]), "".join(sys.argv[3:4]) or "p2.comparison")
