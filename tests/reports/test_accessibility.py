"""Pages as axe-core reads them, which must notice a page that is not accessible."""

import pytest
from playwright.sync_api import Page

from tests.chromium import accessibility_violations

pytestmark = pytest.mark.browser


def test_a_picture_without_a_text_is_noticed(page: Page) -> None:
    """The harness tells of a violation where there is one, and of none where there is none."""
    page.set_content("<html lang=en><title>x</title><main><h1>A page</h1></main></html>")
    assert accessibility_violations(page) == []
    page.set_content("<html lang=en><title>x</title><main><h1>A page</h1><img src=x></main></html>")
    assert [line.split()[0] for line in accessibility_violations(page)] == ["image-alt"]
