"""Problem 5 of Homework 2 as its rubric states it, for tests that need no rubric file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.collect.plan import ask_of
from grader.evidence import Evidence
from grader.questions.mixture import Mixture
from grader.questions.performance import Performance
from grader.sandbox.job import Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect

ROOT = Path(__file__).parents[2]
METRICS = [
    {"metric": "roc_auc", "none_below": "0.72", "full_from": "0.84"},
    {"metric": "brier", "none_above": "0.165", "full_to": "0.125"},
]


def rows(name: str) -> dict[str, Any]:
    """The training table and the hidden table called `name`."""
    folder = "answers/homework2/hidden"
    return {
        "train": "rubric/homework2/asd_train.csv",
        "label": "Class/ASD",
        "hidden": f"{folder}/asd_{name}.csv",
        "hidden_labels": f"{folder}/asd_{name}_labels.csv",
    }


def read(path: str) -> bytes:
    """A file of the repository."""
    return (ROOT / path).read_bytes()


def performance(**more: Any) -> Performance:
    """p5.performance."""
    fields = {
        "kind": "performance",
        "id": "p5.performance",
        "points": 4,
        "name": "MixtureOfExperts",
        "rows": rows("hidden"),
        "metrics": METRICS,
        "prior": {"at_least": 6},
    }
    question: Performance = _made(Performance, {**fields, **more})
    return question


def improvement(**more: Any) -> Performance:
    """p5.improvement, against a smaller forest than the homework's to be quick."""
    fields = {
        "kind": "performance",
        "id": "p5.improvement",
        "points": 2,
        "name": "MixtureOfExperts",
        "shares": "p5.performance",
        "beats": {"baseline": "random_forest", "trees": 100},
    }
    question: Performance = _made(Performance, {**fields, **more})
    return question


def experts(**more: Any) -> Mixture:
    """p5.experts."""
    fields = {
        "kind": "mixture",
        "id": "p5.experts",
        "points": 2,
        "name": "expert_features",
        "rows": rows("experts"),
        "experts": [
            {"name": "logistic regression"},
            {"name": "the rule", "at_least": 6},
            {"name": "neural network"},
        ],
        "gate": {"of": "p5.performance"},
    }
    question: Mixture = _made(Mixture, {**fields, **more})
    return question


def _made(kind: Any, fields: dict[str, Any]) -> Any:
    import json

    return kind.model_validate_json(json.dumps(fields), context={"read": read})


def collected(source: bytes, questions: Sequence[Any]) -> Evidence:
    """What a module answers to these questions, in a real child."""
    asks = [ask_of(probe, ["module"]) for one in questions for probe in one.probes()]
    code = Code("module", "hw.py", ({"file": "hw.py"},))
    return collect(ProcessLauncher(), Job({"hw.py": source}, (code,), tuple(asks), 7))
