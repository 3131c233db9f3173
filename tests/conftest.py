"""`GRADER_REQUIRE=browser,container,tier-a,root` makes what would be skipped fail."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

from grader.errors import SandboxRefusal
from grader.sandbox import verified_tier

MARKERS = {
    "browser": ("browser",),
    "container": ("container",),
    "tier-a": ("wall", "attack"),
    "root": ("root",),
}
"""What a machine can have, and the markers of the tests that need it."""


def required() -> frozenset[str]:
    """The words of `GRADER_REQUIRE`."""
    words = os.environ.get("GRADER_REQUIRE", "").replace(",", " ").split()
    return frozenset(words)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse unknown words, and a run that was promised tier A on a machine without it."""
    if hasattr(session.config, "workerinput"):
        return
    unknown = required() - MARKERS.keys()
    if unknown:
        known = ", ".join(MARKERS)
        raise pytest.UsageError(f"GRADER_REQUIRE: {', '.join(unknown)} is none of {known}")
    if "tier-a" in required():
        try:
            verified_tier("namespaces")
        except SandboxRefusal as refusal:
            raise pytest.UsageError(f"GRADER_REQUIRE: no tier A here: {refusal}") from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test whose need is required into a failure that names it."""
    report = yield
    need = needed(item)
    if report.skipped and not hasattr(report, "wasxfail") and need in required():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"GRADER_REQUIRE names {need}, and this was to be skipped: {reason}"
    return report


def needed(item: pytest.Item) -> str | None:
    """What a test needs of the machine; root before a wall, and tier B alone is not required."""
    marks = {mark.name for mark in item.iter_markers()}
    for need in ("root", "browser", "container"):
        if need in marks:
            return need
    if marks.intersection(MARKERS["tier-a"]) and "landlock" not in item.name:
        return "tier-a"
    return None


@pytest.fixture(scope="session")
def tier_a() -> None:
    """Skips, with the refusal as its reason, where this machine has no tier A."""
    try:
        verified_tier("namespaces")
    except SandboxRefusal as refusal:
        pytest.skip(f"tier-a: {str(refusal).splitlines()[0]}")
