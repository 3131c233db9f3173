"""How a question for a Jacobian begins in a new assignment."""

from __future__ import annotations

from grader.questions.starting import SURE, Said, Started


def start(said: Said) -> Started:
    """The matrix of two functions of two variables."""
    right = '[["2*x", "-2*y"], ["y", "x"]]'
    return Started(
        {"variables": ["x", "y"], "of": {"u": "x^2 - y^2", "w": "x*y"}},
        f"{said.name} = {right}",
        f"{said.name} = {right.replace('-2*y', '2*y')}",
        SURE + 1 if said.asks(r"\bjacobian\b") else 0,
        take="matrix",
        note="functions and variables are placeholders; the key follows from them",
    )
