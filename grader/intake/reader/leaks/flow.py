"""Follows rows through a student's analysis, statement by statement, without running anything.

One pass in the order of the text; functions of the text are followed where they are called. What is
not understood is unknown, and unknown never leads to a finding.
"""

from __future__ import annotations

import ast
import contextlib
from dataclasses import replace

from .calls import Calls
from .follow import Returned
from .values import NOTHING, SCALED, TEST, TRAIN, Value, tags_of
from .words import SAME_ROWS, dotted


class Flow(Calls):
    """Names and what is known of their values; findings go to `report(kind, line, message)`."""

    most_steps = 60_000
    nothing = NOTHING

    def other(self, node: ast.stmt, names: dict[str, Value]) -> None:
        """Follow a definition, one pass of a loop, all that a condition leads to, a deletion."""
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names[name] = Value(function=node)
            case ast.ClassDef(name=name):
                names[name] = Value(function=node)
                self.methods(node, names)
            case ast.For(target=target, iter=items, body=body, orelse=orelse):
                each = self.value(items, names)
                self.assign(target, replace(each, key=("each", each.key), parts=None), names)
                self.run([*body, *orelse], names)
            case ast.While(body=body) | ast.If(body=body):
                self.value(node.test, names)
                self.run([*body, *node.orelse], names)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
                self.run([*body, *(s for h in handlers for s in h.body), *orelse, *final], names)
            case ast.Delete(targets=targets):
                for target in targets:
                    self.drop_in_place(target, names)

    def augmented(self, node: ast.AugAssign, before: Value, by: Value) -> Value:
        """A value of its own that knows what both knew."""
        return self.fresh(node, before, by)

    def methods(self, node: ast.ClassDef, names: dict[str, Value]) -> None:
        """Follow each method on its own, with unknown arguments."""
        inside = dict(names)
        for method in node.body:
            if isinstance(method, ast.FunctionDef):
                self.define(method, inside)

    def define(self, node: ast.FunctionDef, names: dict[str, Value]) -> None:
        """Follow a function's body with arguments known by their names alone."""
        inside = dict(names)
        for parameter in node.args.args:
            inside[parameter.arg] = self.fresh(node).named(parameter.arg)
        with contextlib.suppress(Returned):
            self.run(node.body, inside)
        for name, value in inside.items():
            if name.startswith("self."):
                names[name] = value

    def parts(self, value: Value, count: int) -> list[Value]:
        """A tuple's parts, and of anything else a place in it."""
        known = value.parts or ()
        return [
            known[index] if index < len(known) else replace(value, key=(value.key, index))
            for index in range(count)
        ]

    def bind(self, target: ast.expr, value: Value, names: dict[str, Value]) -> None:
        """Give a name its value, and a table what is put into one of its columns."""
        name = dotted(target)
        if name:
            names[name] = value.named(name.rpartition(".")[2])
            self.note_label(name, names[name], target)
        elif isinstance(target, ast.Subscript):
            owner = dotted(target.value)
            if owner in names:
                line = value.line if SCALED in value.tags else names[owner].line
                tags = names[owner].tags | value.tags
                names[owner] = replace(names[owner], tags=tags, line=line)

    def value(self, node: ast.expr | None, names: dict[str, Value]) -> Value:
        """What is known of an expression's value."""
        self.count()
        match node:
            case ast.Name(id=name):
                return names.get(name) or Value(tags=tags_of(name), key=("name", name))
            case ast.Attribute(value=owner, attr=attr):
                return self.attribute(node, owner, attr, names)
            case ast.Constant(value=str() as text):
                return Value(text=text)
            case ast.Subscript(value=owner, slice=index):
                return self.subscript(node, self.value(owner, names), index, names)
            case ast.Call():
                return self.call(node, names)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                found = tuple(self.value(part, names) for part in parts)
                return replace(self.fresh(node, *found), parts=found)
            case ast.BinOp(left=left, right=right):
                return self.arithmetic(node, self.value(left, names), self.value(right, names))
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return self.comprehension(node, names)
            case ast.Constant() | None:
                return NOTHING
            case ast.Lambda():
                return NOTHING
        inner = [
            self.value(c, names) for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)
        ]
        return self.fresh(node, *inner)

    def comprehension(
        self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, names: dict[str, Value]
    ) -> Value:
        """A comprehension is one pass of its loop."""
        inside = dict(names)
        for loop in node.generators:
            self.assign(loop.target, self.value(loop.iter, inside), inside)
        return self.fresh(node, self.value(node.elt, inside))

    def attribute(
        self, node: ast.Attribute, owner: ast.expr, attr: str, names: dict[str, Value]
    ) -> Value:
        """A name of an object, a column of a table, or the same rows in another form."""
        name = dotted(node)
        if name in names:
            return names[name]
        found = self.value(owner, names)
        if attr in {"shape", "columns", "size", "ndim", "index", "dtypes"}:
            return NOTHING
        if attr in SAME_ROWS or attr == "T":
            return found
        return replace(found, columns=frozenset(), model=None)

    def subscript(
        self, node: ast.Subscript, owner: Value, index: ast.expr, names: dict[str, Value]
    ) -> Value:
        """Columns of a table, or some of the rows."""
        if (
            owner.parts is not None
            and isinstance(index, ast.Constant)
            and isinstance(index.value, int)
        ):
            return (
                owner.parts[index.value]
                if -len(owner.parts) <= index.value < len(owner.parts)
                else NOTHING
            )
        chosen = self.value(index, names)
        texts = [chosen.text] if chosen.text is not None else []
        if chosen.parts is not None and all(part.text is not None for part in chosen.parts):
            texts = [str(part.text) for part in chosen.parts]
        if texts:
            kept = frozenset(str(text) for text in texts)
            one = kept if len(texts) == 1 else frozenset()
            return replace(owner, columns=one, kept=kept, key=(owner.key, tuple(texts)), text=None)
        key = (owner.key, ast.dump(index))
        tags = owner.tags | chosen.tags
        return replace(owner, tags=tags, key=key, frame=None, text=None, parts=None)

    def arithmetic(self, node: ast.expr, left: Value, right: Value) -> Value:
        """A sum of what both sides know; subtracting a mean of all rows is preprocessing."""
        result = self.fresh(node, left, right)
        used = {c.attr for c in ast.walk(node) if isinstance(c, ast.Attribute)}
        if {"mean", "std"} <= used and not result.tags & {TRAIN, TEST}:
            return replace(result, tags=result.tags | {SCALED})
        return result

    def drop_in_place(self, target: ast.expr, names: dict[str, Value]) -> None:
        """`del table["column"]`."""
        if isinstance(target, ast.Subscript):
            holder, index = dotted(target.value), target.slice
            if holder in names and isinstance(index, ast.Constant) and isinstance(index.value, str):
                names[holder] = replace(names[holder], lost=names[holder].lost | {index.value})
