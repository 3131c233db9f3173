"""Values of trees for the kinds of question: exact where they can be, else as floats."""

from collections.abc import Mapping
from fractions import Fraction

from grader.equivalence.comparison import Options
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.arithmetic import BITS, LOCK, field_at
from grader.equivalence.numbers.evaluator import Evaluator
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr

Values = Mapping[str, int | float | Fraction]


def _exact(point: Values) -> dict[str, Fraction]:
    """A point with floats as the decimals they show."""
    return {
        name: Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
        for name, value in point.items()
    }


def evaluate(expr: Expr, point: Values | None = None, options: Options | None = None) -> float:
    """The real value at a point as a float, correct to the last bits.

    Raises `Undefined` where there is provably none, `Undetermined` where 2,048 bits do not tell,
    and `Undecidable` for what has no value here, such as an unknown function.
    """
    exact, options = _exact(point or {}), options or Options()
    with LOCK:
        for bits in BITS[:-1]:
            with field_at(bits, options) as field:
                try:
                    value = field.approximate(Evaluator(field, exact).value(expr))
                except Undetermined:
                    continue
                except OverflowError:
                    raise Undecidable("this number is too large") from None
                if isinstance(value, complex):
                    raise Undefined("the value is not real")
                return float(value)
    raise Undetermined("the value could not be determined")


def evaluate_exact(expr: Expr, point: Values | None = None) -> Fraction | None:
    """The exact rational value at a point, or None where it has none or is irrational."""
    with LOCK, field_at(128, Options()) as field:
        try:
            found: Fraction | None = field.fraction(
                Evaluator(field, _exact(point or {})).value(expr)
            )
            return found
        except (Undefined, Undetermined, Undecidable):
            return None


def approximate_exactly(expr: Expr) -> Fraction:
    """The value of a formula without variables as a fraction, good to a hundred digits and more."""
    free = free_symbols(expr)
    if free:
        raise Undecidable(f"a number is expected, and {min(free)!r} has no value")
    with LOCK, field_at(512, Options()) as field:
        value = Evaluator(field, {}).value(expr)
        exact: Fraction | None = field.fraction(value)
        middle: Fraction = field.middle(value) if exact is None else exact
        return middle
