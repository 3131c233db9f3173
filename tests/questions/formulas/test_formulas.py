"""What every kind that reads formulas does with the text around them."""

from __future__ import annotations

import pytest

from grader.questions.formulas import bare


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("x", "x"),
        (" x^2 \n", "x^2"),
        ("$x$", "x"),
        ("$$ x $$.", "x"),
        ("\\[ x \\] ,", "x"),
        ("\\( $x$ \\)", "x"),
        ("$x.$", "x."),
        ("x.", "x."),
        ("x, $", "x,"),
        ("a $x$ b", "a $x$ b"),
        ("$ .", "."),
        ("", ""),
    ],
)
def test_fences_are_taken_off(text: str, formula: str) -> None:
    """Dollars and LaTeX's brackets go, with a full stop behind them; all else stays."""
    assert bare(text) == formula


@pytest.mark.parametrize("text", ["$", "$ ", "\\[", " .$", "\\] ;"])
def test_a_million_fences_are_taken_off_in_one_go(text: str) -> None:
    """As long a text as may come back takes a moment, and no hours."""
    assert bare("$" + " " * 100_000 + "x" + " " * 100_000 + text * 200_000).startswith("x")
