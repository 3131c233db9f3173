"""From the outcome of an estimator probe to probabilities in the order of the hidden rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.evidence import Answer
from grader.measures.predictions import BadPrediction, probabilities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.base import Given
    from grader.questions.performance import Performance

    Floats = NDArray[np.float64]


@dataclass(slots=True)
class Fits:
    """What the fits of one model predicted; `problems` are sentences for the student."""

    first: list[Floats] = field(default_factory=list)
    more: list[Floats] = field(default_factory=list)
    shuffled: list[Floats] = field(default_factory=list)
    again: list[tuple[Floats, Floats]] = field(default_factory=list)
    also: list[Mapping[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def every(self) -> list[Floats]:
        """Predictions of all fits to the true labels."""
        return [*self.first, *self.more]


def fits_of(question: Performance, given: Given) -> Fits | None:
    """The fits that a question looks at, its own or those it shares; None where none came back.

    They are read once for all questions that look at them.
    """
    name = question.shares
    source, seen = (given.question(name), given.other(name)) if name else (question, given)
    if seen is None or not isinstance(seen.answer, Answer) or "labels" not in seen.facts:
        return None
    key = (read_fits, source.id)
    if key not in given.shared:
        given.shared[key] = read_fits(source, seen.answer.value, len(seen.facts["labels"]))
    fits: Fits = given.shared[key]
    return fits


def read_fits(question: Performance, value: Any, rows: int) -> Fits:
    """Sort the fits by their part; each that failed leaves one sentence."""
    import numpy as np

    found = Fits()
    planned = question.fits
    listed = value if isinstance(value, list) else []
    asked = question.batches(rows)
    for plan, one in zip(planned, listed, strict=False):
        try:
            said, note = _predicted(one, asked, question)
        except BadPrediction as reason:
            _problem(found, plan["role"], str(reason))
            continue
        whole = np.empty(rows)
        whole[asked[0]] = said[0]
        getattr(found, plan["role"]).append(whole)
        if plan["role"] != "shuffled":
            again = np.concatenate([np.asarray(batch) for batch in asked[1:]]).astype(int)
            found.again.append((whole[again], np.concatenate(said[1:])))
            also = one.get("also")
            found.also.append(also if isinstance(also, dict) else {})
            if note and note not in found.notes:
                found.notes.append(note)
    if not listed:
        _problem(found, "first", "nothing came back that reads as predictions")
    return found


def _predicted(one: Any, asked: list[list[int]], question: Performance) -> tuple[list[Floats], str]:
    if not isinstance(one, dict):
        raise BadPrediction("nothing came back that reads as predictions")
    if one.get("ok") is not True:
        raise BadPrediction(_failure(one))
    batches = one.get("batches")
    if not isinstance(batches, list) or len(batches) != len(asked):
        raise BadPrediction("nothing came back that reads as predictions")
    method = str(one.get("method"))[:40]
    found = [
        probabilities(batch, len(rows), method, question.output, one.get("classes"))
        for batch, rows in zip(batches, asked, strict=True)
    ]
    return [said for said, _ in found], found[0][1]


def _failure(one: Mapping[str, Any]) -> str:
    """What was raised; after hidden rows went in, without the message."""
    stage, line = str(one.get("stage"))[:40], one.get("line")
    place = f" at line {line}" if isinstance(line, int) else ""
    said = f"{str(one.get('type'))[:60]} was raised{place} while {_doing(stage)}"
    message = str(one.get("message") or "")[:300]
    return said if stage == "predicting" or not message else f"{said}: {message}"


def _doing(stage: str) -> str:
    return {"fit": "fit ran"}.get(stage, stage)


def _problem(found: Fits, role: str, reason: str) -> None:
    sentence = f"Your model: {reason}."
    if role == "shuffled":
        return
    if sentence not in found.problems:
        found.problems.append(sentence)
