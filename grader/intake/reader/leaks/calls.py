"""Where rows go in a call: of a method, of a function of the text, of a model, of a library."""

from __future__ import annotations

import ast
from dataclasses import replace

from .follow import Follower, Returned
from .rules import Report, Rules
from .values import NOTHING, TEST, Model, Value, tags_of_file
from .words import CROSS, FITS, PREDICTS, RESAMPLERS, SAME_COLUMNS, SAME_ROWS, dotted

MAX_DEPTH = 4


class Calls(Follower[Value], Rules):
    """Calls of everything; how statements and expressions are followed is the flow's."""

    def __init__(self, report: Report) -> None:
        Follower.__init__(self)
        Rules.__init__(self, report)

    def call(self, node: ast.Call, names: dict[str, Value]) -> Value:
        """A call: of a method, of a function of the text, of a model, or of a library."""
        given = [self.value(a.value if isinstance(a, ast.Starred) else a, names) for a in node.args]
        named = {k.arg: self.value(k.value, names) for k in node.keywords if k.arg}
        if isinstance(node.func, ast.Attribute):
            attr, owner = node.func.attr, self.value(node.func.value, names)
            found = self.method(node, attr, owner, given, named, names)
            if found is not None:
                return found
        else:
            attr, owner = getattr(node.func, "id", ""), NOTHING
        name = dotted(node.func)
        target = names.get(name, NOTHING)
        if not name and isinstance(node.func, ast.Call):
            target = self.value(node.func, names)
        if target.function is not None and isinstance(target.function, ast.FunctionDef):
            return self.follow(node, target.function, given, named, names)
        if target.model is not None and given:
            return self.predicted(node, target.model, given[0])
        return self.library(node, attr, given, named)

    def library(
        self, node: ast.Call, name: str, given: list[Value], named: dict[str, Value]
    ) -> Value:
        """A call of a library's function, by its last name."""
        if name == "train_test_split":
            return self.split(node, given)
        if name in {"len", "range", "print", "isinstance", "type"}:
            return NOTHING
        if name in CROSS:
            self.check_scaled(node, given[1:2])
            return self.fresh(node, *given)
        if name in SAME_ROWS and given:
            return given[0]
        files = [tags_of_file(value.text) for value in (*given, *named.values()) if value.text]
        if name.startswith("read_") or name in {"load", "loadtxt", "genfromtxt", "open"}:
            tags: frozenset[str] = frozenset().union(*files)
            self.has_test_file |= TEST in tags
            return Value(tags, ("new", next(self.numbers)), frame=next(self.numbers))
        if name[:1].isupper() and not any(value.tags for value in given):
            model = Model(name, next(self.numbers))
            self.models[model.number] = model
            return Value(model=model, key=("model", model.number))
        return self.fresh(node, *given, *named.values())

    def method(
        self,
        node: ast.Call,
        name: str,
        owner: Value,
        given: list[Value],
        named: dict[str, Value],
        names: dict[str, Value],
    ) -> Value | None:
        """A method call that moves rows about; None where it is an ordinary function."""
        if name in (*FITS, "fit_transform", *RESAMPLERS):
            return self.fit(node, name, owner, given, named)
        if name in PREDICTS and given:
            known = owner.model or Model(dotted(node.func) or "", 0)
            return self.predicted(node, known, given[0])
        if name == "backward":
            self.backward(node, owner)
            return NOTHING
        if name == "split" and given:
            self.check_scaled(node, given[:1])
            return NOTHING
        if name in {"drop", "pop"}:
            return self.drop(node, name, owner, given, named, names)
        if name in SAME_ROWS and owner.key is not None and not given:
            return owner
        if name in SAME_ROWS and given and owner.key and owner.key[0] == "name":
            return None
        if owner.tags or owner.columns or owner.frame is not None:
            if any(value.tags for value in given):
                return self.fresh(node, owner, *given)
            frame = owner.frame if name in SAME_COLUMNS else None
            return replace(owner, key=(owner.key, name, node.lineno), frame=frame)
        return None

    def drop(
        self,
        node: ast.Call,
        name: str,
        owner: Value,
        given: list[Value],
        named: dict[str, Value],
        names: dict[str, Value],
    ) -> Value:
        """`drop` and `pop` of columns, in place or not."""
        first = given[0] if given else named.get("columns") or named.get("labels") or NOTHING
        parts = first.parts if first.parts is not None else (first,)
        gone = frozenset(part.text for part in parts if part.text is not None)
        known = all(part.text is not None for part in parts)
        # Columns that cannot be told might be the label: the table is then unknown.
        left = replace(owner, lost=owner.lost | gone, frame=owner.frame if known else None)
        holder = dotted(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        in_place = any(k.arg == "inplace" for k in node.keywords)
        if (name == "pop" or in_place) and holder in names:
            names[holder] = left
        if name == "pop":
            return replace(owner, columns=gone, kept=gone, key=(owner.key, tuple(gone)))
        return left

    def follow(
        self,
        node: ast.Call,
        function: ast.FunctionDef,
        given: list[Value],
        named: dict[str, Value],
        names: dict[str, Value],
    ) -> Value:
        """What a function of the text returns for these arguments."""
        if len(self.called_from) >= MAX_DEPTH:
            return self.fresh(node, *given, *named.values())
        inside = dict(names)
        parameters = [parameter.arg for parameter in function.args.args]
        for parameter in parameters:
            inside[parameter] = NOTHING
        for parameter, value in zip(parameters, given, strict=False):
            inside[parameter] = value
        inside.update({key: value for key, value in named.items() if key in parameters})
        self.called_from.append(node.lineno)
        labels = dict(self.labels)
        try:
            self.run(function.body, inside)
        except Returned as result:
            found: Value = result.value
            return found
        finally:
            self.called_from.pop()
            self.labels = labels
        return NOTHING
