"""Formulas in answers: reading them in every shape they come in, and what a rubric says of them."""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding import compare_expressions
from grader.equivalence.errors import ReadError
from grader.equivalence.printing import to_text
from grader.equivalence.reading import read_with
from grader.equivalence.reading.notation import Notation, Syntax, spellings
from grader.equivalence.reading.tokens import MAX_CHARACTERS
from grader.equivalence.trees.building import plus, times
from grader.equivalence.trees.structure import canonical
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    Constant,
    Expr,
    Matrix,
    Number,
    Relation,
    Statements,
    Symbol,
    Text,
    Tuple,
)
from grader.marks import Mark, awaiting, decided
from grader.questions.asking.secrets import Secret, formula
from grader.questions.base import Given, Question
from grader.questions.echo import MAX_ITEMS, is_empty, shown
from grader.questions.formulas import text as answer_text
from grader.questions.record import Share
from grader.questions.shapes.names import in_order
from grader.values import Array, Expression, Opaque

_MARKED = re.compile(r"\\[A-Za-z,;:!{}| ]|\$|\\\\")
_OPEN, _SHUT = ("$$", "$", "\\[", "\\("), ("$$", "$", "\\]", "\\)")


class FormulaQuestion(Question):
    """The fields of every kind that reads formulas."""

    variables: tuple[str, ...] = ()
    """Names of the variables in order, such as theta_1; t1, θ1 and \\theta_1 are then known too."""
    functions: tuple[str, ...] = ()
    """Names that are functions: `f(x)` is then an application and not a product."""
    aliases: dict[str, str] = Field(default_factory=dict)
    """Other spellings of a name, such as `{a: theta_1}`."""
    positive: tuple[str, ...] = ()
    """Variables that take positive values only."""
    integer: tuple[str, ...] = ()
    """Variables that take whole values only."""
    domain: Literal["real", "complex"] = "real"
    """Where formulas are compared: by default at real points where every step is real."""
    credit: dict[str, Share] = Field(default_factory=dict)
    """Share of the points kept after a named mistake, such as `{transposed: 0.8}`."""

    _long_quotients: bool = False
    """Whether `1/2x` in an answer is read as one over 2x."""

    @property
    def known_names(self) -> tuple[str, ...]:
        """Every name that is declared, for reading."""
        return self.variables

    @property
    def known_functions(self) -> tuple[str, ...]:
        """Every name that is a function, for reading."""
        return self.functions

    @property
    def familiar(self) -> frozenset[str]:
        """Names that an answer may use, whatever they stand for in it."""
        return frozenset({*self.known_names, *self.known_functions, *self.aliases})

    def prepared(self, text: str) -> str:
        """A text before it is read, for kinds with a way of writing of their own."""
        return text

    def echoed(self, expr: Expr) -> Expr:
        """A tree as a report prints it."""
        return expr

    def notation(self, syntax: Syntax) -> Notation:
        """How names are read in an answer."""
        found = _notation(self.known_names, self.known_functions, self.aliases, self.domain)
        return dataclasses.replace(found, syntax=syntax, long_quotients=self._long_quotients)

    def options(self, seed: int) -> Options:
        """How two formulas are compared; the seed chooses points, never the verdict."""
        return Options(
            self.domain,
            frozenset(self.functions),
            frozenset(self.positive),
            frozenset(self.integer),
            f"{seed}:{self.id}",
        )

    def key_of(self, text: str) -> Expr:
        """A formula of the rubric, read once for a whole class; raises `ReadError`."""
        aliases = tuple(sorted(self.aliases.items()))
        names, functions = self.known_names, self.known_functions
        return _key_tree(self.prepared(text), names, functions, aliases, self.domain)

    def key_problem(self, path: str, text: str) -> list[tuple[str, str]]:
        """The mistake in a formula of the rubric, if there is one."""
        try:
            self.key_of(text)
        except ReadError as error:
            return [(path, f"this formula cannot be read: {error.message}")]
        return []

    def secret(self, path: str, key: Expr) -> Iterator[Secret]:
        """A formula of the key in whatever notation; a bare name or number is no formula.

        One that has to be brought into another form is the question itself, though it is equal.
        """
        if isinstance(key, Symbol | Number | Constant):
            return
        own = canonical(key)

        def equals(text: str) -> bool:
            try:
                return canonical(read_text(text, self)) == own
            except ReadError:
                return False

        yield formula(path, to_text(key), equals, everywhere=len(list(walk(key))) > 4)

    def unreadable(self, formula: Formula, wanted: str, given: Given) -> Mark:
        """The mark of an answer in which no formula can be read, or that is surely none."""
        told = f"You wrote: {formula.text}\nIt cannot be read: {formula.problem}"
        if not formula.wrong_kind:
            return awaiting(
                self.points, told, f"Expected: {wanted}. A person reads it.", reason="unread",
                read=formula.text, source=given.source, mistakes=("unreadable",),
            )  # fmt: skip
        return decided(
            Fraction(0), self.points, [told, f"Expected: {wanted}."], source=given.source,
            read=formula.text, mistakes=["unreadable"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formula:
    """What was read: a tree, or the problem with it; `text` is what stood there."""

    expr: Expr | None
    text: str
    problem: str = ""
    wrong_kind: bool = False
    """Whether the problem is that it was read and is no formula, such as True."""


def _notation(
    variables: tuple[str, ...],
    functions: tuple[str, ...],
    aliases: Mapping[str, str],
    domain: str,
) -> Notation:
    """How names are read; E is e, as SymPy prints it, unless the question uses it otherwise."""
    printed = {} if {"E", "e"} & {*variables, *functions} else {"E": "e"}
    spelled = {**printed, **spellings(variables), **aliases}
    return Notation(
        "infix", frozenset(functions), frozenset(variables), spelled, domain == "complex"
    )


@functools.lru_cache(512)
def _key_tree(
    text: str,
    variables: tuple[str, ...],
    functions: tuple[str, ...],
    aliases: tuple[tuple[str, str], ...],
    domain: Literal["real", "complex"],
) -> Expr:
    return _read_in_either(text, _notation(variables, functions, dict(aliases), domain))


def is_latex(text: str) -> bool:
    """Whether a text is LaTeX and not infix: it has a command or a dollar sign."""
    return _MARKED.search(text) is not None


def bare(text: str) -> str:
    """A formula without the signs that fence it in; takes a time that grows with its length."""
    start, text = 0, text.strip()
    while fence := next((f for f in _OPEN if text.startswith(f, start)), ""):
        start += len(fence)
        while text[start : start + 1].isspace():
            start += 1
    end = len(text)
    while end > start:
        last = _before_spaces(text, start, end)
        if last > start and text[last - 1] in ".,;":
            last = _before_spaces(text, start, last - 1)
        fence = next((f for f in _SHUT if text.endswith(f, start, last)), "")
        if not fence:
            break
        end = last - len(fence)
    return text[start:end].strip()


def _before_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def read_text(text: str, question: FormulaQuestion) -> Expr:
    """The tree of a text in either syntax; raises `ReadError`."""
    return _read_in_either(question.prepared(text), question.notation("infix"))


def _read_in_either(text: str, notation: Notation) -> Expr:
    """LaTeX where it looks like it, else infix, and LaTeX again where braces were meant so."""
    text = text.replace("`", "")  # as Markdown writes code
    latex = dataclasses.replace(notation, syntax="latex")
    if len(text) > 2 * MAX_CHARACTERS:
        return read_with(text, notation)  # which says how long it may be
    if is_latex(text):
        return read_with(bare(answer_text.unbracketed(answer_text.fenced(text))), latex)
    text = answer_text.plain(text, notation)
    try:
        return read_with(bare(text), notation)
    except ReadError:
        if "{" in text:
            return read_with(bare(text), latex)
        without = answer_text.unlabelled(text)
        if without == text:
            raise
    return read_with(bare(without), notation)


def read_formula(value: Any, question: FormulaQuestion) -> Formula:
    """The formula in a value of an answer, whatever its shape."""
    text = shown(value)
    try:
        return Formula(_tree(value, question), text)
    except ReadError as error:
        return Formula(None, text, error.caret())
    except _NotAFormula as reason:
        return Formula(None, text, str(reason), wrong_kind=not isinstance(value, Opaque))


class _NotAFormula(Exception):
    pass


def _tree(value: Any, question: FormulaQuestion) -> Expr:
    if isinstance(value, Array):
        if math.prod(value.shape) > MAX_ITEMS:
            raise _NotAFormula(f"an array of shape {value.shape} is larger than any answer here")
        value = value.tolist()
    if isinstance(value, Expression):
        return read_with(question.prepared(value.text), question.notation("infix"))
    if isinstance(value, str):
        if not value.strip():
            raise _NotAFormula("the answer is empty")
        return read_text(value, question)
    if isinstance(value, bool) or value is None:
        raise _NotAFormula(f"{value} is not a formula")
    if isinstance(value, int | Fraction):
        return Number(Fraction(value))
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        return Number(Fraction(repr(value)))
    if isinstance(value, complex) and value == value and abs(value) != float("inf"):
        real, imaginary = (Number(Fraction(repr(part))) for part in (value.real, value.imag))
        return plus(real, times(imaginary, Constant("i")))
    if isinstance(value, list):
        return _sequence(value, question)
    if isinstance(value, dict):
        return _mapping(value, question)
    kind = value.type if isinstance(value, Opaque) else type(value).__name__
    raise _NotAFormula(f"an object of type {kind} is not a formula")


def _sequence(items: list[Any], question: FormulaQuestion, *, inner: bool = False) -> Expr:
    if len(items) > MAX_ITEMS:
        raise _NotAFormula(f"a list of {len(items)} entries is longer than any answer here")
    if not items:
        raise _NotAFormula("the answer is empty")
    if len(items) == 1 and isinstance(items[0], str | Expression | list):
        return _tree(items[0], question)
    trees = tuple(_item(item, question) for item in items)
    if not inner and all(isinstance(tree, Text) for tree in trees):
        raise _NotAFormula(trees[0].words if isinstance(trees[0], Text) else "")
    rows = [tree.items for tree in trees if isinstance(tree, Tuple)]
    if rows and len(rows) == len(trees) and len({len(row) for row in rows}) == 1:
        return Matrix(tuple(rows))
    return Tuple(trees)


def _item(item: Any, question: FormulaQuestion) -> Expr:
    """One entry; an unreadable one becomes its problem, so that the others still count."""
    try:
        if isinstance(item, list) and len(item) > 1:
            return _sequence(item, question, inner=True)
        return _tree(item, question)
    except ReadError as error:
        return Text(error.caret())
    except _NotAFormula as reason:
        return Text("" if is_empty(item) else str(reason))


def _equation(key: Any, item: Any, question: FormulaQuestion) -> Expr:
    """An entry of a mapping with its name: `{"du/dx": "2x"}`."""
    try:
        name = read_with(str(key), question.notation("infix"))
    except ReadError:
        name = Symbol(str(key))
    return Relation((name, _item(item, question)), ("=",))


def _mapping(items: dict[Any, Any], question: FormulaQuestion) -> Expr:
    """Entries by the name of their variable, in the rubric's order where all are known."""
    if len(items) > MAX_ITEMS:
        raise _NotAFormula(f"a mapping of {len(items)} entries is longer than any answer here")
    notation = question.notation("infix")

    def name_of(key: Any) -> str:
        text = key.text if isinstance(key, Expression) else str(key)
        try:
            tree = read_with(text.split("/d")[-1].split("/∂")[-1], notation)
        except ReadError:
            tree = Symbol(text)
        return tree.name if isinstance(tree, Symbol) else text

    if len({name_of(key) for key in items}) < len(items):
        return Statements(tuple(_equation(key, items[key], question) for key in items))
    entries = in_order(items, question.variables, name_of)
    known = entries is not None and len(entries) == len(items)
    return _sequence(entries if known and entries else list(items.values()), question)


def compare_trees(given: Expr, expected: Expr, question: FormulaQuestion, seed: int) -> Comparison:
    """The verdict on two scalar trees under the question's options."""
    return compare_expressions(given, expected, question.options(seed))
