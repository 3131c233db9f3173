"""The rules an analysis is held to: on whose rows something is fitted, and with which labels."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from .values import INSIDE, NOTHING, SCALED, TEST, TRAIN, Model, Value, joined
from .words import FITS, PREPROCESSORS, RESAMPLERS

Report = Callable[[str, int, str], None]


_LABEL = re.compile(
    r"(?:y|labels?|targets?)(?:_|$)|y(?:[ab12]|tr(?:ain)?|te(?:st)?|va(?:l(?:id)?)?)$"
)
"""Names that hold a label."""


class Rules:
    """What happened so far, and what each further fit, split or prediction means."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.numbers = itertools.count(1)
        self.called_from: list[int] = []
        self.models: dict[int, Model] = {}
        self.labels: dict[str, tuple[int, bool]] = {}
        self.has_test_file = False
        """Whether a file of test rows was read: parts of `train.csv` are then no test."""

    def line(self, node: ast.AST) -> int:
        """Where a finding is shown: inside a followed function, the line of the outermost call."""
        return self.called_from[0] if self.called_from else getattr(node, "lineno", 0)

    def fresh(self, node: ast.AST, *values: Value) -> Value:
        """A value of its own rows, knowing what `values` know."""
        return joined(list(values), ("new", next(self.numbers)), getattr(node, "lineno", 0))

    def note_label(self, name: str, value: Value, node: ast.AST) -> None:
        """Remember which column a label is taken from; two columns for one thing is a finding."""
        stem = name.rpartition(".")[2].lower()
        if not _LABEL.match(stem) or len(value.columns) != 1 or "pred" in stem or "prob" in stem:
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

    def split(self, node: ast.Call, given: list[Value]) -> Value:
        """`train_test_split`: for each table a part to train on and a part to test on."""
        self.check_scaled(node, given[:1])
        if len(given) > 1:
            self.check_label(node, given[0], given[1])
        parts: list[Value] = []
        for value in given:
            claimed = value.tags - {SCALED}
            if value.frame is not None and not self.has_test_file:
                claimed -= {TRAIN}
            for tag in (TRAIN, TEST):
                rows = ("new", next(self.numbers))
                parts.append(replace(value, tags=claimed | {tag}, key=rows))
        return Value(parts=tuple(parts))

    def fit(
        self, node: ast.Call, name: str, owner: Value, given: list[Value], named: dict[str, Value]
    ) -> Value:
        """A fit: on whose rows, with whose labels, on which columns."""
        X = given[0] if given else named.get("X") or named.get("x") or NOTHING
        y = given[1] if len(given) > 1 else named.get("y")
        model = owner.model
        prepares = name == "fit_transform" if model is None else model.name in PREPROCESSORS
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
        tags = (
            X.tags
            if X.tags & {TRAIN, TEST} or not self.is_scaler(model, name)
            else X.tags | {SCALED}
        )
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
                split = f"(line {node.lineno})"
                said = f"preprocessing is fitted on all rows before they are split {split}"
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
