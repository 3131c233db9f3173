"""Following a Python text statement by statement, without running it: what every reader needs.

This file stands in two programs, byte for byte: the one that reads submissions may import nothing
of the one that marks them. What values are, and what a call, a loop or a condition does, is each
reader's own.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Generic, TypeVar

Value = TypeVar("Value")


class TooMuch(Exception):
    """The text asks for more work than following it is worth."""


class Returned(Exception):
    """A `return` of the text, on its way to the call that it ends."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Follower(ABC, Generic[Value]):
    """Goes through statements in order and keeps what is known of each name's value."""

    most_steps: ClassVar[int]
    nothing: ClassVar[Any]
    """The value of a bare `return`."""

    def __init__(self) -> None:
        self.steps = 0

    def count(self) -> None:
        """One more step of work; raises `TooMuch`."""
        self.steps += 1
        if self.steps > self.most_steps:
            raise TooMuch

    def run(self, body: list[ast.stmt], names: dict[str, Value]) -> None:
        """Follow statements in order."""
        for statement in body:
            self.statement(statement, names)

    def statement(self, node: ast.stmt, names: dict[str, Value]) -> None:
        """Follow one statement."""
        self.count()
        match node:
            case ast.Assign(targets=targets, value=value):
                found = self.value(value, names)
                for target in targets:
                    self.assign(target, found, names)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.value(value, names), names)
            case ast.AugAssign(target=target, value=value):
                before = self.value(target, names)
                after = self.augmented(node, before, self.value(value, names))
                self.assign(target, after, names)
            case ast.Expr(value=value):
                self.value(value, names)
            case ast.Return(value=value):
                raise Returned(self.value(value, names) if value else self.nothing)
            case ast.With(items=items, body=body):
                for item in items:
                    opened = self.value(item.context_expr, names)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, opened, names)
                self.run(body, names)
            case _:
                self.other(node, names)

    def assign(self, target: ast.expr, value: Value, names: dict[str, Value]) -> None:
        """Give a target its value, each part of a tuple its part of it."""
        if isinstance(target, ast.Tuple | ast.List):
            for part, item in zip(target.elts, self.parts(value, len(target.elts)), strict=False):
                self.assign(part, item, names)
        else:
            self.bind(target, value, names)

    @abstractmethod
    def value(self, node: ast.expr, names: dict[str, Value]) -> Value:
        """What is known of an expression's value."""

    @abstractmethod
    def augmented(self, node: ast.AugAssign, before: Value, by: Value) -> Value:
        """What `+=` and its kin leave."""

    @abstractmethod
    def parts(self, value: Value, count: int) -> Iterable[Value]:
        """What the names of a tuple of so many get of one value."""

    @abstractmethod
    def bind(self, target: ast.expr, value: Value, names: dict[str, Value]) -> None:
        """Give a single name, field or item its value."""

    @abstractmethod
    def other(self, node: ast.stmt, names: dict[str, Value]) -> None:
        """Follow a definition, a loop, a condition, or anything else that a reader knows."""
