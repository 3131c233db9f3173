"""Probabilities and expectations: formulas compared on finite spaces with random exact weights.

In each space every `P(A | B)`, `E[X]`, `Var(X)` becomes a sum over its points, and what is left is
compared like any other formula; a difference in one space is a proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grader.equivalence.chance.names import known_symbols
from grader.equivalence.chance.sums import Sums
from grader.equivalence.chance.worlds import literals, worlds
from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.tree import Expr, Logic, Relation, Set, Statements, Tuple

_STATEMENTS = (Relation, Tuple, Set, Statements, Logic)
Compare = Callable[[Expr, Expr, Options], Comparison]


def compare_chances(
    given: Expr, expected: Expr, options: Options, compare: Compare
) -> Comparison:
    """The verdict on two formulas with probabilities and expectations in them."""
    chance = options.chance
    assert chance is not None
    if isinstance(given, _STATEMENTS) or isinstance(expected, _STATEMENTS):
        return Comparison("unknown", "statements about probabilities are not compared")
    plain = replace(options, chance=None)
    strange = known_symbols(given, chance) - known_symbols(expected, chance)
    strange -= chance.constants
    open_ = ""
    for world in worlds(chance, literals((given, expected)), options.seed):
        sums = Sums(world, chance)
        try:
            sides = sums.at_all_points(given), sums.at_all_points(expected)
        except Undecidable as reason:
            return Comparison("unknown", str(reason))
        except ZeroDivisionError:
            continue
        (ours, theirs), size = sides, max(map(len, sides))
        ours, theirs = (side * size if len(side) == 1 else side for side in (ours, theirs))
        for one, other in zip(ours, theirs, strict=True):
            found = compare(one, other, plain)
            if found.verdict == "different" and strange:
                names = ", ".join(sorted(strange))
                return Comparison("unknown", f"what {names} stands for is not known here")
            if found.verdict == "different":
                return Comparison("different", "the two differ in some probability space")
            if not found.is_equal:
                open_ = found.message or "these could not be compared"
    return Comparison("unknown", open_) if open_ else Comparison("equal", "the two agree")
