"""What may have gone wrong with a number that no tolerance accepts."""

from dataclasses import replace
from fractions import Fraction

from grader.equivalence.numbers.tolerances import Model
from grader.equivalence.numbers.written import Written

MAX_SHIFT = 9


def wrong_sign(student: Written, target: Written, model: Model) -> bool:
    """Whether only the sign is wrong."""
    flipped = replace(student, value=-student.value, imaginary=-student.imaginary)
    return student.finite and student.value != 0 and model.accepts(flipped, target)


def wrong_decimal_point(student: Written, target: Written, model: Model) -> int | None:
    """By how many places the decimal point is off (positive: the student's number is too large),
    or None.
    """
    if not student.finite or student.value == 0:
        return None
    for shift in sorted(range(-MAX_SHIFT, MAX_SHIFT + 1), key=abs):
        if shift and model.accepts(_shifted(student, -shift), target):
            return shift
    return None


def _shifted(student: Written, places: int) -> Written:
    scale = Fraction(10) ** places
    decimals = None if student.decimals is None else student.decimals - places
    return replace(
        student, value=student.value * scale, imaginary=student.imaginary * scale, decimals=decimals
    )
