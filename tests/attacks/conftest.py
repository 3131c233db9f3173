"""Says as which users the attacks were run."""

from __future__ import annotations

import os

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line at the end of the run."""
    if any("test_no_attack_succeeds" in report.nodeid for report in _passed(terminalreporter)):
        twice = "twice: as root (hand-ins as a spare user) and as an ordinary user"
        once = "once: as this user (start the tests as root for a second run)"
        terminalreporter.write_line(f"attacks ran {twice if os.geteuid() == 0 else once}")


def _passed(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [report for report in reporter.stats.get("passed", []) if hasattr(report, "nodeid")]
