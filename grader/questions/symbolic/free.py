"""Formulas that are right in any order, or vectors of them up to a sign, a factor or a basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.equivalence.deciding.matching import matching
from grader.equivalence.deciding.systems import both_signs
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Expr, Matrix, PlusMinus, Set, Text, Tuple
from grader.marks import Part, Status
from grader.questions.echo import written_as
from grader.questions.formulas import compare_trees
from grader.questions.formulas.claims import as_set, strangers
from grader.questions.formulas.entries import compared
from grader.questions.formulas.parts import as_vector, entries, last_value, rows_of, statements
from grader.questions.formulas.spaces import (
    MAX_LENGTH,
    MAX_VECTORS,
    Answer,
    Compare,
    fits,
    is_zero,
    minors,
    spans_the_same,
)
from grader.questions.mistake import Mistake
from grader.questions.symbolic.mistakes import MISTAKES

if TYPE_CHECKING:
    from grader.questions.symbolic.task import SymbolicTask

Rows = tuple[tuple[Expr, ...], ...]


def free_problems(question: SymbolicTask) -> Iterator[tuple[str, str]]:
    """What of `order` and `up_to` means nothing for this key."""
    if question.order == "as_written" and question.up_to is None:
        return
    shape, keys = question.shape, key_rows(question)
    if question.order == "any" and shape == "scalar":
        yield "order", "a single formula has no order: leave this out"
    elif question.order == "any" and question.up_to == "span":
        yield "order", "a basis has no order: leave this out"
    elif question.order == "any" and question.up_to and shape == "vector":
        yield "order", "the entries of one vector stand in its order; write several as rows"
    elif question.up_to and shape == "scalar":
        yield "up_to", "write the key as a list of entries, or of rows"
    if question.up_to == "span" and shape != "scalar":
        if len(keys) > MAX_VECTORS or len(keys[0]) > MAX_LENGTH:
            most = f"{MAX_VECTORS} vectors of {MAX_LENGTH} entries"
            yield "key", f"a basis of more than {most} cannot be compared"
        elif all(is_zero(minor, _comparing(question, 0)) for minor in minors(keys, len(keys))):
            yield "key", "these rows depend on one another: write a basis of the space"
    elif question.up_to and shape != "scalar":
        for index, row in enumerate(keys):
            if all(is_zero(entry, _comparing(question, 0)) for entry in row):
                path = f"key.{index}" if shape == "matrix" else "key"
                yield path, "a vector of zeros is a multiple of itself alone"


def key_rows(question: SymbolicTask) -> Rows:
    """The vectors of the key; a list is one of them."""
    trees = [question.key_of(text) for text in question.texts()]
    if question.shape != "matrix":
        return (tuple(trees),)
    width = len(question.rows()[0])
    return tuple(tuple(trees[k : k + width]) for k in range(0, len(trees), width))


def is_same(question: SymbolicTask, texts: Sequence[str]) -> bool:
    """Whether other texts in the place of the key's are the key up to what the rubric allows."""
    trees, width = [question.key_of(text) for text in texts], len(key_rows(question)[0])
    rows = tuple(tuple(trees[k : k + width]) for k in range(0, len(trees), width))
    parts = _vector_parts(question, rows, key_rows(question), 0)
    return all(part.status is not Status.INCORRECT for part in parts)


def _comparing(question: SymbolicTask, seed: int) -> Compare:
    return lambda first, second: compare_trees(first, second, question, seed)


def listed(expr: Expr) -> tuple[Expr, ...] | None:
    """The entries of an answer in any order: a list, a set, or `x = 1 or x = 2`."""
    for part in reversed(statements(expr)) if not isinstance(expr, Set | Tuple) else ():
        inner = last_value(part)
        if isinstance(inner, Set | Tuple | Matrix):
            expr = inner
    if isinstance(expr, Matrix):
        return entries(expr)
    found = as_set(expr)
    items = found.items if isinstance(found, Set | Tuple) else (found,)
    out: list[Expr] = []
    for item in items:
        item = last_value(item)
        if isinstance(item, Text):
            return None
        inner_set = as_set(item)
        out += inner_set.items if isinstance(inner_set, Set) else (item,)
    if any(isinstance(item, Tuple | Matrix | Set) for item in out):
        return None
    return tuple(each for item in out for each in _both(item))


def _both(item: Expr) -> tuple[Expr, ...]:
    """The two values of ``a ± b``."""
    if any(isinstance(node, PlusMinus) for node in walk(item)):
        return tuple(both_signs(item))
    return (item,)


def ordered_parts(question: SymbolicTask, found: Sequence[Expr], seed: int) -> list[Part]:
    """A part for each entry of the key; entries too many take away what they are worth."""
    keys = [question.key_of(text) for text in question.texts()]
    verdicts = [[compare_trees(g, k, question, seed) for k in keys] for g in found]
    places = matching([[v.is_equal for v in row] for row in verdicts])
    full = question.points / len(keys)
    left = [k for k in range(len(keys)) if k not in places]
    parts: dict[int, Part] = {}
    extra: list[Expr] = []
    for index, place in enumerate(places):
        if place is not None:
            parts[place] = Part(f"{question.id}.{place + 1}", full, full, Status.CORRECT)
            continue
        if not left:
            extra.append(found[index])
            continue
        row = verdicts[index]
        place = min(left, key=lambda k: row[k].verdict == "different")
        left.remove(place)
        label = f"Entry {index + 1}"
        entry = compared((place + 1,), label, found[index], keys[place], lambda: (), question, seed)
        part = entry.part(question.id, full, "is none of what is asked", Fraction(0), None)
        if entry.differs and any(v.is_equal for v in row):
            wrote = f"{label}: you wrote {written_as(found[index])}"
            part = _mistaken(part, MISTAKES["repeated"].told(wrote=wrote))
        parts[place] = part
    for place in left:
        told = "An entry is missing."
        parts[place] = Part(
            f"{question.id}.{place + 1}", Fraction(0), full, Status.MISSING, (told,)
        )
    ordered = [parts[place] for place in sorted(parts)]
    return charged(ordered, [written_as(item) for item in extra])


def charged(parts: list[Part], extra: Sequence[str]) -> list[Part]:
    """Parts of which each entry too many takes away one that is right."""
    for wrote in extra:
        right = [k for k, part in enumerate(parts) if part.score]
        if not right:
            break
        parts[right[-1]] = _mistaken(parts[right[-1]], MISTAKES["too_many"].told(wrote=wrote))
    return parts


def _mistaken(part: Part, by: Mistake) -> Part:
    """A part that is wrong by a named mistake."""
    return Part(part.id, Fraction(0), part.points, Status.INCORRECT, (by.says,), (by.id,))


def vectors(question: SymbolicTask, expr: Expr) -> Rows | None:
    """The vectors of an answer, one in each row; None where there are none."""
    keys = key_rows(question)
    width = len(keys[0])
    if question.shape == "vector":
        found = as_vector(expr, width, question.variables)
        return None if found is None else (found,)
    for part in reversed(statements(expr)) if not isinstance(expr, Set) else (expr,):
        inner = last_value(part)
        rows = rows_of(Tuple(inner.items) if isinstance(inner, Set) else inner)
        if rows is None and len(keys) == 1 and (one := entries(inner)) is not None:
            rows = (one,)
        if rows is not None:
            return tuple(tuple(map(last_value, row)) for row in rows)
    parts = [entries(last_value(part)) for part in statements(expr)]
    if parts and all(part is not None and len(part) == width for part in parts):
        return tuple(part for part in parts if part is not None)
    return None


def vector_parts(question: SymbolicTask, found: Rows, seed: int) -> list[Part]:
    """A part for each vector, or one for the whole basis, by rows or else by columns."""
    keys = key_rows(question)
    columns = tuple(zip(*found, strict=True)) if len({len(row) for row in found}) == 1 else ()
    best = _vector_parts(question, found, keys, seed)
    turned = (len(columns), len(columns[0]) if columns else 0) == (len(keys), len(keys[0]))
    if turned and len(keys) > 1 and any(part.status is not Status.CORRECT for part in best):
        other = _vector_parts(question, columns, keys, seed)
        if all(part.status is Status.CORRECT for part in other):
            return other
    return best


def _vector_parts(question: SymbolicTask, found: Rows, keys: Rows, seed: int) -> list[Part]:
    compare, up_to = _comparing(question, seed), question.up_to
    if up_to == "span":
        same = spans_the_same(found, keys, compare)
        wrote = "You wrote " + ", ".join(map(_shown, found))
        return [_part(question, question.id, wrote, same, question.points, found)]
    full = question.points / len(keys)
    table = [[fits(row, key, up_to, compare) for key in keys] for row in found]
    if question.order == "any":
        places = matching([[cell is True for cell in row] for row in table])
    else:
        places = [k if k < len(keys) and table[k][k] else None for k in range(len(found))]
    parts: list[Part] = []
    for index, row in enumerate(found[: len(keys)]):
        mine = table[index] if question.order == "any" else table[index][index : index + 1]
        verdict: Answer = True if places[index] is not None else None if None in mine else False
        name = f"{question.id}.{index + 1}" if len(keys) > 1 else question.id
        where = f"Row {index + 1}: you wrote" if len(keys) > 1 else "You wrote"
        part = _part(question, name, f"{where} {_shown(row)}", verdict, full, (row,))
        if verdict is False and True in mine:
            wrote = f"{where} {_shown(row)}"
            part = _mistaken(part, MISTAKES["repeated"].told("direction", wrote=wrote))
        parts.append(part)
    for index in range(len(found), len(keys)):
        told = "A vector is missing."
        parts.append(
            Part(f"{question.id}.{index + 1}", Fraction(0), full, Status.MISSING, (told,))
        )
    return charged(parts, [_shown(row) for row in found[len(keys) :]])


def _part(
    question: SymbolicTask, name: str, wrote: str, verdict: Answer, full: Fraction, rows: Rows
) -> Part:
    if verdict:
        return Part(name, full, full, Status.CORRECT)
    entries = (entry for row in rows for entry in row)
    if unknown := sorted({word for each in entries for word in strangers(each, question.familiar)}):
        told = f"{wrote}. What {', '.join(unknown)} means is not known here; a person looks at it."
        return Part(name, None, full, Status.AWAITING, (told,))
    if verdict is None:
        told = f"{wrote}. This could not be checked automatically; a person looks at it."
        return Part(name, None, full, Status.AWAITING, (told,))
    compare = _comparing(question, 0)
    if all(is_zero(entry, compare) for entry in rows[0]):
        cause = "is the zero vector"
    elif question.up_to == "span":
        independent = len(rows) <= len(rows[0]) and not all(
            is_zero(minor, compare) for minor in minors(rows, len(rows))
        )
        cause = "does not span the space that was asked for"
        if not independent:
            cause = "depends on itself, and so is no basis: one vector follows from the others"
    elif question.up_to == "sign":
        cause = "is neither the right vector nor its negative"
    else:
        cause = "is no multiple of the right vector"
    return Part(name, Fraction(0), full, Status.INCORRECT, (f"{wrote}, which {cause}.",))


def _shown(row: Sequence[Expr]) -> str:
    return "(" + ", ".join(map(written_as, row)) + ")"
