"""Function questions asked of real submissions: a rubric, one module, and what became of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grader.check import check
from grader.grade import Options


def asked(folder: Path, question: dict[str, Any], source: str, **more: Any) -> dict[str, Any]:
    """The question's entry in the results of a submission of this source."""
    (folder / "submission").mkdir(exist_ok=True)
    (folder / "submission" / "hw.py").write_text(source, encoding="utf-8")
    if "reference" in more:
        (folder / "model").mkdir(exist_ok=True)
        (folder / "model" / "hw.py").write_text(more["reference"], encoding="utf-8")
        more = {**more, "reference": "model"}
    question = {"id": "f", "kind": "function", "points": 4, **question}
    rubric = {"title": "Functions", **more, "questions": [question]}
    (folder / "rubric.yaml").write_text(json.dumps(rubric), encoding="utf-8")
    found = check(folder / "submission", folder / "rubric.yaml", Options(isolation="none"))
    return found["submissions"][0]["questions"][0]  # type: ignore[return-value]


def told(found: dict[str, Any]) -> str:
    """All that a student reads of it."""
    return " ".join([*found["feedback"], *(t for p in found["parts"] for t in p["feedback"])])
