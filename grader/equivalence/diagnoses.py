"""What may have gone wrong with a number that no tolerance accepts, and matching of unordered
lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.equivalence.tolerances import Model, distance, first_place
from grader.equivalence.written import Written

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


def wrong_order_of_magnitude(student: Written, target: Written) -> bool:
    """Whether the leading digits stand at different places."""
    if not (student.finite and target.finite) or student.value == 0 or target.value == 0:
        return False
    return first_place(student.value) != first_place(target.value)


def modulo(student: Written, target: Written, modulus: Fraction, model: Model) -> bool:
    """Whether the numbers agree up to a multiple of the modulus."""
    if not (student.finite and target.finite) or modulus == 0:
        return False
    turns = round((student.value - target.value) / modulus)
    return model.accepts(replace(student, value=student.value - turns * modulus), target)


@dataclass(frozen=True, slots=True)
class Relationship:
    """Student values are ``factor`` times the targets plus ``offset``."""

    factor: Fraction
    offset: Fraction


def up_to_constant(
    students: Sequence[Written], targets: Sequence[Written], model: Model
) -> Fraction | None:
    """The one constant by which all values are off, or None."""
    if len(students) < 2 or not _comparable(students, targets):
        return None
    offset = students[0].value - targets[0].value
    fits = _fits(students, targets, Fraction(1), offset, model)
    return offset if fits and offset else None


def proportional(
    students: Sequence[Written], targets: Sequence[Written], model: Model
) -> Fraction | None:
    """The one factor by which all values are off, or None; it is neither 0 nor 1."""
    if len(students) < 2 or not _comparable(students, targets):
        return None
    pairs = zip(students, targets, strict=True)
    factor = next((s.value / t.value for s, t in pairs if t.value), Fraction(0))
    fits = factor not in (0, 1) and _fits(students, targets, factor, Fraction(0), model)
    return factor if fits else None


def linear(
    students: Sequence[Written], targets: Sequence[Written], model: Model
) -> Relationship | None:
    """The factor and offset that turn the targets into the values, or None; at least three are
    needed.
    """
    if len(students) < 3 or not _comparable(students, targets):
        return None
    for s, t in zip(students[1:], targets[1:], strict=True):
        if t.value != targets[0].value:
            factor = (s.value - students[0].value) / (t.value - targets[0].value)
            offset = students[0].value - factor * targets[0].value
            if factor and _fits(students, targets, factor, offset, model):
                return Relationship(factor, offset)
            return None
    return None


def _comparable(students: Sequence[Written], targets: Sequence[Written]) -> bool:
    same_length = len(students) == len(targets)
    return same_length and all(number.finite for number in (*students, *targets))


def _fits(
    students: Sequence[Written],
    targets: Sequence[Written],
    factor: Fraction,
    offset: Fraction,
    model: Model,
) -> bool:
    """Whether every value, brought back, is accepted."""
    return all(
        model.accepts(replace(s, value=(s.value - offset) / factor), t)
        for s, t in zip(students, targets, strict=True)
    )


def one_to_one(
    students: Sequence[Written], targets: Sequence[Written], model: Model
) -> tuple[int | None, ...]:
    """For each student value the index of the target it is matched with, or None.

    The matching has the most accepted pairs and, among those, the least total distance.
    """
    size = max(len(students), len(targets))
    if size == 0:
        return ()
    costs = [[Fraction(2 * size + 2)] * size for _ in range(size)]
    for i, student in enumerate(students):
        for j, target in enumerate(targets):
            if model.accepts(student, target):
                costs[i][j] = _cost(student, target)
    columns = assignment(costs)
    unmatched = Fraction(2 * size + 2)
    return tuple(
        columns[i] if costs[i][columns[i]] != unmatched else None for i in range(len(students))
    )


def _cost(student: Written, target: Written) -> Fraction:
    """A distance squeezed between 0 and 1, so that no pair is worth losing another."""
    if not (student.finite and target.finite):
        return Fraction(0)
    gap = distance(student, target)
    return gap / (1 + gap)


def assignment(costs: Sequence[Sequence[Fraction]]) -> list[int]:
    """The column of each row in the cheapest assignment of a square matrix (Hungarian)."""
    size = len(costs)
    rows, columns = [Fraction(0)] * (size + 1), [Fraction(0)] * (size + 1)
    owner, previous = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        column = 0
        least: list[Fraction | None] = [None] * (size + 1)
        used = [False] * (size + 1)
        while owner[column]:
            used[column] = True
            current, step, best = owner[column], None, 0
            for j in range(1, size + 1):
                if used[j]:
                    continue
                reduced = costs[current - 1][j - 1] - rows[current] - columns[j]
                known = least[j]
                if known is None or reduced < known:
                    least[j], known, previous[j] = reduced, reduced, column
                if step is None or known < step:
                    step, best = known, j
            _relax(rows, columns, owner, used, least, step or Fraction(0))
            column = best
        while column:
            owner[column] = owner[previous[column]]
            column = previous[column]
    found = [0] * size
    for j in range(1, size + 1):
        found[owner[j] - 1] = j - 1
    return found


def _relax(
    rows: list[Fraction],
    columns: list[Fraction],
    owner: list[int],
    used: list[bool],
    least: list[Fraction | None],
    step: Fraction,
) -> None:
    """Shift the potentials so that one more edge becomes tight."""
    for j, taken in enumerate(used):
        if taken:
            rows[owner[j]] += step
            columns[j] -= step
        else:
            known = least[j]
            if known is not None:
                least[j] = known - step
