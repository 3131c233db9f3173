"""Parts of the real line as they are written, from intervals to set-builders, as conditions on a
variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from grader.equivalence.errors import ReadError
from grader.equivalence.reading import read_with
from grader.equivalence.reading.notation import Notation, Syntax
from grader.equivalence.trees.building import negate
from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import (
    ONE,
    ZERO,
    Apply,
    Constant,
    Expr,
    Logic,
    Relation,
    Statements,
    Symbol,
    Text,
)

MAX_TEXT = 600
MAX_PARTS = 40
EVERYWHERE = Relation((ZERO, ZERO), ("=",))
NOWHERE = Relation((ZERO, ONE), ("=",))
_PLAIN = (
    (re.compile(r"(?<=[R}ℝ)\]])\s*\\\s*(?=[\[({\]])"), "∖"),
    (re.compile(r"\\left|\\right|\\[bB]igg?[lr]?|\\[,;:! ]|[$]"), ""),
    (re.compile(r"\\infty\b|\boo\b|\binf(?:inity)?\b|float\('inf'\)"), "∞"),
    (re.compile(r"\\cup\b|\bunion\b|\bU\b(?!\w*\()"), "∪"),
    (re.compile(r"\\cap\b|\bintersect(?:ion|ed with)?\b"), "∩"),
    (re.compile(r"\\(?:setminus|backslash|smallsetminus)\b|\bwithout\b|\\(?![A-Za-z{}])"), "∖"),
    (re.compile(r"\\mathbb\s*\{?\s*R\s*\}?|\\R\b|\bS?\.?Reals\b|\bR\b"), "ℝ"),
    (re.compile(r"\\(?:emptyset|varnothing)\b|\bS?\.?EmptySet\b|Ø"), "∅"),
    (re.compile(r"\\(?:mid|colon|vert)\b"), "|"),
    (re.compile(r"\\(?=[{}])"), ""),
    (re.compile(r"\\in\b"), "∈"),
    (re.compile(r"(?:\\text\s*\{\s*or\s*\}|\\lor\b|\\vee\b|∨|\bor\b)(?=\s*[A-Za-z]\w*\s*∈)"), "∪"),
)
_MEMBER = re.compile(r"\s*([A-Za-z]\w{0,20})\s*(?:∈|\bin\b|=)\s*(?=[\[(\]{ℝ∅]|Interval|Union)")
_CALL = re.compile(
    r"(Interval(?:\.(?:open|Lopen|Ropen))?|Union|Intersection|Complement|FiniteSet)\("
)
_JOINS = {"∪": "or", "∩": "and"}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def line_set(text: str, name: str, notation: Notation) -> Expr | None:
    """The condition on `name` that a set of reals is, or None where the text is none."""
    if len(text) > MAX_TEXT:
        return None
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    text = text.strip().strip(".").strip()
    try:
        reader = _Sets(text, name, notation)
        found = reader.joined()
        return found if reader.at_end() else None
    except (ReadError, ValueError, RecursionError):
        return None


class _Sets:
    """Reads sets joined by ∪, ∩ and ∖; raises `ValueError` for anything else."""

    def __init__(self, text: str, name: str, notation: Notation) -> None:
        self.text, self.name, self.notation = text, name, notation
        self.place = 0
        self.parts = 0

    def _skip(self) -> str:
        while self.text[self.place : self.place + 1].isspace():
            self.place += 1
        return self.text[self.place : self.place + 1]

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return not self._skip()

    def joined(self) -> Expr:
        """Sets one after the other, from the left."""
        left = self._one()
        while (sign := self._skip()) in ("∪", "∩", "∖"):
            self.place += 1
            right = self._one()
            if sign == "∖":
                left = Logic("and", (left, negated(right)))
            else:
                left = Logic(_JOINS[sign], (left, right))
        return left

    def _one(self) -> Expr:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise ValueError("too many sets")
        self._skip()
        if member := _MEMBER.match(self.text, self.place):
            self.place = member.end()
        first = self._skip()
        if first in ("ℝ", "∅"):
            self.place += 1
            return EVERYWHERE if first == "ℝ" else NOWHERE
        if call := _CALL.match(self.text, self.place):
            self.place = call.end() - 1
            return self._called(call[1])
        if first == "{":
            return self._braced(self._inside("{", "}"))
        if first in ("(", "[", "]"):
            return self._interval(first)
        raise ValueError("no set")

    def _inside(self, opening: str, closing: str) -> str:
        depth, start = 0, self.place
        for index in range(start, len(self.text)):
            depth += (self.text[index] == opening) - (self.text[index] == closing)
            if depth == 0:
                self.place = index + 1
                return self.text[start + 1 : index]
        raise ValueError("never closed")

    def _interval(self, opening: str) -> Expr:
        """`[2, 5)`, `]2, 5]`, or a set in parentheses."""
        start, depth = self.place, 0
        for index in range(start + 1, len(self.text)):
            sign = self.text[index]
            if depth == 0 and sign in ")][":
                inner = self.text[start + 1 : index]
                ends = _split(inner)
                self.place = index + 1
                if len(ends) == 2:
                    closed = opening == "[", sign == "]"
                    return self._between(ends[0], ends[1], *closed)
                if opening == "(" and sign == ")" and len(ends) == 1:
                    return _Sets(inner, self.name, self.notation).joined()
                raise ValueError("no interval")
            depth += (sign in "({") - (sign in ")}")
        raise ValueError("never closed")

    def _between(self, low: str, high: str, with_low: bool, with_high: bool) -> Expr:
        parts: list[Expr] = []
        place = Symbol(self.name)
        if "∞" not in low:
            parts.append(Relation((self._value(low), place), ("<=" if with_low else "<",)))
        if "∞" not in high:
            parts.append(Relation((place, self._value(high)), ("<=" if with_high else "<",)))
        if not parts:
            return EVERYWHERE
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

    def _value(self, text: str) -> Expr:
        found = self._read(text.strip())
        if self.name in free_symbols(found):
            raise ValueError("an end that depends on the variable")
        return found

    def _read(self, text: str) -> Expr:
        syntax: Syntax = "latex" if "\\" in text else "infix"
        return read_with(text.replace("∞", "oo"), replace(self.notation, syntax=syntax))

    def _braced(self, inner: str) -> Expr:
        """`{1, 2}` or `{x : x > 1}`."""
        if not inner.strip():
            return NOWHERE
        head, bar, rest = inner.partition("|")
        if not bar:
            head, bar, rest = inner.partition(":")
        if bar:
            name = re.match(r"\s*([A-Za-z]\w*)\s*(?:∈\s*ℝ)?\s*$", head)
            if name is None:
                raise ValueError("no set-builder")
            condition = self._read(rest.replace("∈ ℝ", "").strip())
            return substitute(plain_condition(condition), {name[1]: Symbol(self.name)})
        values = [self._value(part) for part in _split(inner)]
        points = tuple(Relation((Symbol(self.name), value), ("=",)) for value in values)
        return points[0] if len(points) == 1 else Logic("or", points)

    def _called(self, name: str) -> Expr:
        """SymPy's sets."""
        parts = _split(self._inside("(", ")"))
        if name.startswith("Interval"):
            opens = [part.strip() == "True" for part in parts[2:]] + [False, False]
            with_low = not opens[0] and name not in ("Interval.open", "Interval.Lopen")
            with_high = not opens[1] and name not in ("Interval.open", "Interval.Ropen")
            return self._between(parts[0], parts[1], with_low, with_high)
        if name == "FiniteSet":
            return self._braced(", ".join(parts))
        sets = [_Sets(part, self.name, self.notation).joined() for part in parts]
        if name == "Complement" and len(sets) == 2:
            return Logic("and", (sets[0], negated(sets[1])))
        return Logic("or" if name == "Union" else "and", tuple(sets))


def _split(text: str) -> list[str]:
    """The parts between commas, or semicolons, that stand in no bracket."""
    separator = ";" if ";" in text else ","
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def negated(condition: Expr) -> Expr:
    """The condition that holds where this one does not; raises `ValueError` for none known."""
    if isinstance(condition, Logic):
        other = "or" if condition.operator == "and" else "and"
        return Logic(other, tuple(map(negated, condition.items)))
    if not isinstance(condition, Relation):
        raise ValueError("no condition")
    links = [
        Relation(pair, (_NEGATED[operator],))
        for pair, operator in zip(pairwise(condition.sides), condition.operators, strict=True)
        if operator in _NEGATED
    ]
    if len(links) < len(condition.operators):
        raise ValueError("no condition that can be turned around")
    return links[0] if len(links) == 1 else Logic("or", tuple(links))


def plain_condition(expr: Expr) -> Expr:
    """A condition without infinite bounds, words and bars around what is compared with a number."""
    if isinstance(expr, Statements):
        items = tuple(item for item in expr.items if not isinstance(item, Text))
        expr = items[0] if len(items) == 1 else Logic("and", items)
    return transform(expr, _simpler)


def _simpler(node: Expr) -> Expr:
    if isinstance(node, Logic):
        kept = tuple(item for item in node.items if item != EVERYWHERE or node.operator == "or")
        return Logic(node.operator, kept) if len(kept) > 1 else (kept or (EVERYWHERE,))[0]
    if not isinstance(node, Relation):
        return node
    links = list(_links(node))
    if not links:
        return EVERYWHERE
    return links[0] if len(links) == 1 else Logic("and", tuple(links))


def _links(node: Relation) -> Iterator[Expr]:
    """The single comparisons of a chain; `|u| < c` is two of them."""
    for pair, operator in zip(pairwise(node.sides), node.operators, strict=True):
        if any(_is_infinite(side) for side in pair) and operator in ("<", "<=", ">", ">="):
            continue
        yield _unbarred(pair, operator)


def _unbarred(pair: tuple[Expr, Expr], operator: str) -> Expr:
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    left, right = pair
    if isinstance(right, Apply) and right.name == "abs" and operator in flipped:
        left, right, operator = right, left, flipped[operator]
    if isinstance(left, Apply) and left.name == "abs" and not free_symbols(right):
        inner = left.arguments[0]
        if operator in ("<", "<="):
            above = Relation((inner, negate(right)), (flipped[operator],))
            return Logic("and", (Relation((inner, right), (operator,)), above))
        if operator in (">", ">="):
            below = Relation((inner, negate(right)), (flipped[operator],))
            return Logic("or", (Relation((inner, right), (operator,)), below))
    return Relation((left, right), (operator,))


def _is_infinite(expr: Expr) -> bool:
    return any(isinstance(node, Constant) and node.name == "oo" for node in walk(expr))
