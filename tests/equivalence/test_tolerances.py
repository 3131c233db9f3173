"""Every tolerance model against its definition."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.equivalence.numbers.tolerances import (
    Absolute,
    AsWritten,
    DecimalPlaces,
    Exactly,
    Model,
    Range,
    RelAbs,
    Relative,
    RelativeSymmetric,
    SigFigs,
    first_place,
    roundings,
)
from grader.equivalence.numbers.written import Written, written

numbers = st.decimals(-1000, 1000, places=4).map(lambda d: Fraction(str(d)))
amounts = st.decimals(0, 10, places=3).map(lambda d: Fraction(str(d)))
MODELS: tuple[Model, ...] = (
    Exactly(),
    Absolute(Fraction(1, 10)),
    Relative(Fraction(1, 10)),
    RelativeSymmetric(Fraction(1, 10)),
    RelAbs(Fraction(1, 10), Fraction(1, 100)),
    DecimalPlaces(2),
    DecimalPlaces(2, True),
    SigFigs(3),
    AsWritten(min_dp=2),
    AsWritten(min_sf=3),
)


@given(numbers, numbers, amounts)
def test_distances_agree_with_their_formulas(s: Fraction, t: Fraction, a: Fraction) -> None:
    """Each distance model is exactly its inequality, limits included."""
    student, target = Written(s), Written(t)
    assert Absolute(a).accepts(student, target) == (abs(s - t) <= a)
    assert Relative(a).accepts(student, target) == (abs(s - t) <= a * abs(t))
    symmetric = abs(s - t) <= a * max(abs(s), abs(t))
    assert RelativeSymmetric(a).accepts(student, target) == symmetric
    assert RelAbs(a, a).accepts(student, target) == (abs(s - t) <= a + a * abs(t))
    assert Exactly().accepts(student, target) == (s == t)


@given(numbers)
def test_equal_numbers_pass_every_model(value: Fraction) -> None:
    """Exact equality passes first, however few digits are written."""
    assert all(model.accepts(Written(value), Written(value)) for model in MODELS)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_float_equals_its_own_decimal(value: float) -> None:
    """A float is the decimal it shows, so it always equals the same text."""
    assert all(model.accepts(written(value), written(repr(value))) for model in MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_infinity_and_nan(model: Model) -> None:
    """Infinity equals only itself with its sign, and NaN equals nothing."""
    for student, target, right in (
        ("inf", float("inf"), True),
        ("-inf", "inf", False),
        (1e300, "inf", False),
        ("inf", 1, False),
        (float("nan"), float("nan"), False),
        ("nan", 1, False),
    ):
        assert model.accepts(written(student), written(target)) is right


@pytest.mark.parametrize(
    ("student", "target"), [("-3.43", "-3.42"), ("100.01", "100"), ("8.86", "8.85"), (8.86, 8.85)]
)
def test_limits_are_inclusive_in_exact_decimals(student: object, target: object) -> None:
    """A hundredth off is within a hundredth, which binary floating point denies."""
    assert Absolute(Fraction("0.01")).accepts(written(student), written(target))
    assert not Absolute(Fraction("0.0099")).accepts(written(student), written(target))


@pytest.mark.parametrize(
    ("student", "right"),
    [
        ("9.88", True),
        ("9.876", True),
        ("9.87", False),
        ("9.877", False),
        ("9.9", False),
        ("10", False),
        (9.88, True),
        (9.876, True),
        (9.9, False),
        (9.8760000001, True),
        ("9876/1000", True),
        ("79/8", False),
        ("9.880", False),
    ],
)
def test_as_written_judges_the_digits_that_are_there(student: object, right: bool) -> None:
    """Half a unit of the last written digit, at least two decimals; floats count as long enough."""
    assert AsWritten(min_dp=2).accepts(written(student), written("9.876")) is right


@given(numbers, st.integers(0, 3))
def test_honest_rounding_is_accepted_as_written(target: Fraction, places: int) -> None:
    """A target rounded to any number of decimals passes when so many are written."""
    for value in roundings(target, places):
        text = f"{float(value):.{places}f}"
        assert AsWritten(min_dp=places).accepts(written(text), Written(target))


@given(numbers, numbers, st.integers(0, 3))
def test_decimal_places_compare_roundings(s: Fraction, t: Fraction, places: int) -> None:
    """Two numbers agree to n decimals when a rounding of one is a rounding of the other."""
    same = bool(roundings(s, places) & roundings(t, places))
    assert DecimalPlaces(places).accepts(Written(s), Written(t)) == (same or s == t)


@given(numbers, st.integers(-2, 4))
def test_a_rounding_is_within_half_a_unit(value: Fraction, places: int) -> None:
    """Rounding moves a number by half a unit at most, and by exactly that only at a tie."""
    unit = Fraction(10) ** -places
    found = roundings(value, places)
    assert all(abs(value - each) <= unit / 2 and each % unit == 0 for each in found)
    assert (len(found) == 2) == (abs(value % unit) == unit / 2)


@pytest.mark.parametrize(
    ("student", "strict", "right"),
    [
        ("2.35", None, True),
        ("2.34", None, True),
        ("2.3", None, False),
        ("2.35", True, True),
        ("2.345", True, True),
        ("2.346", True, False),
        ("2.3560", False, False),
        ("2.3451", False, True),
        ("2.3451", True, False),
        (2.35, True, True),
    ],
)
def test_decimal_places_can_ask_for_written_digits(
    student: object, strict: bool | None, right: bool
) -> None:
    """A tie may be rounded either way; `strict` looks at how many decimals are written."""
    assert DecimalPlaces(2, strict).accepts(written(student), written("2.345")) is right


@pytest.mark.parametrize(
    ("student", "model", "right"),
    [
        ("4.718", SigFigs(4), True),
        ("4.72", SigFigs(4), False),
        ("4.719", SigFigs(4), False),
        ("4.719", SigFigs(4, 3), True),
        ("9.999", SigFigs(4, 0), True),
        ("9.99", SigFigs(4, 0), False),
        ("4.7183", SigFigs(4, -1), True),
        ("4.72", SigFigs(4, -1), False),
        ("4718e-3", SigFigs(4), True),
        (4.718281828, SigFigs(4), True),
    ],
)
def test_significant_figures(student: object, model: SigFigs, right: bool) -> None:
    """Figures written and figures right are two things; accuracy 0 and -1 have their meanings."""
    assert model.accepts(written(student), written("4.718281828")) is right


def test_trailing_zeros_of_a_whole_number_may_count() -> None:
    """1200 is written to two, three or four figures."""
    assert all(SigFigs(n).accepts(written("1200"), written("1200.2")) for n in (2, 3, 4))
    assert not SigFigs(5).accepts(written("1200"), written("1200.2"))


@given(numbers, numbers, numbers, st.booleans(), st.booleans())
def test_range_is_its_inequalities(
    s: Fraction, a: Fraction, b: Fraction, low_open: bool, high_open: bool
) -> None:
    """A range includes its ends unless they are open."""
    low, high = min(a, b), max(a, b)
    inside = (low < s or (low == s and not low_open)) and (
        s < high or (s == high and not high_open)
    )
    assert Range(low, high, low_open, high_open).accepts(Written(s)) == inside
    assert Range(low).accepts(written("inf")) and not Range(low, high).accepts(written("inf"))


@given(numbers.filter(bool))
def test_first_place_is_the_leading_digit(value: Fraction) -> None:
    """The power of ten below a number brackets it."""
    place = first_place(value)
    assert Fraction(10) ** place <= abs(value) < Fraction(10) ** (place + 1)


def test_complex_numbers_compare_by_modulus() -> None:
    """0.6 + 0.8i is at distance one, though each part is closer."""
    student, target = written(complex(1.6, 0.8)), written(complex(1, 0))
    assert Absolute(Fraction(1)).accepts(student, target)
    assert not Absolute(Fraction("0.9")).accepts(student, target)
