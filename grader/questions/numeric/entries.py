"""The entries of a numeric answer: its shape, each number as it was written, what went wrong."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.complexes import Complex, complex_in
from grader.equivalence.numbers.diagnoses import wrong_decimal_point, wrong_sign
from grader.equivalence.numbers.spelled import Spelled, spelled
from grader.equivalence.numbers.tolerances import Range
from grader.equivalence.numbers.written import Written, written
from grader.equivalence.printing import to_text
from grader.equivalence.reading import read
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Expr, PlusMinus, Relation, Set
from grader.questions.echo import STUBS, is_placeholder, shown
from grader.questions.mistake import Mistake
from grader.questions.numeric.mistakes import MISTAKES
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.grids import is_table, lists, uncounted
from grader.questions.shapes.simple import (
    Shape,
    shape_of,
    simple,
    size_in_words,
    text_of,
    too_large,
)
from grader.questions.shapes.texts import nested
from grader.values import Expression, Opaque

_IMAGINARY = re.compile(r"(?<![A-Za-z\\])[iIj](?![A-Za-z])|\\(?:mathrm|text)\{\s*[ij]\s*\}|\\imath")
_IDENTITY = re.compile(r"(?<![A-Za-z\\])I(?![A-Za-z])")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_OF_LISTS = re.compile(r"[\])}]\s*,|,\s*[\[({]")
_SEVERAL = re.compile(
    r"[<>≤≥±]|\\(?:leq?|geq?|lt|gt|pm)\b|\b(?:to|and|or)\b|=[^=]*[A-Za-z][^=]*=|\bi\b[^=]*\bj\b"
)
"""Two bounds, values of two names, or the parts of a vector."""
_TWICE = 20_000
"""Characters of a text that is read in more than one way."""
_EITHER = re.compile(r"[\])}][$\s]*(?:\\(?:text|mbox)\{)?\s*\b(?:or|oder|ou)\b[\s}$]*[\[({\\]")
"""One list or another."""
_ALONE = re.compile(r"\s*(?:array|tensor)?\(?\[?([^\[\](),;]{1,60})\]?\)?\s*")
_WORD = re.compile(r"(?<![\\A-Za-z])(?:[A-Za-z]{3,}|(?<=\s)(?:to|or|of|by|in|is|at)(?=\s))")
_LIST_PER_CENT = re.compile(r"\s*([\[(][^\[\]()%]{3,400}[\])])\s*\\?%\s*")
_DIAGONAL = re.compile(
    r"[$\s]*(?:np\.|\\(?:operatorname|mathrm|text)\s*\{)?\\?diag\}?\s*(?:\\left\s*)?"
    r"\(\s*\[?(?P<entries>[^()\[\]]{1,200}?)\]?\s*(?:\\right\s*)?\)[$\s.]*"
)
_WORD_BEFORE = re.compile(r"[A-Za-z]{2,12}\s+[-+]?\d")
_CALLED = frozenset(("exp", "log", "sqrt", "sin", "cos", "tan", "abs", "max", "min", "tanh"))
_PRINTED = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_FLOAT = re.compile(r"[-+]?\d+\.\d*(?:[eE][-+]?\d+)?")
MAX_ENTRIES = 10_000
MAX_DEPTH = 4
MAX_ECHO = 60
ZERO = Written(Fraction(0))


def flat(value: Any) -> Iterator[Any]:
    """The entries of nested lists in reading order."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from flat(item)
    else:
        yield value


def places(shape: Shape) -> Iterator[Shape]:
    """The places of all entries in reading order, counted from one."""
    return itertools.product(*(range(1, size + 1) for size in shape))


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why no number, or no list of them, could be made out in what stands there."""

    why: str


def in_shape(value: Any, shape: Shape) -> list[Any] | str | NotRead:
    """The raw entries of an answer in reading order, or a sentence where the shape is another.

    Dimensions of length one do not count, so a column of numbers is a vector. Of the readings of a
    text the one counts that has the shape: `1,5; 2` is a list, and `1,5; 2,3` is one or a matrix.
    """
    found = _in_shape(value, shape)
    is_other = isinstance(found, str) and bool(shape) and isinstance(value, str)
    readings = _readings(value) if is_other and len(value) <= _TWICE else ()
    others = (_in_shape(other, shape) for other in readings)
    return next((other for other in others if isinstance(other, list)), found)


def _readings(text: str) -> Iterator[str]:
    """A text in other readings: with rows between its semicolons, or with decimal commas."""
    bare = text.strip("$ ")
    if ";" in bare and not re.search(r"[\[({]", bare):
        yield f"[{bare}]"
    if _COMMA.search(bare) and not _OF_LISTS.search(bare):
        yield _COMMA.sub(".", bare)


def _in_shape(given: Any, shape: Shape) -> list[Any] | str | NotRead:
    if much := too_large(given, MAX_ENTRIES):
        return f"You handed in {much}."
    value = _rows_of_mpmath(given) if isinstance(given, Opaque) else simple(given)
    if not shape:
        value = _with_its_words(value)
        if isinstance(value, NotRead):
            return value
        if isinstance(value, str) and (alone := _ALONE.fullmatch(value)):
            value = alone[1]
        elif isinstance(value, str) and (inside := nested(value)) is not None:
            value = value if isinstance(read_entry(value), Spelled) else inside
    elif len(shape) == 1 and isinstance(value, str) and _EITHER.search(value):
        return NotRead("it gives one list or another")
    else:
        value = _diagonal(value, shape) or value
        value = lists(_each_per_cent(value), len(_without_ones(shape)) or len(shape[:1]))
    if isinstance(value, dict):
        return "You handed in a mapping."
    if shape and isinstance(value, str | Expression | Opaque):
        if not isinstance(value, Opaque) and _is_one_number(value, shape):
            return f"You handed in {size_in_words(())}."
        return NotRead("no list or matrix of numbers can be read in it")
    for found in (value, uncounted(value), _freed(value)):
        if (sizes := shape_of(found)) is not None and _without_ones(sizes) == _without_ones(shape):
            if found is not value and shape_of(value) and not is_table(given, value):
                return NotRead("its first column may be there to count its rows")
            return list(flat(found))
    sizes = shape_of(value)
    if sizes is None:
        return "You handed in rows of different lengths."
    return f"You handed in {size_in_words(sizes)}."


def _each_per_cent(value: Any) -> Any:
    """A list with the sign of per cent behind its bracket, as the sign of each of its numbers."""
    whole = _LIST_PER_CENT.fullmatch(value) if isinstance(value, str) else None
    return value if whole is None else re.sub(r"(?<=\d)(?=\s*[,;\])])", "%", whole[1])


def _diagonal(value: Any, shape: Shape) -> list[list[str]] | None:
    """The rows of `diag(1, 2)` where a square matrix is asked for; None for all else."""
    found = _DIAGONAL.fullmatch(value) if isinstance(value, str) else None
    entries = re.split(r"[,;]", found["entries"]) if found is not None else []
    if len(shape) != 2 or shape[0] != shape[1] or len(entries) != shape[0]:
        return None
    return [
        [one.strip() if row == column else "0" for column in range(len(entries))]
        for row, one in enumerate(entries)
    ]


def _with_its_words(value: Any) -> Any:
    """One number among texts, as in `(3, "km")`: with the unit behind it, or for a person."""
    listed = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(listed, list) or not 1 < len(listed) <= 4:
        return value
    if shape_of(listed) != (len(listed),):
        return value
    numbers = [place for place, one in enumerate(listed) if isinstance(read_number(one), Written)]
    words = [one for place, one in enumerate(listed) if place not in numbers]
    if len(numbers) != 1 or not all(isinstance(one, str) and one.strip() for one in words):
        return value
    if numbers == [0] and len(words) == 1:
        return f"{listed[0]} {words[0]}"
    return NotRead("one number stands among words in it")


def _freed(value: Any) -> Any:
    """A list in which some numbers stand alone in a list of their own, as `[intercept, coef_]`."""
    if not isinstance(value, list):
        return value
    alone = [item[0] if isinstance(item, list) and len(item) == 1 else item for item in value]
    return value if any(isinstance(item, list) for item in alone) else alone


def _is_one_number(value: str | Expression, shape: Shape) -> bool:
    """Whether a text is a number, and holds no other that reading it passed over.

    Where a matrix is asked for, `2 I` is a multiple of the identity and no imaginary number.
    """
    if len(shape) > 1 and _IDENTITY.search(text_of(value)):
        return False
    several = _SEVERAL.search(text_of(value))
    return several is None and isinstance(read_number(value), Written)


def _rows_of_mpmath(value: Opaque) -> Any:
    """The rows of a matrix of mpmath's, which it prints in a line each; any other as it is."""
    if not (value.type.startswith("mpmath") and value.type.endswith("matrix")):
        return value
    lines = re.findall(r"\[([^\[\]]*)\]", value.text)
    return [[Expression(part) for part in line.split()] for line in lines] or value


def _without_ones(shape: Shape) -> Shape:
    return tuple(size for size in shape if size != 1)


def is_blank(value: Any) -> bool:
    """Whether nothing was written, or only what stands for an answer; a zero is something."""
    if isinstance(value, Opaque):
        return value.type in STUBS
    return value is None or (isinstance(value, str) and is_placeholder(value))


def read_number(value: Any) -> Written | str:
    """The number in one entry as it is usually read, or a clause saying why there is none."""
    found = read_entry(value)
    if isinstance(found, Spelled):
        return found.usual
    return found.why if isinstance(found, NotRead) else found


def read_entry(value: Any) -> Spelled | str | NotRead:
    """The number in one entry, or a clause: what it is instead, or why it could not be read."""
    if isinstance(value, Opaque) and value.type.startswith("mpmath") and "mpc" in value.type:
        value = value.text
    if isinstance(value, Opaque):
        number = _PRINTED.fullmatch(value.text.strip()) if "mpf" in value.type else None
        if number is None:
            return NotRead(f"this is an object of type {value.type[:40]}, not a number")
        value = float(value.text)
    if isinstance(value, Expression):
        value = float(value.text) if _FLOAT.fullmatch(value.text) else value.text
    try:
        found = spelled(value)
    except ReadError as error:
        cell = read_cell(value) if isinstance(value, str) else None
        if cell is not None:  # with its marks of bold type or its left-hand side
            return Spelled((cell.number,))
        return _other(value, error.message)
    return "this is not a number (NaN)" if found.usual.special == "nan" else found


def _other(value: Any, problem: str) -> Spelled | str | NotRead:
    """What a value is in which no number was read: an equation, a formula, or nothing known."""
    if not isinstance(value, str):
        return problem
    text = value.strip().strip("$").strip()
    if _IMAGINARY.search(text):
        try:
            found, is_exact = complex_in(text.partition("=")[2] or text)
        except ReadError:
            pass
        else:
            number = Written(found.real, is_float=not is_exact, imaginary=found.imag)
            return Spelled((number,))
    try:
        tree = read(text, syntax="latex" if "\\" in text else "infix")
    except ReadError:
        return NotRead(problem)
    inner = _solution(tree)
    if inner is not None:
        try:
            return spelled(to_text(inner))
        except (ReadError, ValueError):
            return problem
    if isinstance(tree, Relation):
        return NotRead("it says what holds, and not which number")
    names = free_symbols(tree)
    if _WORD_BEFORE.match(text) or any(isinstance(node, PlusMinus) for node in walk(tree)):
        return NotRead(problem)
    in_words = not names or any(len(name.partition("_")[0]) > 1 for name in names)
    in_words |= any(re.fullmatch(r"[ij]_\d+", name) for name in names)  # 2 + i3
    in_words |= not any(letter.isdigit() for letter in text) or "\\lim" in text
    in_words |= _COUNTS.search(text) is not None
    in_words |= any(word.lower() not in _CALLED for word in _WORD.findall(text))
    return NotRead(problem) if in_words else problem


_COUNTS = re.compile(r"(?<![A-Za-z\\])[CP]\}?[\s_^({]*\d")
"""Counts as they are written on paper: `C(5, 2)`, `5C2`."""
_FACTOR = re.compile(
    r"\s*(?P<number>.*[\d)}])\s*(?:\\cdot|\\times|\*)?\s*(?<![\\A-Za-z])[A-Za-z]\s*"
)


_LONGEST = 200


def times_a_letter(value: Any) -> str:
    """What stands before one letter that it is multiplied by, as in `0.1 n`; "" for all else."""
    is_short = isinstance(value, str) and len(value) <= _LONGEST
    match = _FACTOR.fullmatch(value.strip().strip("$")) if is_short else None
    return match["number"].strip() if match is not None else ""


def _solution(tree: Expr) -> Expr | None:
    """The value that a solver found: of `Eq(x, 7)` or of the set of one solution."""
    if isinstance(tree, Relation) and tree.operators == ("=",):
        return tree.sides[1]
    if isinstance(tree, Set) and len(tree.items) == 1:
        return tree.items[0]
    return None


def echo(value: Any) -> str:
    """An entry as it was written, cut to a few words."""
    text = shown(value)
    return text if len(text) <= MAX_ECHO else text[: MAX_ECHO - 1] + "…"


def slip(number: Written, target: Fraction | Complex, tolerance: Tolerance) -> Mistake | None:
    """The named mistake in one entry."""
    key = written(target)
    models = [model for model in tolerance.models() if not isinstance(model, Range)]
    for model in models:
        if model.accepts(ZERO, key):
            continue  # so wide that any number fits once it is made small
        if wrong_sign(number, key, model):
            return MISTAKES["wrong_sign"].told()
        shift = wrong_decimal_point(number, key, model)
        if shift is not None:
            size = "large" if shift > 0 else "small"
            moved = f"{abs(shift)} place{'s' if abs(shift) > 1 else ''}"
            return MISTAKES["wrong_decimal_point"].told(moved=moved, size=size)
    return None


def turned(raw: Sequence[Any], shape: Shape) -> list[Any]:
    """The entries of a square matrix in the order of its transpose."""
    rows, columns = shape
    return [raw[i * columns + j] for j in range(columns) for i in range(rows)]


def is_turned(
    raw: Sequence[Any], shape: Shape, targets: Sequence[Fraction | Complex], tolerance: Tolerance
) -> bool:
    """Whether a square matrix is the transpose of the right one."""
    if len(shape) != 2 or shape[0] != shape[1]:
        return False
    pairs = zip(turned(raw, shape), targets, strict=True)
    numbers = ((read_number(item), target) for item, target in pairs)
    return all(
        isinstance(number, Written) and tolerance.accepts(number, target)
        for number, target in numbers
    )
