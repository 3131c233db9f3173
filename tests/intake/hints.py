"""Hints of the assignment that ships, for tests that read write-ups without a rubric."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from grader.questions.record import Writeup

CASE = Path(__file__).parent.parent / "cases" / "seed-writeup"
NAMES = {
    "p1": ["TRUE_FALSE"],
    "p2.comparison": ["FRAMEWORK_COMPARISON"],
    "p2.tensorflow": ["KERAS_MODEL"],
    "p3.gradient": ["GRADIENT"],
    "p3.descent": ["DESCENT_TABLE"],
    "p3.jacobian": ["JACOBIAN"],
}


def questions() -> list[dict[str, Any]]:
    """The questions as the reader gets them."""
    rows = []
    for id_, entry in yaml.safe_load((CASE / "hints.yaml").read_text("utf-8")).items():
        hint = Writeup.model_validate_json(json.dumps(entry["writeup"]))
        rows.append(
            {"id": id_, "names": NAMES.get(id_, []), "writeup": hint.model_dump(mode="json")}
        )
    return rows


def plain_hints(**more: Any) -> dict[str, Any]:
    """The whole of a request's hints."""
    sources = ["module", "notebook", "writeup", "data"]
    return {"questions": questions(), "sources": sources, "data": {}, "static": False, **more}


def read_text(name: str, text: str) -> tuple[dict[str, Any], list[list[Any]]]:
    """Answers by question (the first of each, decoded) and findings of one text file."""
    from grader.intake.reader.exchange import read
    from grader.values import decode

    result = read({name: text.encode()}, plain_hints())
    found = {id_: decode(rows[0]["value"], []) for id_, rows in result.answers.items()}
    return found, result.findings
