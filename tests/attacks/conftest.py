"""Says as which users the attacks were run."""

from __future__ import annotations

import os

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line at the end of the run."""
    runs = [r.nodeid for r in _passed(terminalreporter) if "test_no_attack_succeeds" in r.nodeid]
    if runs:
        twice = "twice: as root (submissions as a spare user) and as an ordinary user"
        once = "once: as this user (for a second one: root, and a checkout that everybody can read)"
        both = os.geteuid() == 0 and any("an-ordinary-user" in name for name in runs)
        terminalreporter.write_line(f"attacks ran {twice if both else once}")


def _passed(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [report for report in reporter.stats.get("passed", []) if hasattr(report, "nodeid")]
