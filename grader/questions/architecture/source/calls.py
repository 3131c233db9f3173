"""What a call in a model's source text does: of a layer on data, of something the text defines, of
a library by its last name. The work that it makes is counted.
"""

from __future__ import annotations

import ast
from abc import abstractmethod
from typing import Any

from grader.questions.architecture.network import Layer, canonical, of_axis
from grader.questions.architecture.source.constants import (
    builtin,
    counted,
    elements,
    is_super,
    last,
)
from grader.questions.architecture.source.follow import Follower, Returned, TooMuch
from grader.questions.architecture.source.values import (
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

MAX_LENGTH = 5_000
MAX_CALLS = 30
UNCHANGED = frozenset(
    {
        *("to", "float", "double", "cuda", "cpu", "view", "reshape", "flatten", "contiguous"),
        *("eval", "train"),
    }
)


class Calls(Follower[Any]):
    """Calls of everything; how statements and expressions are followed is the reader's."""

    most_steps = 20_000
    nothing = None

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    @abstractmethod
    def listed(self, parts: list[ast.expr], names: dict[str, Any]) -> list[Any]:
        """The values of expressions, starred ones spread out."""

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
            return data if name == "dropout" else _on_data(data, name, given, named)
        return make(name, given, named)

    def invoke(self, target: Any, given: list[Any], named: dict[str, Any]) -> Any:
        """A call of something the text made: a layer on data, a function, a class."""
        several = [item for one in given for item in (one if isinstance(one, list) else [one])]
        branches = [item for item in several if isinstance(item, Data)]
        data = max(branches, key=lambda one: len(one.layers), default=None)
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
            return _on_data(owner, name, given, named)
        if isinstance(owner, list):
            self._on_list(owner, name, given)
            return None
        if isinstance(owner, Piece):
            return self._on_piece(owner, name, given)
        return self._on_object(owner, name, given, named)

    def _on_list(self, owner: list[Any], name: str, given: list[Any]) -> None:
        if name in {"append", "extend"} and given:
            owner.extend([given[0]] if name == "append" else elements(given[0]))
            self.length(owner)

    def _on_piece(self, owner: Piece, name: str, given: list[Any]) -> Any:
        if name in {"add", "append", "add_module"} and given:
            owner.pieces.append(given[-1])
            self.length(owner.pieces)
        elif name == "extend" and given:
            owner.pieces.extend(elements(given[0]))
            self.length(owner.pieces)
        return owner if name in UNCHANGED else None

    def _on_object(self, owner: Any, name: str, given: list[Any], named: dict[str, Any]) -> Any:
        if not isinstance(owner, Instance):
            return UNKNOWN
        found = self.find(owner.made, name)
        if found is not None:
            return self.function(found, [owner, *given], named)
        if name in {"add_module", "register_module"} and len(given) == 2:
            owner.fields[str(given[0])] = given[1]
            return None
        if name in owner.fields:
            return self.invoke(owner.fields[name], given, named)
        return owner if name in UNCHANGED else UNKNOWN

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
        except Returned as result:
            return result.value
        finally:
            self.calls -= 1
        return None

    def length(self, items: Any) -> None:
        """Hold lists to a length that networks need; raises `TooMuch`."""
        if len(items) > MAX_LENGTH:
            raise TooMuch


def _on_data(data: Data, name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """What a function or method of this name makes of data."""
    if canonical(name) in ACTIVE:
        axes = [one for one in given if isinstance(one, int)]
        axis = named.get("dim", named.get("axis", axes[0] if axes else None))
        return data.activated(of_axis(canonical(name), axis))
    if name == "squeeze":
        return Data(data.width, data.layers, data.problems, True)
    return data if name in UNCHANGED else UNKNOWN
