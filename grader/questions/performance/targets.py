"""What the labels of a table are, and whether metrics and baselines fit them."""

from __future__ import annotations

from collections.abc import Iterable

from grader.measures.scorers import (
    ALIASES,
    ALL_CLASSES,
    LEAST,
    OF_SPREAD,
    Target,
    is_of_numbers,
    mistake,
)
from grader.questions.performance.held_out import Rows, shown_class

MAX_NAMED = 6
"""Labels that a message lists."""
OF_NUMBERS = ("linear_regression", "mean")
OF_CLASSES = ("logistic_regression", "prevalence")
"""Baselines that predict nothing else."""


def target_of(metrics: Iterable[str], rows: Rows | None) -> Target:
    """Numbers where a metric says so and the labels are any, else two classes or several."""
    if any(map(is_of_numbers, metrics)) and not (rows is not None and rows.holds_words):
        return "number"
    return "several" if rows is not None and len(rows.classes) > 2 else "two"


def labels_are(rows: Rows | None) -> str:
    """What the labels of the training rows are, in words."""
    if rows is None:
        return "the labels are in another question"
    kind = "words" if rows.holds_words else "numbers"
    names = list(map(shown_class, rows.classes))
    if len(names) > MAX_NAMED:
        return f"the column {rows.label!r} holds {len(names)} different {kind}"
    return f"the column {rows.label!r} holds the {kind} {', '.join(names)}"


def target_problems(
    rows: Rows, target: Target, metrics: Iterable[tuple[str, str]], baseline: str | None
) -> list[tuple[str, str]]:
    """Metrics, baselines and labels that do not fit one another, as (path, message)."""
    are, metrics = labels_are(rows), list(metrics)
    if rows.are_many and not rows.holds_words:
        target, are = "number", f"{are}: write r2, mae or rmse"
    said = [(path, mistake(name, target, are)) for path, name in metrics]
    found = [(path, why) for path, why in said if why]
    if target != "number":
        found += [(f"rows.{path}", why) for path, why in rows.class_problems(are)]
    if baseline in (OF_CLASSES if target == "number" else OF_NUMBERS):
        said_of = f"{baseline} does not predict this; {labels_are(rows)}"
        found.append(("beats.baseline", said_of))
    return found or _hidden_problems(rows, target, metrics)


def _hidden_problems(
    rows: Rows, target: Target, metrics: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Metrics that the hidden labels leave undefined for every model, as (path, message)."""
    names = rows.hidden_names
    if not names:
        return []
    if target != "number":
        if len(set(names)) < 2:
            said = f"every hidden row has the label {shown_class(names[0])}: nothing can be told"
            return [("rows.hidden_labels", said)]
        lacking = [name for name in rows.classes if name not in set(names)]
        return [
            (path, f"{name} needs rows of each class, and no hidden row has the label "
             f"{shown_class(lacking[0])}")
            for path, name in metrics
            if lacking and ALIASES.get(name, name) in ALL_CLASSES
        ]  # fmt: skip
    found = []
    least = min(float(name) for name in names)
    for path, name in metrics:
        scorer = ALIASES.get(name, name)
        if scorer in OF_SPREAD and len(set(names)) < 2:
            said = f"every hidden row has the label {shown_class(names[0])}: {name} is undefined"
            found.append((path, said))
        if scorer in LEAST and least <= LEAST[scorer][0]:
            said = f"{name} needs labels {LEAST[scorer][1]}, and a hidden row has {least:g}"
            found.append((path, said))
    return found
