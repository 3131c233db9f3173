"""Questions about small made-up tables, and the marks of models that are functions of rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.evidence import Answer
from grader.marking.facts import build_facts
from grader.marking.measures import measure_all, measured_part
from grader.marks import Mark
from grader.questions.base import Given
from grader.questions.performance import Performance

WORDS = ("ash", "birch", "cedar")


def csv_of(columns: Mapping[str, Any]) -> str:
    """A csv file of these columns."""
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows), ""])


def _tables() -> dict[str, str]:
    chance = np.random.default_rng(4)
    x, z = chance.normal(size=(2, 240)).round(3)
    files = {}
    noisy = x + chance.normal(scale=0.3, size=240)
    labels = {
        "number": (3 * x - z + chance.normal(scale=0.4, size=240)).round(3),
        "several": np.array(WORDS)[np.digitize(noisy, (-0.5, 0.5))],
        "two": (x + chance.normal(scale=0.5, size=240) > 0).astype(int),
    }
    for name, y in labels.items():
        files[f"{name}.csv"] = csv_of({"x": x[:160], "z": z[:160], "y": y[:160]})
        ids = [f"r{number}" for number in range(80)]
        files[f"{name}_rows.csv"] = csv_of({"id": ids, "x": x[160:], "z": z[160:]})
        files[f"{name}_labels.csv"] = csv_of({"y": y[160:]})
    return files


FILES = _tables()
METRICS: dict[str, dict[str, Any]] = {
    "number": {"metric": "r2", "none_below": 0.5, "full_from": 0.9},
    "several": {"metric": "accuracy", "none_below": 0.5, "full_from": 0.8},
    "two": {"metric": "roc_auc", "none_below": 0.6, "full_from": 0.85},
}


def question(target: str, **more: Any) -> Performance:
    """A question of four points about the table of that target."""
    rows = {
        **{"train": f"{target}.csv", "label": "y", "features": ["x", "z"]},
        **{"hidden": f"{target}_rows.csv", "hidden_labels": f"{target}_labels.csv"},
        **more.pop("rows", {}),
    }
    data = {
        **{"kind": "performance", "id": "m", "points": 4, "name": "Model", "rows": rows},
        **{"metrics": [METRICS[target]], "seeds": 1, "more_seeds": 0, "shuffled": 2, **more},
    }
    files = {**FILES, **more.get("files", {})}
    context = {"read": lambda name: files[name].encode()}
    data.pop("files", None)
    return Performance.model_validate_json(json.dumps(data), context=context)


_FACTS: dict[str, Any] = {}


def marked(asked: Performance, value: Any) -> Mark:
    """The mark of an answer, measured as a run measures it."""
    key = json.dumps(measured_part(asked), default=str)
    if key not in _FACTS:
        _FACTS[key] = build_facts([asked], 5)
    facts = _FACTS[key]
    outcome = Answer(value)
    measured = measure_all([asked], facts, {"m": outcome}, 5)
    return asked.mark(Given({"": outcome}, facts["m"], measured["m"], seed=5))


def fits_of(asked: Performance, fit: Any, classes: Any = None) -> list[dict[str, Any]]:
    """What comes back of `fit(X, y)`, which returns a function of rows: all fits of the plan."""
    (probe,) = asked.probes()
    X = probe.data["X"].numpy()
    batches = [part["rows"].numpy() for part in probe.held]
    found = []
    for part in probe.parts:
        y = part["y"]
        said = fit(X, np.array(y) if isinstance(y, list) else y.numpy())
        rows = [np.asarray(said(batch)).tolist() for batch in batches]
        found.append({"ok": True, "method": "predict", "batches": rows, "classes": classes})
    return found
