"""What a question about formulas asks: its key, in which shape, and what it may differ by."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.equivalence.errors import ReadError
from grader.equivalence.printing import to_text
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr, Set, Statements, Tuple
from grader.questions.asking.secrets import Secret
from grader.questions.formulas.bars import bars_as_brackets
from grader.questions.formulas.chances import ChanceQuestion
from grader.questions.formulas.solutions import spanned
from grader.questions.formulas.spaces import UpTo
from grader.questions.key import Partial, WrongKey, wrong_formulas
from grader.questions.mistake import credit_problems
from grader.questions.record import Take
from grader.questions.symbolic.free import free_problems, is_same
from grader.questions.symbolic.mistakes import MISTAKES
from grader.questions.symbolic.whole import whole_key


class SymbolicTask(ChanceQuestion):
    """The fields that say what is asked, and the key; all that reading and judging must know."""

    stated: ClassVar[frozenset[str]] = frozenset({"gradient_of"})

    key: (
        str
        | Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]
        | tuple[Annotated[tuple[str, ...], Field(min_length=1, max_length=100)], ...]
    )
    """The expression; a list for a vector; a list of lists for a matrix."""
    gradient_of: str = ""
    """The function whose gradient the key is, for naming slips of differentiation."""
    per_entry: bool = True
    """Whether each right entry of a vector or matrix earns its share."""
    order: Literal["as_written", "any"] = "as_written"
    """any: the entries of a list, or the rows of a matrix, are right in any order."""
    up_to: UpTo | None = None
    """A list is right as its negative (sign) or any multiple but zero (scale); so is each row of a
    matrix, all or nothing. span: the rows are right as any basis of the same space."""
    common_domain: Literal["accept", "half", "refuse"] = "accept"
    """What a form earns that equals the key only where both are defined."""

    @property
    def usually_taken(self) -> Take:
        """A formula, or several as they stand."""
        if self.shape == "scalar":
            return "formula"
        return "claim" if self.is_free or self.shape == "vector" else "matrix"

    def problems(self) -> list[tuple[str, str]]:
        """Formulas of the key must be readable, the rows of a matrix equally long."""
        found: list[tuple[str, str]] = []
        is_one = isinstance(self.key, str)
        keys = {"key" if is_one else f"key.{i}": text for i, text in enumerate(self.texts())}
        for path, text in keys.items():
            if not (is_one and self.is_readable_whole):
                found += self.key_problem(path, text)
        if is_one and not found and self._is_tuple():
            told = "write a list, [a, b], for a vector or point, {a, b} for a set, a < x < b else"
            found.append(("key", told))
        found += [*self.grid_problems(keys), *self.chance_problems()]
        found += credit_problems(self.credit, MISTAKES.credited)
        if self.gradient_of:
            found += self.key_problem("gradient_of", self.gradient_of)
        if len({len(row) for row in self.rows()}) > 1:
            found.append(("key", "the rows of the key differ in length; make them equal"))
        return found or list(free_problems(self))

    @functools.cached_property
    def familiar(self) -> frozenset[str]:
        """Names that an answer may use: those declared, and those of every formula of the key."""
        keys = [self.whole] if self.whole is not None else [*map(self.key_of, self.texts())]
        return super().familiar.union(*(free_symbols(key) for key in keys if key is not None))

    @property
    def is_readable_whole(self) -> bool:
        """Whether the key is an interval or the like, which is no formula."""
        try:
            return self.whole is not None
        except ReadError:
            return False

    def _is_tuple(self) -> bool:
        """Whether one text holds several entries, which may be a point, an interval or a list."""
        return not self.is_readable_whole and isinstance(self.key_of(self.texts()[0]), Tuple)

    def chance_keys(self) -> tuple[str, ...]:
        """The formulas of the key."""
        return self.texts()

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The formulas of the key, row by row."""
        if isinstance(self.key, str):
            return ((self.key,),)
        return tuple((row,) if isinstance(row, str) else row for row in self.key)

    def texts(self) -> tuple[str, ...]:
        """The formulas of the key in reading order."""
        return tuple(text for row in self.rows() for text in row)

    @property
    def shape(self) -> Literal["scalar", "vector", "matrix"]:
        """What kind of thing the key is."""
        if isinstance(self.key, str):
            return "scalar"
        return "vector" if all(isinstance(row, str) for row in self.key) else "matrix"

    def derivable(self) -> Iterator[Partial]:
        """The entries of a gradient that was typed in."""
        if not self.gradient_of:
            return
        body, positive = self.key_of(self.gradient_of), frozenset(self.positive)
        for index, (text, name) in enumerate(zip(self.texts(), self.variables, strict=False)):
            path = "key" if isinstance(self.key, str) else f"key.{index}"
            told = f"the derivative of gradient_of by {name}"
            yield Partial(path, told, self.key_of(text), body, name, {}, positive, True)

    def own_key(self) -> Any:
        """The formulas as they were typed in."""
        return self._in_shape(self.texts())

    def secrets(self) -> Iterator[Secret]:
        """Each formula."""
        for index, text in enumerate(self.texts()):
            try:
                key = self.key_of(text)
            except ReadError:
                continue  # an interval or the like
            yield from self.secret("key" if isinstance(self.key, str) else f"key.{index}", key)

    def wrong_keys(self) -> Iterator[WrongKey]:
        """One slip in one node of one formula."""
        texts = self.texts()
        is_line = isinstance(self.key, str) and self.is_readable_whole
        for index, text in enumerate(texts):
            key = self.whole if is_line and self.whole is not None else self.key_of(text)
            where = "the formula" if len(texts) == 1 else f"entry {index + 1}"
            for wrong in wrong_formulas(key):
                told = to_text(self.echoed(wrong))
                changed = (*texts[:index], told, *texts[index + 1 :])
                if self.up_to is not None and is_same(self, changed):
                    continue
                pair = (key, wrong)
                answer = self._in_shape(changed)
                yield WrongKey(where, text, told, answer, pair, frozenset(self.positive))

    def _in_shape(self, texts: Sequence[str]) -> Any:
        """Texts in reading order as a formula, a vector or a matrix like the key."""
        if self.shape == "scalar":
            return texts[0]
        if self.shape == "vector":
            return list(texts)
        width = len(self.rows()[0])
        return [list(texts[k : k + width]) for k in range(0, len(texts), width)]

    @functools.cached_property
    def whole(self) -> Expr | None:
        """The key where it is an equation, an inequality or a set, which is compared as a whole."""
        return whole_key(self)

    @property
    def conditions(self) -> Literal["", "one", "several"]:
        """Equations and inequalities have no value that could be cut out of them."""
        if not self.is_readable_whole or self.whole is None or isinstance(self.whole, Set):
            return ""
        return "several" if isinstance(self.whole, Statements) else "one"

    @property
    def is_free(self) -> bool:
        """Whether entries may come in any order, or vectors up to something."""
        return self.up_to is not None or (self.order == "any" and self.shape != "scalar")

    def prepared(self, text: str) -> str:
        """A text before it is read: a matrix without bars, of a line or plane what spans it."""
        text = bars_as_brackets(text) if self.shape == "matrix" else text
        return super().prepared(spanned(text) if self.up_to else text)
