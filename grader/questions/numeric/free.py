"""The parts of an answer that is right in any order, or up to a sign, a factor or a basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.equivalence.numbers.written import Written
from grader.marks import Part, Status
from grader.questions.numeric.entries import Shape, echo, is_blank, read_number
from grader.questions.numeric.freedom import (
    MAX_BASIS,
    MAX_IN_ANY_ORDER,
    is_independent,
    is_multiple,
    is_same_up_to_sign,
    matching,
    spans_the_same,
)

if TYPE_CHECKING:
    from grader.questions.numeric import Numeric

Row = tuple[Any, ...]


def free_problems(
    shape: Shape, vectors: Sequence[Sequence[Fraction]], order: str, up_to: str | None
) -> Iterator[tuple[str, str]]:
    """What of `order` and `up_to` means nothing for this key."""
    if order == "any":
        if not shape or up_to == "span":
            what = "a basis" if up_to == "span" else "a single number"
            yield "order", f"{what} has no order: leave this out"
        elif up_to and len(shape) == 1:
            yield "order", "the entries of one vector stand in its order; write several as rows"
        elif shape[0] > MAX_IN_ANY_ORDER:
            yield "order", f"more than {MAX_IN_ANY_ORDER} entries cannot be put in order"
    if len(shape) > 2 and (up_to or order == "any"):
        yield "key", "write a list, or a list of rows"
    elif up_to and not all(any(row) for row in vectors):
        yield "key", "a vector of zeros is a multiple of itself alone"
    elif up_to in ("scale", "span") and not shape:
        yield "up_to", "any number is a multiple of another: write sign, or leave this out"
    elif up_to == "span" and len(vectors) > MAX_BASIS:
        yield "key", f"a basis of more than {MAX_BASIS} vectors cannot be compared"
    elif up_to == "span" and not is_independent(vectors):
        yield "key", "these rows depend on one another: write a basis of the space"


def free_parts(question: Numeric, raw: Sequence[Any]) -> list[Part]:
    """A part per entry, per row, or for the whole basis, each with its verdict."""
    if question.up_to is None and len(question.shape) == 1:
        return _in_any_order(question, raw)
    width = question.shape[-1] if question.shape else 1
    rows = [tuple(raw[start : start + width]) for start in range(0, len(raw), width)]
    if question.up_to == "span":
        return [_basis(question, rows)]
    fits = [[_fits(question, row, key) for key in question.vectors] for row in rows]
    if question.order == "any":
        places = matching(fits)
    else:
        places = [index if fits[index][index] else None for index in range(len(rows))]
    full = question.points / len(rows)
    return [
        _row(question, number, row, place, full)
        for number, (row, place) in enumerate(zip(rows, places, strict=True), 1)
    ]


def _in_any_order(question: Numeric, raw: Sequence[Any]) -> list[Part]:
    """Entries of a list, each compared with the one it is given; none is given twice."""
    targets = question.targets
    places = matching([[question.accepts(item, target) for target in targets] for item in raw])
    left = [target for index, target in enumerate(targets) if index not in places]
    full = question.points / len(raw)
    parts = []
    for number, (item, place) in enumerate(zip(raw, places, strict=True), 1):
        target = left.pop(0) if place is None else targets[place]
        part = question.entry_part((number,), item, target, full)
        if place is None and any(question.accepts(item, other) for other in targets):
            told = f"Entry {number}: you wrote {echo(item)}, which is there once too often."
            part = Part(part.id, Fraction(0), full, Status.INCORRECT, (told,), ("repeated",))
        parts.append(part)
    return parts


def _numbers(row: Row) -> list[Written] | None:
    numbers = [read_number(item) for item in row]
    if any(is_blank(item) for item in row):
        return None
    read = [number for number in numbers if isinstance(number, Written)]
    return read if len(read) == len(row) else None


def _fits(question: Numeric, row: Row, key: Sequence[Fraction]) -> bool:
    numbers = _numbers(row)
    if numbers is None:
        return False
    if question.up_to is None:
        return all(question.accepts(item, target) for item, target in zip(row, key, strict=True))
    fits = is_same_up_to_sign if question.up_to == "sign" else is_multiple
    return fits(numbers, key, question.tolerance)


def _row(question: Numeric, number: int, row: Row, place: int | None, full: Fraction) -> Part:
    """The part of one vector."""
    alone = len(question.vectors) == 1
    name = question.id if alone else f"{question.id}.{number}"
    if place is not None:
        return Part(name, full, full, Status.CORRECT)
    where = "" if alone else f"Row {number}: "
    told = f"{where}you wrote {echo(list(row))}, which {_cause(question, row)}."
    told = told[:1].upper() + told[1:]
    if question.reveal:
        keys = question.vectors
        if question.order != "any":
            keys = keys[number - 1 : number]
        shown = " or ".join(f"[{', '.join(map(str, key))}]" for key in keys)
        told += f" Expected: {shown}, up to its {question.up_to or 'place'}."
    mistakes = ("wrong_length",) if "length" in told else ()
    return Part(name, Fraction(0), full, Status.INCORRECT, (told,), mistakes)


def _cause(question: Numeric, row: Row) -> str:
    numbers = _numbers(row)
    if numbers is None:
        return "is not a vector of numbers"
    if question.up_to and not any(n.value or n.imaginary or n.special for n in numbers):
        return "is the zero vector"
    if question.up_to == "sign":
        if any(is_multiple(numbers, key, question.tolerance) for key in question.vectors):
            return "has the right direction and not the right length"
        return "is neither the right vector nor its negative"
    if question.up_to == "scale":
        return "is no multiple of the right vector"
    return "is not right"


def _basis(question: Numeric, rows: Sequence[Row]) -> Part:
    """The part of a whole basis."""
    numbers = [_numbers(row) for row in rows]
    read = [row for row in numbers if row is not None]
    if len(read) < len(rows):
        told = "Not every entry of your vectors is a number."
    elif any(number.imaginary for row in read for number in row):
        told = "Your vectors are complex: a person compares them."
        return Part(question.id, None, question.points, Status.AWAITING, (told,))
    elif spans_the_same(read, question.vectors, question.tolerance):
        return Part(question.id, question.points, question.points, Status.CORRECT)
    else:
        told = "Your vectors do not span the space that was asked for."
        exact = [[number.value for number in row] for row in read]
        if any(not any(row) for row in exact) or not is_independent(exact):
            told = "Your vectors depend on one another, and so are no basis."
    return Part(question.id, Fraction(0), question.points, Status.INCORRECT, (told,))
