"""Chromium driven by Playwright for pages that are typed into, and what axe-core says of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium without a window for all tests of a process; skips where none is installed."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("browser: Chromium is not installed")
    args = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    folder = str(tmp_path_factory.mktemp("chromium-home"))
    home: dict[str, str | float | bool] = {**os.environ, "HOME": folder}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=args, env=home)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of 1200 x 800 that reaches this machine only; other requests fail the test."""
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    elsewhere: list[str] = []

    def gate(route: Route) -> None:
        address = route.request.url
        if address.startswith(("http://127.0.0.1:", "file:", "data:", "blob:")):
            route.continue_()
        else:
            elsewhere.append(address)
            route.abort()

    context.route("**/*", gate)
    yield context.new_page()
    context.close()
    assert not elsewhere, f"the page asked for {elsewhere}"


def accessibility_violations(page: Page) -> list[str]:
    """What axe-core objects to on the page as it stands: rule, impact and the first element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    results: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:200]}"
        for violation in results["violations"]
    ]
