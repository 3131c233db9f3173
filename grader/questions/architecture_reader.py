"""Reads a model's source text by following its syntax tree; nothing of it is ever executed.

Only what builds networks is followed: constants, lists, loops over them, calls of layer classes,
functions and classes of the text itself. Everything else is unknown and harmless. Work is counted,
so that no text keeps the reader busy.
"""

from __future__ import annotations

import ast
from typing import Any

from grader.questions.architecture_constants import (
    builtin,
    compare,
    counted,
    elements,
    is_false,
    is_super,
    key,
    last,
    word,
)
from grader.questions.architecture_network import Layer, canonical
from grader.questions.architecture_values import (
    ACTIVE,
    UNKNOWN,
    Class,
    Data,
    Function,
    Instance,
    Model,
    Piece,
    Unknown,
    apply,
    make,
)

MAX_STEPS = 20_000
MAX_LENGTH = 5_000
MAX_CALLS = 30
UNCHANGED = frozenset(
    {
        *("to", "float", "double", "cuda", "cpu", "view", "reshape", "flatten", "contiguous"),
        *("eval", "train"),
    }
)


class TooMuch(Exception):
    """The text asks for more work than a description of a network needs."""


class _Return(Exception):
    def __init__(self, value: Any) -> None:
        self.value = value


class Reader:
    """Follows statements in one set of names at a time."""

    def __init__(self) -> None:
        self.steps = 0
        self.calls = 0
        self.names: dict[str, Any] = {}

    def run(self, body: list[ast.stmt], names: dict[str, Any]) -> None:
        """Follow statements in order."""
        for statement in body:
            self.statement(statement, names)

    def statement(self, node: ast.stmt, names: dict[str, Any]) -> None:
        """Follow one statement."""
        self.count()
        match node:
            case ast.Assign(targets=targets, value=value):
                result = self.value(value, names)
                for target in targets:
                    self.assign(target, result, names)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.value(value, names), names)
            case ast.AugAssign(target=target, op=op, value=value):
                before = self.value(target, names)
                self.assign(target, self.binary(op, before, self.value(value, names)), names)
            case ast.Expr(value=value):
                self.value(value, names)
            case ast.Return(value=value):
                raise _Return(self.value(value, names) if value else None)
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
            case ast.With(body=body) | ast.Try(body=body):
                self.run(body, names)
            case ast.ImportFrom(names=imported):
                for alias in imported:
                    names[alias.asname or alias.name] = alias.name

    def class_(self, node: ast.ClassDef, names: dict[str, Any]) -> Class:
        """A class of the text with its methods."""
        methods = {f.name: Function(f, names) for f in node.body if isinstance(f, ast.FunctionDef)}
        bases: list[Any] = []
        for base in node.bases:
            known = names.get(base.id) if isinstance(base, ast.Name) else None
            bases.append(known if isinstance(known, Class | str) else last(base))
        return Class(node.name, bases, methods)

    def assign(self, target: ast.expr, value: Any, names: dict[str, Any]) -> None:
        """Give a name, a field, or several of them a value."""
        if isinstance(target, ast.Name):
            names[target.id] = value
        elif isinstance(target, ast.Attribute):
            owner = self.value(target.value, names)
            if isinstance(owner, Instance):
                owner.fields[target.attr] = value
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, list):
            for part, item in zip(target.elts, value, strict=False):
                self.assign(part, item, names)

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
                return self.field(self.value(owner, names), attr, node)
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
            return left.then(Layer("other", f"{word(op)} of two branches"))
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

    def field(self, owner: Any, attr: str, node: ast.expr) -> Any:
        """A field of an object; of a library, its last name."""
        if isinstance(owner, Instance):
            return owner.fields.get(attr, UNKNOWN)
        if isinstance(owner, Data):
            return [None, owner.width] if attr == "shape" else owner if attr == "T" else UNKNOWN
        if isinstance(owner, Model) and attr in {"output", "outputs"}:
            return owner.output
        return attr if isinstance(owner, Unknown | str) else UNKNOWN

    def call(self, node: ast.Call, names: dict[str, Any]) -> Any:
        """A call: of a method, of something in the text, or of a library by its last name."""
        given = self.listed(node.args, names)
        named = {k.arg: self.value(k.value, names) for k in node.keywords if k.arg}
        if isinstance(node.func, ast.Attribute):
            if is_super(node.func.value):
                return self.super_call(node.func.attr, given, names)
            owner = self.value(node.func.value, names)
            if isinstance(owner, Instance | Piece | Data | list | Model):
                return self.method(owner, node.func.attr, given, named)
        target = self.value(node.func, names)
        name = last(node.func)
        if isinstance(target, str):
            name = target
        elif not isinstance(target, Unknown):
            return self.invoke(target, given, named)
        return self.library(name, given, named)

    def library(self, name: str, given: list[Any], named: dict[str, Any]) -> Any:
        """A call of a name the text does not define."""
        if name == "range":
            numbers = counted(given)[: MAX_LENGTH + 1]
            self.length(numbers)
            return list(numbers)
        if name in {"zip", "enumerate", "reversed", "list", "tuple", "len", "OrderedDict"}:
            return builtin(name, given)
        data = next((item for item in given if isinstance(item, Data)), None)
        if data is not None and name not in {"Model", "Functional"}:
            if name == "linear" and len(given) > 1:
                return data.then(Layer("other", "a product with weights"))
            if canonical(name) in ACTIVE:
                return data.activated(name)
            if name == "squeeze":
                return Data(data.width, data.layers, data.problems, True)
            return data if name in UNCHANGED or name == "dropout" else UNKNOWN
        return make(name, given, named)

    def invoke(self, target: Any, given: list[Any], named: dict[str, Any]) -> Any:
        """A call of something the text made: a layer on data, a function, a class."""
        data = next((item for item in given if isinstance(item, Data)), None)
        if isinstance(target, Piece):
            return apply(target, data) if data is not None else UNKNOWN
        if isinstance(target, Function):
            return self.function(target, given, named)
        if isinstance(target, Class):
            return self.instance(target, given, named)
        if isinstance(target, Instance):
            if target.sequence is not None and data is not None:
                return apply(target.sequence, data)
            return self.method(
                target, "forward" if self.find(target.made, "forward") else "call", given, named
            )
        return UNKNOWN

    def method(self, owner: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
        """A method call on something the text made."""
        if isinstance(owner, Data):
            if canonical(name) in ACTIVE:
                return owner.activated(name)
            if name == "squeeze":
                return Data(owner.width, owner.layers, owner.problems, True)
            return owner if name in UNCHANGED else UNKNOWN
        if isinstance(owner, list):
            if name in {"append", "extend"} and given:
                owner.extend([given[0]] if name == "append" else elements(given[0]))
                self.length(owner)
            return None
        if isinstance(owner, Piece):
            if name in {"add", "append", "add_module"} and given:
                owner.pieces.append(given[-1])
                self.length(owner.pieces)
            elif name == "extend" and given:
                owner.pieces.extend(elements(given[0]))
                self.length(owner.pieces)
            return owner if name in UNCHANGED else None
        if isinstance(owner, Instance):
            found = self.find(owner.made, name)
            if found is not None:
                return self.function(found, [owner, *given], named)
            if name in {"add_module", "register_module"} and len(given) == 2:
                owner.fields[str(given[0])] = given[1]
                return None
            if name in owner.fields:
                return self.invoke(owner.fields[name], given, named)
            return owner if name in UNCHANGED else UNKNOWN
        return UNKNOWN

    def super_call(self, name: str, given: list[Any], names: dict[str, Any]) -> Any:
        """`super().__init__(...)`: of a Sequential it holds the layers, of a class of the text it
        runs.
        """
        owner = next(iter(names.values()), None)
        if not isinstance(owner, Instance):
            return UNKNOWN
        for base in owner.made.bases:
            if base == "Sequential" and name == "__init__":
                owner.sequence = make("Sequential", given, {})
            elif isinstance(base, Class) and self.find(base, name):
                return self.function(self.find(base, name), [owner, *given], {})
        return UNKNOWN

    def instance(self, made: Class, given: list[Any], named: dict[str, Any]) -> Instance:
        """A new object, its `__init__` followed."""
        new = Instance(made)
        start = self.find(made, "__init__")
        if start is not None:
            self.function(start, [new, *given], named)
        return new

    def find(self, made: Any, name: str) -> Function | None:
        """A method of a class or of its bases in the text."""
        if not isinstance(made, Class):
            return None
        own = made.methods.get(name)
        return own or next((f for f in (self.find(base, name) for base in made.bases) if f), None)

    def function(self, target: Function | None, given: list[Any], named: dict[str, Any]) -> Any:
        """Follow a function's body with its arguments, defaults included."""
        if target is None or self.calls >= MAX_CALLS:
            return UNKNOWN
        inside: dict[str, Any] = {}
        wanted = target.node.args
        for parameter, item in zip(wanted.args, given, strict=False):
            inside[parameter.arg] = item
        if wanted.vararg:
            inside[wanted.vararg.arg] = given[len(wanted.args) :]
        defaults = zip(wanted.args[::-1], wanted.defaults[::-1], strict=False)
        only = zip(wanted.kwonlyargs, wanted.kw_defaults, strict=True)
        for parameter, default in (*defaults, *only):
            if parameter.arg not in inside and default is not None:
                inside[parameter.arg] = self.value(default, target.names)
        inside.update(named)
        names = {**inside, **{k: v for k, v in target.names.items() if k not in inside}}
        self.calls += 1
        try:
            if isinstance(target.node, ast.Lambda):
                return self.value(target.node.body, names)
            self.run(target.node.body, names)
        except _Return as result:
            return result.value
        finally:
            self.calls -= 1
        return None

    def count(self) -> None:
        """One more step of work; raises `TooMuch`."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooMuch

    def length(self, items: Any) -> None:
        """Hold lists to a length that networks need; raises `TooMuch`."""
        if len(items) > MAX_LENGTH:
            raise TooMuch
