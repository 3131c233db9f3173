"""A student's own check by a released rubric: the form of each answer, and no more."""

from grader.selfcheck.looking import Checked, Row, look_at

__all__ = ["Checked", "Row", "look_at"]
