"""The gallery in docs/ holds the pages that its list names, and nothing of a machine."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.chromium import accessibility_violations
from tests.reports.gallery import STUDENTS, gallery

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"


def test_every_page_of_the_list_is_there_and_names_no_machine() -> None:
    """Eight pages, each with its line, whole, without script and without a path."""
    listed = re.findall(r"\[(\w+)\]\((\w+)\.html\) \| (.+) \|", (GALLERY / "README.md").read_text())
    assert [(name, did) for name, _, did in listed] == list(STUDENTS.items())
    assert sorted(path.stem for path in GALLERY.glob("*.html")) == sorted(STUDENTS)
    for name in STUDENTS:
        page = (GALLERY / f"{name}.html").read_text("utf-8")
        assert "<script" not in page and page.rstrip().endswith("</html>")
        assert not re.search(r"/(?:home|root|tmp|Users|work)/", page)


def test_the_gallery_is_made_of_a_run(tmp_path: Path) -> None:
    """Pages are copied as they are."""
    (tmp_path / "reports").mkdir()
    for name in STUDENTS:
        (tmp_path / "reports" / f"{name}.html").write_text(f"page of {name}")
    gallery(tmp_path, tmp_path / "gallery")
    assert (tmp_path / "gallery" / "empty.html").read_text() == "page of empty"
    assert (tmp_path / "gallery" / "README.md").read_text().count(".html)") == len(STUDENTS)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "within"), [(1200, 800), (360, 1100)])
def test_real_pages_are_accessible_and_say_soon_what_was_lost(
    page: Page, width: int, within: int
) -> None:
    """Nothing for axe, nothing wider than the screen, and the first loss near the top."""
    page.set_viewport_size({"width": width, "height": 800})
    for name in STUDENTS:
        page.goto((GALLERY / f"{name}.html").as_uri())
        first = page.locator(".went li, .banner").first.bounding_box()
        assert first is not None and first["y"] <= within, name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert accessibility_violations(page) == [], name


@pytest.mark.browser
def test_every_link_within_a_page_leads_somewhere(page: Page) -> None:
    """Cards, banners and what was noticed: each anchor that is linked to is there."""
    for name in STUDENTS:
        page.goto((GALLERY / f"{name}.html").as_uri())
        lost = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))"
            ".filter(one => !document.getElementById(one.slice(1)))"
        )
        assert lost == [], name
