"""The parts of an answer that is right in any order, or up to a sign, a factor or a basis."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.equivalence.deciding.matching import matching
from grader.equivalence.numbers.complexes import Complex
from grader.equivalence.numbers.spelled import Spelled
from grader.equivalence.numbers.written import Written
from grader.marks import Part, Status
from grader.questions.formulas.solutions import conclusion, spanned
from grader.questions.mistake import Mistake
from grader.questions.numeric.counted import as_often
from grader.questions.numeric.ends import ends
from grader.questions.numeric.entries import NotRead, echo, in_shape, is_blank, read_entry
from grader.questions.numeric.freedom import (
    MAX_BASIS,
    MAX_IN_ANY_ORDER,
    Vector,
    is_independent,
    is_multiple,
    is_same_up_to_sign,
    spans_the_same,
)
from grader.questions.numeric.mistakes import MISTAKES
from grader.questions.numeric.solved import solution
from grader.questions.shapes.simple import Shape, simple, text_of
from grader.questions.telling.worded import as_typed
from grader.questions.words import upper
from grader.values import Expression, Opaque

if TYPE_CHECKING:
    from grader.questions.numeric import Numeric

Row = tuple[Any, ...]
_BETWEEN = re.compile(
    r"\s+(?:or|and|und|oder|bzw\.|et|ou)\s+|\\text\{\s*(?:or|and)\s*\}|\\lor\b|∨|[;,](?!\d{3}\b)|\\quad"
)
_EITHER = re.compile(r"\\pm(?![A-Za-z])|\+\s?/?\s?[-−]|\bplus\s+or\s+minus\b", re.IGNORECASE)
_BOTH = re.compile(r"^(?:both|either)\s+", re.IGNORECASE)
_ENCLOSED = re.compile(r"\\?(?:left\\?)?[\[({](.*?)\\?(?:right\\?)?[\])}]", re.DOTALL)
_HALF_OPEN = re.compile(r"[$\s]*(?:\[[^\[\]()]*\)|\([^\[\]()]*\])[$\s.]*")
_OPEN = re.compile(
    r"[$\s]*(?:[A-Za-z]\w?\s*(?:=|∈|\\in)\s*)?(?:\\left)?\([^()\[\],;]{1,40}[,;][^()\[\],;]{1,40}(?:\\right)?\)[$\s.]*"
    r"|[$\s]*[A-Za-z]\w?\s*(?:∈|\\in)\s*(?:\\left)?\[[^()\[\],;]{1,40}[,;][^()\[\],;]{1,40}(?:\\right)?\][$\s.]*"
)
"""Two numbers as a point or an open interval has them, or a closed one by its sign."""
_NUMBERED = re.compile(r"_\{\s*\d(?:\s*,\s*\d)+\s*\}")
MAX_TOGETHER = 6
"""Things that a library gives back at once: a value with its error, a solution with residuals."""
MAX_READINGS = 64
"""Readings of a vector that are tried: several of its numbers may be spelled in two ways."""


def free_problems(
    shape: Shape, vectors: Sequence[Vector], order: str, up_to: str | None
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
        places = matching([[fit is True for fit in row] for row in fits])
    else:
        places = [index if fits[index][index] else None for index in range(len(rows))]
    full = question.points / len(rows)
    parts = []
    for index, (row, place) in enumerate(zip(rows, places, strict=True)):
        mine = fits[index] if question.order == "any" else [fits[index][index]]
        is_right = True if place is not None else None if None in mine else False
        parts.append(_row(question, index + 1, row, is_right, full))
    return parts


def as_listed(value: Any, question: Numeric) -> Any:
    """A text without what leads up to its solutions, or the factors of vectors up to a factor.

    Two numbers may be the ends of what lies between; of a solver's object the solution is taken.
    """
    if not isinstance(value, str):
        return solution(value, question.shape)
    pair = question.shape == (2,) and _OPEN.fullmatch(value)
    if question.order == "any" and (pair or _HALF_OPEN.fullmatch(value)):
        return Opaque("interval", value)
    if question.up_to == "sign" and question.shape:
        value = re.sub(r"±\s*(?=[\[(⟨\\])", "", _EITHER.sub("±", value), count=1)
    if question.order == "any":
        value = conclusion(value)
    if question.shape == (2,) and question.up_to is None and question.order != "any":
        return ends(value) or value
    return spanned(value) if question.up_to in ("scale", "span") else value


def in_doubt(question: Numeric, value: Any) -> str:
    """Why what has another shape than the key may be right all the same; empty where it is not.

    Of a few things handed in together, such as a value and its error, one alone may be the answer.
    """
    if not question.shape and isinstance(question.key, Complex):
        return "a pair may stand for a complex number"
    few = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(few, list) or not 1 <= len(few) <= MAX_TOGETHER:
        return ""
    is_list = len(question.shape) == 1 and question.up_to is None
    if is_list and len(few) > len(question.targets) > 1:
        left = iter(few)  # one after the other, whatever stands between them
        if all(any(question.accepts(one, target) for one in left) for target in question.targets):
            return "the numbers that are asked for stand there among others"
    fitting = [raw for one in few if isinstance(raw := in_shape(one, question.shape), list)]
    right = any(all(map(question.accepts, raw, question.targets)) for raw in fitting)
    return "one of these alone would be right" if right else ""


def several(value: Any) -> list[Any]:
    """The numbers of an answer that holds more or fewer than are asked, or names them in words.

    A mapping from numbers to how often each is one, as `eigenvals()` gives it, has them so often.
    """
    value = simple(value)
    if not isinstance(value, list | dict | str | Expression):
        return [value]
    if isinstance(value, dict):
        counts = list(value.values())
        whole = all(isinstance(n, int) and 0 < n <= MAX_IN_ANY_ORDER for n in counts)
        if whole and all(isinstance(read_entry(key), Spelled) for key in value):
            return [key for key, n in value.items() for _ in range(n)][:MAX_IN_ANY_ORDER]
        value = counts
    if isinstance(value, str | Expression):
        text = _BOTH.sub("", _EITHER.sub("±", _NUMBERED.sub("", text_of(value))).strip("$ "))
        text = inner[1] if (inner := _ENCLOSED.fullmatch(text)) else text
        parts = [part.strip() for part in _BETWEEN.split(text)]
        both = [one for part in parts for one in as_often(part) or _both(part)]
        value = both if all(isinstance(read_entry(part), Spelled) for part in both) else []
    if not isinstance(value, list) or len(value) > MAX_IN_ANY_ORDER:
        return []
    found = [item[0] if isinstance(item, list) and len(item) == 1 else item for item in value]
    return [] if any(isinstance(item, list | dict) for item in found) else found


def _both(part: str) -> tuple[str, ...]:
    """The two numbers of `1 ± 2`."""
    before, sign, after = part.partition("±")
    return (f"{before}+{after}", f"{before}-{after}") if sign else (part,)


def _in_any_order(question: Numeric, raw: Sequence[Any]) -> list[Part]:
    """Entries of a list, each compared with the one it is given; none is given twice.

    One that is missing earns nothing, one too many takes away what one is worth.
    """
    targets = question.targets
    fits = [[question.accepts(item, target) for target in targets] for item in raw]
    places = matching([[fit is True for fit in row] for row in fits])
    left = [index for index in range(len(targets)) if index not in places]
    full = question.points / len(targets)
    parts: list[Part] = []
    extra: list[str] = []
    for number, (item, place) in enumerate(zip(raw, places, strict=True), 1):
        mine = fits[number - 1]
        if place is None and not left:
            extra.append(echo(item))
            continue
        if place is None:  # first of all with one that it may be
            place = min(left, key=lambda index: mine[index] is not None)
            left.remove(place)
        part = question.entry_part((number,), item, targets[place], full)
        part = replace(part, id=f"{question.id}.{len(parts) + 1}")
        if part.status is Status.INCORRECT and True in mine:
            repeated = MISTAKES["repeated"].told(number=number, wrote=echo(item))
            said = (repeated.says,)
            part = Part(part.id, Fraction(0), full, Status.INCORRECT, said, (repeated.id,))
        parts.append(part)
    for number in range(len(parts) + 1, len(targets) + 1):
        told = (f"Entry {number} is missing.",)
        parts.append(
            Part(f"{question.id}.{number}", Fraction(0), full, Status.MISSING, told)
        )
    for wrote in extra:
        right = [k for k, part in enumerate(parts) if part.score]
        if right:
            too_many = MISTAKES["too_many"].told(wrote=wrote)
            parts[right[-1]] = Part(
                parts[right[-1]].id, Fraction(0), full, Status.INCORRECT, (too_many.says,),
                (too_many.id,),
            )  # fmt: skip
    return parts


def _readings(row: Iterable[Any]) -> list[list[Written]] | None:
    """What the numbers of a row may be, as they are usually read first; None where one is none."""
    listed = [None if is_blank(item) else read_entry(item) for item in row]
    read = [found for found in listed if isinstance(found, Spelled)]
    if len(read) < len(listed):
        return None
    each = [(*found.forms, *found.others) for found in read]
    return [list(one) for one in itertools.islice(itertools.product(*each), MAX_READINGS)]


def _is_unread(row: Iterable[Any]) -> bool:
    """Whether something stands in a row in which no number could be read."""
    return any(not is_blank(item) and isinstance(read_entry(item), NotRead) for item in row)


def _is_sure(row: Iterable[Any]) -> bool:
    """Whether the usual reading of each number in a row holds where it is right."""
    found = map(read_entry, row)
    return all(isinstance(one, Spelled) and one.sure for one in found)


def _fits(question: Numeric, row: Row, key: Vector) -> bool | None:
    """Whether a row is right as one of the key; None where it is not read, or in part."""
    if question.up_to is None:
        each = [question.accepts(item, target) for item, target in zip(row, key, strict=True)]
        return False if False in each else None if None in each else True
    readings = _readings(row)
    if readings is None:
        return None if _is_unread(row) else False
    fits = is_same_up_to_sign if question.up_to == "sign" else is_multiple
    each = [fits(numbers, key, question.tolerance) for numbers in readings]
    if each[0] and _is_sure(row):
        return True
    return None if any(each) else False


def _row(
    question: Numeric, number: int, row: Row, is_right: bool | None, full: Fraction
) -> Part:
    """The part of one vector."""
    alone = len(question.vectors) == 1
    name = question.id if alone else f"{question.id}.{number}"
    if is_right:
        return Part(name, full, full, Status.CORRECT)
    where = "" if alone else f"Row {number}: "
    wrote = f"{where}you wrote {echo(list(row))}"
    if is_right is None:
        return _open(name, upper(wrote), [row], full)
    mistake = _slip(question, row, upper(wrote))
    told = mistake.says if mistake else upper(f"{wrote}, which {_cause(question, row)}.")
    if question.reveal:
        keys = question.vectors
        if question.order != "any":
            keys = keys[number - 1 : number]
        shown = " or ".join(f"[{', '.join(map(as_typed, key))}]" for key in keys)
        told += f" Expected: {shown}, up to its {question.up_to or 'place'}."
    named = (mistake.id,) if mistake else ()
    return Part(name, Fraction(0), full, Status.INCORRECT, (told,), named)


def _slip(question: Numeric, row: Row, wrote: str) -> Mistake | None:
    """The named mistake in a vector."""
    readings = _readings(row)
    if question.up_to != "sign" or readings is None:
        return None
    if any(is_multiple(readings[0], key, question.tolerance) for key in question.vectors):
        return MISTAKES["wrong_length"].told(wrote=wrote)
    return None


def _open(name: str, wrote: str, rows: Iterable[Row], full: Fraction) -> Part:
    """The part of what a person has to read, or to choose a reading of."""
    if any(map(_is_unread, rows)):
        told = f"{wrote}, in which not every entry could be read as a number. A person reads it."
        return Part(name, None, full, Status.AWAITING, (told,), ("unread",))
    told = f"{wrote}, which has two readings. A person decides."
    return Part(name, None, full, Status.AWAITING, (told,), ("undecided",))


def _cause(question: Numeric, row: Row) -> str:
    readings = _readings(row)
    if readings is None:
        return "is not a vector of numbers"
    if question.up_to and not any(n.value or n.imaginary or n.special for n in readings[0]):
        return "is the zero vector"
    if question.up_to == "sign":
        return "is neither the right vector nor its negative"
    return "is no multiple of the right vector" if question.up_to == "scale" else "is not right"


def _basis(question: Numeric, rows: Sequence[Row]) -> Part:
    """The part of a whole basis."""
    name, full = question.id, question.points
    readings = _readings([item for row in rows for item in row])
    if readings is None:
        if any(map(_is_unread, rows)):
            return _open(name, f"You wrote {echo([list(row) for row in rows])}", rows, full)
        told = "Not every entry of your vectors is a number."
        return Part(name, Fraction(0), full, Status.INCORRECT, (told,))
    is_real = not any(isinstance(t, Complex) for row in question.vectors for t in row)
    if is_real and any(number.imaginary for numbers in readings for number in numbers):
        told = "Your vectors are complex: a person compares them."
        return Part(name, None, full, Status.AWAITING, (told,))
    width = len(rows[0])
    starts = range(0, width * len(rows), width)
    bases = [[numbers[at : at + width] for at in starts] for numbers in readings]
    each = [spans_the_same(basis, question.vectors, question.tolerance) for basis in bases]
    if each[0] and all(map(_is_sure, rows)):
        return Part(name, full, full, Status.CORRECT)
    if any(each):
        return _open(name, f"You wrote {echo([list(row) for row in rows])}", rows, full)
    told = "Your vectors do not span the space that was asked for."
    exact = [[Complex(n.value, n.imaginary) for n in row] for row in bases[0]]
    if any(not any(row) for row in exact) or not is_independent(exact):
        told = "Your vectors depend on one another, and so are no basis."
    return Part(name, Fraction(0), full, Status.INCORRECT, (told,))
