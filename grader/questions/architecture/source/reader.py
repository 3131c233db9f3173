"""Reads a model's source text by following its syntax tree; nothing of it is ever executed.

Only what builds networks is followed: constants, lists, loops over them, calls of layer classes,
functions and classes of the text itself. Everything else is unknown and harmless. Work is counted,
so that no text keeps the reader busy.
"""

from __future__ import annotations

import ast
from typing import Any

from grader.questions.architecture.network import Kind, Layer
from grader.questions.architecture.source.calls import Calls
from grader.questions.architecture.source.constants import (
    compare,
    elements,
    is_false,
    key,
    last,
    word,
)
from grader.questions.architecture.source.values import (
    UNKNOWN,
    Class,
    Data,
    Function,
    Instance,
    Model,
    Piece,
    Unknown,
)


class Reader(Calls):
    """Follows statements in one set of names at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, Any] = {}

    def other(self, node: ast.stmt, names: dict[str, Any]) -> None:
        """Follow a definition, a loop, a condition or an import."""
        match node:
            case ast.FunctionDef(name=name):
                names[name] = Function(node, names)
            case ast.ClassDef():
                names[node.name] = self.class_(node, names)
            case ast.For(target=target, iter=items, body=body):
                for item in elements(self.value(items, names)):
                    self.assign(target, item, names)
                    self.run(body, names)
            case ast.If(test=test, body=body, orelse=orelse):
                self.run(orelse if is_false(self.value(test, names)) else body, names)
            case ast.Try(body=body):
                self.run(body, names)
            case ast.ImportFrom(names=imported):
                for alias in imported:
                    names[alias.asname or alias.name] = alias.name

    def augmented(self, node: ast.AugAssign, before: Any, by: Any) -> Any:
        """The sum of both, or what else the operator makes of them."""
        return self.binary(node.op, before, by)

    def class_(self, node: ast.ClassDef, names: dict[str, Any]) -> Class:
        """A class of the text with its methods."""
        methods = {f.name: Function(f, names) for f in node.body if isinstance(f, ast.FunctionDef)}
        bases: list[Any] = []
        for base in node.bases:
            known = names.get(base.id) if isinstance(base, ast.Name) else None
            bases.append(known if isinstance(known, Class | str) else last(base))
        return Class(node.name, bases, methods)

    def parts(self, value: Any, count: int) -> list[Any]:
        """The elements of a list; nothing of what is unknown."""
        if isinstance(value, Data):  # such as the outputs and the last state of an LSTM
            return [value] * count
        return value if isinstance(value, list) else []

    def bind(self, target: ast.expr, value: Any, names: dict[str, Any]) -> None:
        """Give a name or a field a value."""
        if isinstance(target, ast.Name):
            names[target.id] = value
        elif isinstance(target, ast.Attribute):
            owner = self.value(target.value, names)
            if isinstance(owner, Instance):
                owner.fields[target.attr] = value

    def value(self, node: ast.expr, names: dict[str, Any]) -> Any:
        """What an expression stands for; `UNKNOWN` where that is not followed."""
        self.count()
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return names.get(name, self.names.get(name, UNKNOWN))
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return self.listed(parts, names)
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                return {key(self.value(k, names)): self.value(v, names) for k, v in pairs if k}
            case ast.Attribute(value=owner, attr=attr):
                return self.field(self.value(owner, names), attr)
            case ast.Call():
                return self.call(node, names)
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(op, self.value(left, names), self.value(right, names))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                found = self.value(operand, names)
                return -found if isinstance(found, int | float) else UNKNOWN
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return compare(op, self.value(left, names), self.value(right, names))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.value(orelse if is_false(self.value(test, names)) else body, names)
            case (
                ast.ListComp(elt=elt, generators=loops)
                | ast.GeneratorExp(elt=elt, generators=loops)
            ):
                return self.comprehension(elt, loops, dict(names))
            case ast.Subscript(value=owner, slice=index):
                return self.item(self.value(owner, names), index, names)
            case ast.Lambda():
                return Function(node, names)
        return UNKNOWN

    def listed(self, parts: list[ast.expr], names: dict[str, Any]) -> list[Any]:
        """The values of expressions, starred ones spread out."""
        found: list[Any] = []
        for part in parts:
            if isinstance(part, ast.Starred):
                found += elements(self.value(part.value, names))
            else:
                found.append(self.value(part, names))
            self.length(found)
        return found

    def comprehension(
        self, elt: ast.expr, loops: list[ast.comprehension], names: dict[str, Any]
    ) -> list[Any]:
        """The values of a comprehension."""
        if not loops:
            return [self.value(elt, names)]
        found: list[Any] = []
        for item in elements(self.value(loops[0].iter, names)):
            self.assign(loops[0].target, item, names)
            if not any(is_false(self.value(test, names)) for test in loops[0].ifs):
                found += self.comprehension(elt, loops[1:], names)
            self.length(found)
        return found

    def item(self, owner: Any, index: ast.expr, names: dict[str, Any]) -> Any:
        """An element or slice of a list, a sequence of layers or a mapping."""
        if isinstance(owner, Data):
            return owner
        items = owner.pieces if isinstance(owner, Piece) else owner
        if isinstance(items, dict):
            return items.get(key(self.value(index, names)), UNKNOWN)
        if not isinstance(items, list):
            return UNKNOWN
        try:
            if isinstance(index, ast.Slice):
                ends = [
                    self.value(e, names) if e else None
                    for e in (index.lower, index.upper, index.step)
                ]
                return items[slice(*ends)]
            return items[self.value(index, names)]
        except (TypeError, IndexError, ValueError):
            return UNKNOWN

    def binary(self, op: ast.operator, left: Any, right: Any) -> Any:
        """Arithmetic on sizes and lists; on data it is a step of its own."""
        if isinstance(left, Data) and isinstance(right, Data):
            kind: Kind = "residual" if isinstance(op, ast.Add) else "other"
            deeper = max(left, right, key=lambda one: len(one.layers))
            return deeper.then(Layer(kind, f"{word(op)} of two branches"))
        if isinstance(left, Data) or isinstance(right, Data):
            data = left if isinstance(left, Data) else right
            return data.then(Layer("activation", f"an unknown function ({word(op)})"))
        try:
            match op:
                case ast.Add():
                    result = left + right
                case ast.Sub():
                    result = left - right
                case ast.Mult() if not (
                    isinstance(left, list | str) and isinstance(right, list | str)
                ):
                    many = max((x for x in (left, right) if isinstance(x, int)), default=0)
                    if isinstance(left, list | str) or isinstance(right, list | str):
                        self.length(range(many))
                    result = left * right
                case ast.FloorDiv():
                    result = left // right
                case _:
                    return UNKNOWN
        except (TypeError, ZeroDivisionError, OverflowError):
            return UNKNOWN
        if isinstance(result, list):
            self.length(result)
        return result if not isinstance(result, int) or abs(result) < 10**12 else UNKNOWN

    def field(self, owner: Any, attr: str) -> Any:
        """A field of an object; of a library, its last name."""
        if isinstance(owner, Instance):
            return owner.fields.get(attr, UNKNOWN)
        if isinstance(owner, Data):
            return [None, owner.width] if attr == "shape" else owner if attr == "T" else UNKNOWN
        if isinstance(owner, Model) and attr in {"output", "outputs"}:
            return owner.output
        return attr if isinstance(owner, Unknown | str) else UNKNOWN
