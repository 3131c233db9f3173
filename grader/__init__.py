"""Grades quantitative and machine-learning homework: in a sandbox, with reasons."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext grader` calls: `%grader q3` then checks an answer inside a notebook."""
    from grader.selfcheck.notebook import load

    load(shell)
