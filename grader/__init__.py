"""Grades quantitative and machine-learning homework: in a sandbox, with reasons.

Nothing is imported here: for `python -m grader` it would still come from the folder where that is
typed, which may be a student's.
"""

from __future__ import annotations

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext grader` calls: `%grader q3` then checks an answer inside a notebook."""
    from grader.selfcheck.notebook import load

    load(shell)
