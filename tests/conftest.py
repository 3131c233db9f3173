"""The same examples each time, a temporary folder for each test, and what a machine has to have.

`GRADER_REQUIRE=browser,container,tier-a,root` makes what would be skipped fail.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from grader.errors import SandboxRefusal
from grader.sandbox import verified_tier
from tests.chromium import chromium, page

__all__ = ["chromium", "page"]  # fixtures for every folder
collect_ignore = ["cases"]  # their tests are a course's

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=1000)
settings.load_profile("fixed")  # `--hypothesis-profile=search`, as `make fuzz` has it, comes later

MARKERS = {
    "browser": ("browser",),
    "container": ("container",),
    "tier-a": ("sandbox", "attack"),
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
    """What a test needs of the machine; root before a sandbox, and tier B alone is not required."""
    marks = {mark.name for mark in item.iter_markers()}
    for need in ("root", "browser", "container"):
        if need in marks:
            return need
    if marks.intersection(MARKERS["tier-a"]) and "landlock" not in item.name:
        return "tier-a"
    return None


@pytest.fixture(scope="session", autouse=True)
def temporary_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for all that this process puts among temporary files, of nobody else on the machine.

    Whoever runs submissions as a spare user needs one that everybody can enter, as pytest's is not.
    """
    tmp_path_factory.getbasetemp()  # stays where it would be without us
    root = Path(tempfile.mkdtemp(prefix="grader-tests-"))
    root.chmod(0o755)
    with temporary_files_in(root):
        yield root


@pytest.fixture(autouse=True)
def temporary_folder(temporary_folders: Path) -> Iterator[Path]:
    """The same for each test, and for the processes that it starts."""
    folder = Path(tempfile.mkdtemp(dir=temporary_folders))
    folder.chmod(0o755)
    with temporary_files_in(folder):
        yield folder


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Have temporary files made in `folder`, and remove it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def tier_a() -> None:
    """Skips, with the refusal as its reason, where this machine has no tier A."""
    try:
        verified_tier("namespaces")
    except SandboxRefusal as refusal:
        pytest.skip(f"tier-a: {str(refusal).splitlines()[0]}")
