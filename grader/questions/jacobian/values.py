"""A Jacobian's numbers judged point by point: right, a named slip, or one mistake of them all."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.printing import decimal_text
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import transform
from grader.equivalence.trees.tree import E, Expr, Pow, number
from grader.questions.formulas.exact import Number_, value_at
from grader.questions.formulas.parts import last_value
from grader.questions.formulas.slips import derivative_mutants
from grader.questions.jacobian.cells import Cells
from grader.questions.jacobian.formulas import arrangement
from grader.questions.jacobian.mistakes import MISTAKES
from grader.questions.jacobian.task import JacobianTask
from grader.questions.mistake import Mistake
from grader.questions.shapes.cells import Cell, agrees, has_places
from grader.questions.shapes.points import Point

MAX_NAMED = 2
"""With more causes than this in one matrix, naming them is guessing."""


@dataclass
class Judged:
    """What one point's matrix earns, with what is said."""

    share: Fraction = Fraction(0)
    mistakes: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def places_for(target: Number_, figures: int) -> int:
    """Decimals that show a number to so many significant figures."""
    size = abs(float(target))
    return max(0, figures - 1 - math.floor(math.log10(size))) if size else 0


def judge_values(
    question: JacobianTask,
    index: int,
    answers: Sequence[Cells | None],
    own: Sequence[Sequence[Expr]] | None,
) -> Judged:
    """What the matrix at one of the points earns."""
    point = question.at[index]
    name = "(" + ", ".join(decimal_text(x) for x in point) + ")"
    cells, key = answers[index], question.at_points[index]
    if cells is None:
        return Judged(told=[f"No matrix of numbers could be read for the point {name}."])
    if len(cells) != len(key) or len(cells[0]) != len(key[0]):
        gave, size = f"{len(cells)}x{len(cells[0])}", f"{len(key)}x{len(key[0])}"
        told = f"At {name} you gave {gave} numbers; {size} are asked."
        return Judged(question.kept("wrong_shape"), ["wrong_shape"], [], [told])
    direct = _entries(question, cells, key, point, own, name)
    if direct.share == 1:
        return direct
    whole = _whole(question, cells, key, point, name)
    return whole if whole is not None and whole.share >= direct.share else direct


def _whole(
    question: JacobianTask, cells: Cells, key: Sequence[Sequence[Number_]], point: Point, name: str
) -> Judged | None:
    """One mistake that explains the whole matrix: its arrangement or its point."""

    def same(cell: Cell | None, value: Number_) -> bool:
        return cell is not None and agrees(cell, value, places_for(value, question.min_figures))

    placed = arrangement(cells, key, same)
    if placed is not None:
        told = f"At {name}: {placed.says}"
        return Judged(question.kept(placed.id), [placed.id], [placed.says], [told])
    rough = [_rough(cell) for row in cells for cell in row]
    for other, values in question.elsewhere:
        targets = [value for row in values for value in row]
        if other == point or not all(map(_may_agree, rough, targets)):
            continue
        if all(map(same, itertools.chain(*cells), targets)):
            where = "(" + ", ".join(decimal_text(x) for x in other) + ")"
            moved = MISTAKES["wrong_point"].told(where=where, asked=name)
            return Judged(question.kept(moved.id), [moved.id], [moved.says], [moved.says])
    return None


def _rough(cell: Cell | None) -> tuple[float, float]:
    """A number as a float, and how far from it a target may lie at most."""
    return (float(cell.value), 1.01 * float(cell.half_unit())) if cell else (math.nan, 0.0)


def _may_agree(rough: tuple[float, float], target: Number_) -> bool:
    """Whether a look at the exact values is worth its time."""
    try:
        return abs(rough[0] - (near := float(target))) <= rough[1] + 1e-8 * max(1.0, abs(near))
    except OverflowError:
        return False


def _entries(
    question: JacobianTask,
    cells: Cells,
    key: Sequence[Sequence[Number_]],
    point: Point,
    own: Sequence[Sequence[Expr]] | None,
    name: str,
) -> Judged:
    """Entry by entry, each measured by the key and then by the student's own formula."""
    judged = Judged()
    share = Fraction(1, len(key) * len(key[0]))
    for i, row in enumerate(key):
        for j, target in enumerate(row):
            cell = cells[i][j]
            where = f"At {name}, entry ({i + 1},{j + 1})"
            if cell is None:
                judged.told.append(f"{where}: no number could be read there.")
                continue
            least = places_for(target, question.min_figures)
            if agrees(cell, target, least) and has_places(cell, least, target):
                judged.share += share
                continue
            _wrong_entry(question, judged, cell, (i, j), point, own, target, where, share)
    if len(judged.mistakes) > MAX_NAMED:
        return Judged(judged.share, [], [], judged.told)
    return judged


def _wrong_entry(
    question: JacobianTask,
    judged: Judged,
    cell: Cell,
    place: tuple[int, int],
    point: Point,
    own: Sequence[Sequence[Expr]] | None,
    target: Number_,
    where: str,
    share: Fraction,
) -> None:
    """Name what is wrong with one number and add what it keeps."""
    wrote = f"{where}: you wrote {cell.text}"
    if agrees(cell, target) and cell.places:
        judged.share += share * question.kept("too_few_digits")
        told = MISTAKES["too_few_digits"].told(figures=question.min_figures)
        _add(judged, told, f"{wrote}. {told.says}")
        return
    if own is not None and _follows(own[place[0]][place[1]], question, cell, point):
        judged.share += share * question.carried
        told = MISTAKES["carried_formula"].told()
        _add(judged, told, f"{wrote}, which is consistent with your own formula.")
        return
    for slip, value in _slips(question, place, point):
        if agrees(cell, value, places_for(value, question.min_figures)):
            judged.share += share * question.kept(slip.id)
            _add(judged, slip, f"{wrote}. {slip.says}")
            return
    judged.told.append(f"{wrote}; a number that fits the formula at this point is expected.")


def _add(judged: Judged, mistake: Mistake, told: str) -> None:
    if mistake.id not in judged.mistakes:
        judged.mistakes.append(mistake.id)
        judged.says.append(mistake.says)
    judged.told.append(told)


def _follows(formula: Expr, question: JacobianTask, cell: Cell, point: Point) -> bool:
    """Whether the number is the student's own formula at the point; a constant proves nothing."""
    formula = last_value(formula)
    if not free_symbols(formula):
        return False
    try:
        value = value_at(formula, dict(zip(question.variables, point, strict=True)))
    except (Undefined, Undecidable):
        return False
    return agrees(cell, value, places_for(value, question.min_figures))


def _slips(
    question: JacobianTask, place: tuple[int, int], point: Point
) -> list[tuple[Mistake, Number_]]:
    """Wrong numbers for one entry: e^0 taken for 0, e^1 for 1, and slips of the derivative."""
    entry = question.key()[place[0]][place[1]]
    where = dict(zip(question.variables, point, strict=True))
    candidates: list[tuple[Mistake, Expr]] = []
    for power, wrong in ((0, 0), (1, 1)):
        changed = transform(entry, lambda n, p=power, w=wrong: _power_of_e(n, where, p, w))  # type: ignore[misc]
        if changed != entry:
            told = MISTAKES["exponential_at_point"].told("one" if power else "")
            candidates.append((told, changed))
    body = question.bodies()[place[0]]
    mutants = derivative_mutants(body, question.variables[place[1]], question.variables)
    candidates += [(mutant.slip, mutant.expr) for mutant in mutants]
    found = []
    for slip, expr in candidates:
        try:
            found.append((slip, value_at(expr, where)))
        except (Undefined, Undecidable):
            continue
    return found


def _power_of_e(node: Expr, where: dict[str, Fraction], power: int, wrong: int) -> Expr:
    """A wrong value in the place of a power of e whose exponent is `power` at the point."""
    if isinstance(node, Pow) and node.base == E:
        try:
            if value_at(node.exponent, where) == power:
                return number(wrong)
        except (Undefined, Undecidable):
            return node
    return node
