"""What a Jacobian question asks: functions, variables and points, and the key that follows."""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import Field

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.printing import to_text
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr
from grader.questions.asking.secrets import Secret, number
from grader.questions.formulas import FormulaQuestion
from grader.questions.formulas.bars import bars_as_brackets
from grader.questions.formulas.exact import Number_, value_at
from grader.questions.jacobian.mistakes import MISTAKES
from grader.questions.key import Partial, WrongKey, shown, wrong_formulas, wrong_numbers
from grader.questions.record import Exact, Share, Take
from grader.questions.shapes.points import Point

Matrix_ = tuple[tuple[Expr, ...], ...]
Numbers = tuple[tuple[Any, ...], ...]
SMALL = (Fraction(0), Fraction(1), Fraction(-1), Fraction(2))
MOST_ELSEWHERE = 500


class JacobianTask(FormulaQuestion):
    """The fields that say what is asked, and the key; all that reading and judging must know."""

    stated: ClassVar[frozenset[str]] = frozenset({"of"})

    variables: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    """The variables in the order of the columns."""
    of: dict[str, str]
    """The functions by name, in the order of the rows, such as `{u: x^2 - y^2}`."""
    at: tuple[tuple[Exact, ...], ...] = ()
    """The points at which the values are asked; none means formulas are asked."""
    min_figures: Annotated[int, Field(ge=1, le=15)] = 4
    """Significant figures that must be written of a number that does not end earlier."""
    carried: Share = Fraction(1)
    """Share an entry earns that is true to the student's own wrong formula."""

    def prepared(self, text: str) -> str:
        """A text before it is read: bars around a matrix stand for brackets."""
        return super().prepared(bars_as_brackets(text))

    @property
    def usually_taken(self) -> Take:
        """A matrix, or one for each point."""
        return "matrices_at" if self.at else "matrix"

    @property
    def usual_parts(self) -> tuple[str, ...]:
        """The partial derivatives, row by row."""
        return tuple(f"d{name}/d{by}" for name in self.of for by in self.variables)

    def bodies(self) -> tuple[Expr, ...]:
        """The functions as trees, in the order of the rows."""
        return tuple(self.key_of(text) for text in self.of.values())

    @functools.cached_property
    def familiar(self) -> frozenset[str]:
        """Names that an answer may use: those declared, and those of the functions."""
        return super().familiar.union(*map(free_symbols, self.bodies()))

    def key(self) -> Matrix_:
        """The partial derivatives, by our own differentiation."""
        return self._derivatives

    @functools.cached_property
    def _derivatives(self) -> Matrix_:
        return tuple(
            tuple(differentiate(body, name) for name in self.variables) for body in self.bodies()
        )

    def values(self, point: Sequence[Fraction]) -> Numbers:
        """The key's numbers at one point."""
        place = dict(zip(self.variables, point, strict=True))
        return tuple(tuple(value_at(entry, place) for entry in row) for row in self.key())

    @functools.cached_property
    def at_points(self) -> tuple[Numbers, ...]:
        """The key's numbers at each of the points that are asked."""
        return tuple(map(self.values, self.at))

    @functools.cached_property
    def elsewhere(self) -> tuple[tuple[Point, Numbers], ...]:
        """The key's numbers at points that may be taken for the asked ones, as far as it has any.

        Those are made of the asked points' coordinates and of small numbers; where these give too
        many, they are the asked points, and those of small numbers.
        """
        own = sorted({*SMALL, *(x for point in self.at for x in point)})
        size = len(self.variables)
        if len(own) ** size <= MOST_ELSEWHERE:
            points: Iterable[Point] = itertools.product(own, repeat=size)
        else:
            small = itertools.product(sorted(SMALL), repeat=size)
            points = itertools.islice(dict.fromkeys([*self.at, *small]), MOST_ELSEWHERE)
        found = []
        for point in points:
            with contextlib.suppress(Undefined, Undecidable):
                found.append((point, self.values(point)))
        return tuple(found)

    def derivable(self) -> Iterator[Partial]:
        """Every entry, as a formula and as its value at each of the points."""
        positive = frozenset(self.positive)
        for i, (name, body) in enumerate(zip(self.of, self.bodies(), strict=True)):
            for j, by in enumerate(self.variables):
                told = f"entry ({i + 1},{j + 1})"
                entry = Partial(f"of.{name}", told, self.key()[i][j], body, by, {}, positive)
                yield entry
                for index, point in enumerate(self.at):
                    place = dict(zip(self.variables, point, strict=True))
                    stated = self.values(point)[i][j]
                    where = f"{told} at point {index + 1}"
                    yield replace(entry, path=f"at.{index}", name=where, stated=stated, at=place)

    def own_key(self) -> Any:
        """The matrix of formulas, or one of numbers for each point."""
        if self.at:
            return [[list(map(_written, row)) for row in self.values(point)] for point in self.at]
        return [list(map(to_text, row)) for row in self.key()]

    def secrets(self) -> Iterator[Secret]:
        """Each partial derivative, and its value at each of the points."""
        for name, row in zip(self.of, self.key(), strict=True):
            for entry in row:
                yield from self.secret(f"of.{name}", entry)
        for index, point in enumerate(self.at):
            for value in itertools.chain(*self.values(point)):
                yield number(f"at.{index}", value)

    def wrong_keys(self) -> Iterator[WrongKey]:
        """One slip in one node of one entry, or what it makes of the entry's value at a point."""
        for i, row in enumerate(self.key()):
            for j, entry in enumerate(row):
                where = f"entry ({i + 1},{j + 1})"
                if not self.at:
                    for wrong in wrong_formulas(entry):
                        answer = self.own_key()
                        answer[i][j] = to_text(wrong)
                        yield WrongKey(
                            where, to_text(entry), to_text(wrong), answer, (entry, wrong),
                            frozenset(self.positive),
                        )  # fmt: skip
                for index, point in enumerate(self.at):
                    right = self.values(point)[i][j]
                    for value in self._wrong_values(entry, right, point):
                        answer = self.own_key()
                        answer[index][i][j] = _written(value)
                        told = f"{where} at point {index + 1}"
                        yield WrongKey(told, shown(right), shown(value), answer)

    def _wrong_values(
        self, entry: Expr, right: Number_, point: Sequence[Fraction]
    ) -> Iterator[Number_]:
        """Numbers that are not the entry's at a point, each once."""
        place = dict(zip(self.variables, point, strict=True))
        found = list(wrong_numbers(right))
        for wrong in wrong_formulas(entry):
            try:
                found.append(value_at(wrong, place))
            except (Undefined, Undecidable):
                continue
        room = 1e-9 * max(1.0, abs(float(right)))
        for value in dict.fromkeys(found):
            if abs(float(value) - float(right)) > room:
                yield value

    def kept(self, mistake: str) -> Fraction:
        """Share kept after a named mistake: the rubric's, else the usual one."""
        return MISTAKES.kept(self.credit, mistake)


def _written(value: Number_) -> str | float:
    """A number as an answer would hold it: a fraction as text, anything else as computed."""
    return str(value) if isinstance(value, Fraction) else float(value)
