"""Follows rows through a student's analysis, statement by statement, without running anything.

One pass in the order of the text; functions of the text are followed where they are called. What is not understood is
unknown, and unknown never leads to a finding.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .leaks_values import (
    INSIDE,
    NOTHING,
    SCALED,
    TEST,
    TRAIN,
    Model,
    Value,
    joined,
    tags_of,
    tags_of_file,
)

MAX_STEPS = 60_000
MAX_DEPTH = 4
PREPROCESSORS = (
    "StandardScaler MinMaxScaler RobustScaler MaxAbsScaler Normalizer PowerTransformer "
    "QuantileTransformer PCA TruncatedSVD SelectKBest SelectPercentile SelectFromModel RFE "
    "SimpleImputer KNNImputer IterativeImputer KBinsDiscretizer TargetEncoder"
).split()
RESAMPLERS = ("fit_resample",)
FITS = ("fit", "partial_fit", "fit_predict", "train_on_batch")
PREDICTS = ("predict", "predict_proba", "decision_function", "predict_log_proba", "transform")
SAME_ROWS = (
    "values to_numpy astype float double int long copy numpy detach cpu cuda to tensor as_tensor from_numpy "
    "FloatTensor Tensor array asarray reshape ravel flatten squeeze unsqueeze view reset_index"
).split()
CROSS = ("cross_val_score", "cross_validate", "cross_val_predict")

Report = Callable[[str, int, str], None]


class TooMuch(Exception):
    """The text is too long to follow."""


class _Return(Exception):
    def __init__(self, value: Value) -> None:
        self.value = value


class Flow:
    """Names and what is known of their values; every finding goes to `report(kind, line, message)`."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.numbers = itertools.count(1)
        self.steps = 0
        self.called_from: list[int] = []
        self.models: dict[int, Model] = {}
        self.labels: dict[str, tuple[int, bool]] = {}

    def line(self, node: ast.AST) -> int:
        """Where a finding is shown: inside a followed function, the line of the outermost call."""
        return self.called_from[0] if self.called_from else getattr(node, "lineno", 0)

    def fresh(self, node: ast.AST, *values: Value) -> Value:
        """A value of its own rows, knowing what `values` know."""
        return joined(list(values), ("new", next(self.numbers)), getattr(node, "lineno", 0))

    def run(self, body: list[ast.stmt], names: dict[str, Value]) -> None:
        """Follow statements in order."""
        for statement in body:
            self.statement(statement, names)

    def statement(self, node: ast.stmt, names: dict[str, Value]) -> None:
        """Follow one statement."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooMuch
        match node:
            case ast.Assign(targets=targets, value=value):
                found = self.value(value, names)
                for target in targets:
                    self.assign(target, found, names)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.value(value, names), names)
            case ast.AugAssign(target=target, value=value):
                before = self.value(target, names)
                self.assign(target, self.fresh(node, before, self.value(value, names)), names)
            case ast.Expr(value=value):
                self.value(value, names)
            case ast.Return(value=value):
                raise _Return(self.value(value, names) if value else NOTHING)
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
            case ast.With(items=items, body=body):
                for item in items:
                    found = self.value(item.context_expr, names)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, found, names)
                self.run(body, names)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
                self.run([*body, *(s for h in handlers for s in h.body), *orelse, *final], names)
            case ast.Delete(targets=targets):
                for target in targets:
                    self.drop_in_place(target, names)

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
        try:
            self.run(node.body, inside)
        except _Return:
            pass
        for name, value in inside.items():
            if name.startswith("self."):
                names[name] = value

    def assign(self, target: ast.expr, value: Value, names: dict[str, Value]) -> None:
        """Give names their values; a tuple's parts go to their own names."""
        if isinstance(target, ast.Tuple | ast.List):
            for index, part in enumerate(target.elts):
                known = value.parts is not None and index < len(value.parts)
                item = value.parts[index] if known and value.parts else replace(value, key=(value.key, index))
                self.assign(part, item, names)
            return
        name = dotted(target)
        if name:
            names[name] = value.named(name.rpartition(".")[2])
            self.note_label(name, names[name], target)
        elif isinstance(target, ast.Subscript):
            owner = dotted(target.value)
            if owner in names and names[owner].frame is None:
                names[owner] = replace(names[owner], tags=names[owner].tags | value.tags)

    def note_label(self, name: str, value: Value, node: ast.AST) -> None:
        """Remember which column a label is taken from; two columns for one thing is a finding."""
        stem = name.rpartition(".")[2].lower()
        plain = stem.split("_")[0] in {"y", "label", "labels", "target", "targets"}
        if not plain or len(value.columns) != 1 or "pred" in stem or "prob" in stem:
            return
        (column,) = value.columns
        before = [c for c in self.labels if c != column]
        whose = TEST in value.tags
        others = [c for c in before if self.labels[c][1] != whose]
        if others and column not in self.labels:
            first = self.labels[others[0]][0]
            rows = "of the test rows" if whose else "of the training rows"
            self.report(
                "other-label-column",
                self.line(node),
                f"the label {rows} is taken from column {column!r}, the label on line {first} from "
                f"column {others[0]!r}: they are not the same thing",
            )
        self.labels.setdefault(column, (self.line(node), whose))

    def value(self, node: ast.expr | None, names: dict[str, Value]) -> Value:
        """What is known of an expression's value."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooMuch
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
        inner = [self.value(c, names) for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)]
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
        if attr in SAME_ROWS or attr == "T":
            return found
        return replace(found, columns=frozenset(), model=None)

    def subscript(
        self, node: ast.Subscript, owner: Value, index: ast.expr, names: dict[str, Value]
    ) -> Value:
        """Columns of a table, or some of the rows."""
        if owner.parts is not None and isinstance(index, ast.Constant) and isinstance(index.value, int):
            return owner.parts[index.value] if -len(owner.parts) <= index.value < len(owner.parts) else NOTHING
        chosen = self.value(index, names)
        texts = [chosen.text] if chosen.text is not None else []
        if isinstance(index, ast.List):
            texts = [part.text for part in chosen.parts or () if part.text is not None]
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
        target = self.value(node.func, names)
        if target.function is not None and isinstance(target.function, ast.FunctionDef):
            return self.follow(node, target.function, given, named, names)
        if target.model is not None and given:
            return self.predicted(node, target.model, given[0])
        return self.library(node, attr, owner, given, named)

    def library(
        self, node: ast.Call, name: str, owner: Value, given: list[Value], named: dict[str, Value]
    ) -> Value:
        """A call of a library's function, by its last name."""
        if name == "train_test_split":
            return self.split(node, given)
        if name in CROSS:
            self.check_scaled(node, given[1:2])
            return self.fresh(node, *given)
        if name in SAME_ROWS and given:
            return given[0]
        files = [tags_of_file(value.text) for value in (*given, *named.values()) if value.text]
        if name.startswith("read_") or name in {"load", "loadtxt", "genfromtxt", "open"}:
            tags: frozenset[str] = frozenset().union(*files)
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
            return replace(owner, key=(owner.key, name, node.lineno))
        return None

    def split(self, node: ast.Call, given: list[Value]) -> Value:
        """`train_test_split`: for each table a part to train on and a part to test on."""
        self.check_scaled(node, given[:1])
        if len(given) > 1:
            self.check_label(node, given[0], given[1])
        parts: list[Value] = []
        for value in given:
            for tag in (TRAIN, TEST):
                rows = ("new", next(self.numbers))
                parts.append(replace(value, tags=value.tags - {SCALED} | {tag}, key=rows))
        return Value(parts=tuple(parts))

    def fit(
        self, node: ast.Call, name: str, owner: Value, given: list[Value], named: dict[str, Value]
    ) -> Value:
        """A fit: on whose rows, with whose labels, on which columns."""
        X = given[0] if given else named.get("X") or named.get("x") or NOTHING
        y = given[1] if len(given) > 1 else named.get("y")
        model = owner.model
        prepares = name == "fit_transform" or (model is not None and model.name in PREPROCESSORS)
        if y is not None and (y.is_test_only or (X.is_test_only and TRAIN not in y.tags)):
            said = "a model is fitted on the test rows with their labels"
            self.report("fit-on-test", self.line(node), said)
        elif y is None and prepares and X.is_test_only:
            said = "preprocessing is fitted on the test rows; fit it on the training rows only"
            self.report("preprocessing-on-test", self.line(node), said)
        if y is not None:
            self.check_label(node, X, y)
            if INSIDE in X.tags and not prepares:
                said = (
                    f"the meta-features (line {X.line}) were predicted on the rows their model was "
                    "fitted on; use out-of-fold predictions"
                )
                self.report("in-sample-meta-features", self.line(node), said)
        if model is not None:
            model.fitted.add(X.key)
        if name in FITS:
            return owner
        tags = X.tags if X.tags & {TRAIN, TEST} or not self.is_scaler(model, name) else X.tags | {SCALED}
        key = ("new", next(self.numbers))
        scaled = Value(tags, key, line=node.lineno, columns=X.columns)
        return Value(parts=(scaled, y or NOTHING)) if name in RESAMPLERS else scaled

    def is_scaler(self, model: Model | None, name: str) -> bool:
        """Whether an object learns something from all rows it is fitted on."""
        return name in RESAMPLERS or (model is not None and model.name in PREPROCESSORS)

    def predicted(self, node: ast.Call, model: Model, X: Value) -> Value:
        """A model's predictions: of rows it was fitted on they are in-sample."""
        result = self.fresh(node, X)
        tags = result.tags - {INSIDE}
        if model.name in PREPROCESSORS:
            scaled = {SCALED} if model.fitted and not X.tags & {TRAIN, TEST} else set()
            return replace(result, tags=X.tags | scaled, line=node.lineno)
        if X.key is not None and X.key in model.fitted:
            tags |= {INSIDE}
        return replace(
            result, tags=tags, via=result.via | {(model.number, X.key)}, columns=frozenset()
        )

    def backward(self, node: ast.Call, loss: Value) -> None:
        """A step of training by gradients: the rows behind the loss are rows trained on."""
        if loss.is_test_only:
            said = "a network is trained on the test rows with their labels"
            self.report("fit-on-test", self.line(node), said)
        for number, key in loss.via:
            if number in self.models:
                self.models[number].fitted.add(key)

    def check_scaled(self, node: ast.Call, given: list[Value]) -> None:
        """Rows that are divided after something was learned from all of them."""
        for value in given:
            if SCALED in value.tags:
                where = value.line or node.lineno
                said = f"preprocessing is fitted on all rows before they are split (line {node.lineno})"
                line = self.called_from[0] if self.called_from else where
                self.report("preprocessing-before-split", line, said)

    def check_label(self, node: ast.Call, X: Value, y: Value) -> None:
        """A label that is one of the columns handed to the model."""
        if len(y.columns) != 1 or X.frame is None or X.frame != y.frame:
            return
        (column,) = y.columns
        inside = column in X.kept if X.kept is not None else column not in X.lost
        if inside:
            said = f"the label, column {column!r}, is among the features"
            self.report("label-in-features", self.line(node), said)

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
        # Columns that cannot be told might be the label: the table is then unknown, never guessed at.
        left = replace(owner, lost=owner.lost | gone, frame=owner.frame if known else None)
        holder = dotted(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        in_place = any(k.arg == "inplace" for k in node.keywords)
        if (name == "pop" or in_place) and holder in names:
            names[holder] = left
        if name == "pop":
            return replace(owner, columns=gone, kept=gone, key=(owner.key, tuple(gone)))
        return left

    def drop_in_place(self, target: ast.expr, names: dict[str, Value]) -> None:
        """`del table["column"]`."""
        if isinstance(target, ast.Subscript):
            holder, index = dotted(target.value), target.slice
            if holder in names and isinstance(index, ast.Constant) and isinstance(index.value, str):
                names[holder] = replace(names[holder], lost=names[holder].lost | {index.value})

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
        except _Return as result:
            return result.value
        finally:
            self.called_from.pop()
            self.labels = labels
        return NOTHING


def dotted(node: ast.AST) -> str:
    """A dotted name such as `self.model`, or nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
