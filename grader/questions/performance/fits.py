"""From the outcome of an estimator probe to probabilities in the order of the hidden rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.evidence import Answer
from grader.measures.classes import classes_told, several_classes, two_classes
from grader.measures.predictions import BadPrediction, Output, numbers, values
from grader.questions.performance.handed import picked
from grader.questions.performance.held_out import whole_of
from grader.questions.words import upper
from grader.values import Array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.base import Given
    from grader.questions.performance import Performance

    Floats = NDArray[np.float64]


@dataclass(slots=True)
class Fits:
    """What the fits of one model predicted; `problems` are sentences for the student, `mistakes`
    the names of those that have one.
    """

    first: list[Floats] = field(default_factory=list)
    more: list[Floats] = field(default_factory=list)
    shuffled: list[Floats] = field(default_factory=list)
    again: list[tuple[Floats, Floats]] = field(default_factory=list)
    also: list[Mapping[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    own_classes: list[str] = field(default_factory=list)
    """What the model calls its classes, where that does not tell which is which."""

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
        reader = read_fits if source.handed is None else read_handed
        given.shared[key] = reader(source, seen.answer.value, len(seen.facts["labels"]))
    fits: Fits = given.shared[key]
    return fits


def read_fits(question: Performance, value: Any, rows: int) -> Fits:
    """Sort the fits by their part; each that failed leaves one sentence."""
    import numpy as np

    found = Fits()
    planned = question.fits
    listed = value if isinstance(value, list) else []
    asked = question.batches(rows)
    place = whole_of(asked, rows)
    others = [number for number in range(len(asked)) if number != place]
    for plan, one in zip(planned, listed, strict=False):
        try:
            said, note, own = _predicted(one, asked, question)
        except BadPrediction as reason:
            _problem(found, plan["role"], str(reason))
            found.mistakes += [name for name in reason.mistakes if name not in found.mistakes]
            continue
        whole = np.empty((rows, *said[place].shape[1:]))
        whole[asked[place]] = said[place]
        getattr(found, plan["role"]).append(whole)
        if plan["role"] != "shuffled":
            also_said = [number for number in others if number in said]
            again = [np.asarray(asked[number]) for number in also_said]
            if again:
                rows_again = np.concatenate(again).astype(int)
                found.again.append(
                    (whole[rows_again], np.concatenate([said[number] for number in also_said]))
                )
            also = one.get("also")
            found.also.append(also if isinstance(also, dict) else {})
            if note and note not in found.notes:
                found.notes.append(note)
                found.mistakes.append("logits" if note == LOGITS else "labels_only")
            found.own_classes = found.own_classes or own
    if not listed:
        _problem(found, "first", "nothing came back that reads as predictions")
    return found


def read_handed(question: Performance, value: Any, rows: int) -> Fits:
    """The same of predictions that the submission made by itself: as if one fit had said them."""
    found = Fits()
    assert question.handed is not None and question.rows is not None
    said = "your predictions"
    try:
        value, own = picked(value, question.handed, question.rows, question.classes)
        output = _output(question, value, rows, said, own)
        reading = _read(question, value, rows, said, own, output)
    except BadPrediction as reason:
        told = str(reason).replace(f"{said} returned", f"{said} hold")
        told = told.replace(f"{said} gave", f"{said} have")
        told = upper(told) if told.startswith(said) else f"{upper(said)}: {told}"
        found.problems.append(f"{told}.")
        found.mistakes += reason.mistakes
        return found
    predicted, note, is_sure = reading
    found.first.append(predicted)
    found.own_classes = [] if is_sure else ["0"]
    note = note if output == question.output else LOGITS
    found.notes += [note] if note else []
    found.mistakes += ["logits" if note == LOGITS else "labels_only"] if note else []
    return found


def _read(
    question: Performance, batch: Any, rows: int, said: str, classes: Any, output: Output
) -> tuple[Floats, str, bool]:
    """Predictions of so many rows, a note, and whether it is sure which class is which."""
    if question.target == "number":
        return values(batch, rows, said), "", True
    read = two_classes if question.target == "two" else several_classes
    return read(batch, rows, said, question.classes, classes, output)


def _output(question: Performance, batch: Any, rows: int, said: str, classes: Any) -> Output:
    """What predictions are: logits that nobody declared, where the metrics take only order."""
    import numpy as np

    try:
        _read(question, batch, rows, said, classes, question.output)
    except BadPrediction as reason:
        if "logits" not in reason.mistakes:
            raise
        is_column = question.target == "two" and np.ndim(numbers(batch, said).squeeze()) == 1
        if _is_by_order(question, is_column):
            return "logit"
        raise
    return question.output


LOGITS = "These are logits, not probabilities: put a softmax on them."
_RANKS = frozenset({"roc_auc", "auc", "average_precision"})
_CHOICES = ("accuracy", "balanced_accuracy", "f1", "precision", "recall", "matthews", "jaccard")


def _is_by_order(question: Performance, is_column: bool) -> bool:
    """Whether all that is measured is the same of logits as of their probabilities.

    In one column nobody says where such numbers turn from one class to the other.
    """
    if question.target == "several" or not is_column:
        names = [name for _, name in question.metric_names]
        return all(
            (name in _RANKS and question.target == "two") or name.startswith(_CHOICES)
            for name in names
        )
    return all(name in _RANKS for _, name in question.metric_names)


def _predicted(
    one: Any, asked: list[list[int]], question: Performance
) -> tuple[dict[int, Floats], str, list[str]]:
    """The predictions of each batch that has some, by its place; a note; and the model's own words
    for classes if unknown.
    """
    if not isinstance(one, dict):
        raise BadPrediction("nothing came back that reads as predictions")
    if one.get("ok") is not True:
        names = ("not_fitted",) if _is_unfitted(one) else ()
        raise BadPrediction(_failure(one), *names)
    batches = one.get("batches")
    if not isinstance(batches, list) or len(batches) != len(asked):
        raise BadPrediction("nothing came back that reads as predictions")
    method = str(one.get("method"))[:40]
    counts = [len(rows) for rows in asked]
    largest_first = sorted(range(len(asked)), key=lambda place: -counts[place])
    classes, most = one.get("classes"), largest_first[0]
    also = one.get("also")
    if classes is None and isinstance(also, dict) and "predict" in also:
        classes = classes_told(
            batches[most], also["predict"], counts[most], method, question.classes
        )
    output = _output(question, batches[most], counts[most], method, classes)
    found = {
        place: _read(question, batches[place], counts[place], method, classes, output)
        for place in largest_first
        if place == most or batches[place] is not None
    }
    _, note, is_sure = found[most]
    note = note if output == question.output else LOGITS
    own = [] if is_sure else [str(name)[:40] for name in plainly(classes)[:6]] or ["0"]
    if own and one.get("unsaid"):
        own = ["0"]
    return {place: said for place, (said, _, _) in found.items()}, note, own


def plainly(classes: Any) -> list[Any]:
    """What a model calls its classes, as a list; empty where it does not say."""
    listed = classes.tolist() if isinstance(classes, Array) else classes
    return listed if isinstance(listed, list) else []


def _failure(one: Mapping[str, Any]) -> str:
    """What was raised; after hidden rows went in, without the message."""
    stage, line = str(one.get("stage"))[:40], one.get("line")
    place = f" at line {line}" if isinstance(line, int) else ""
    said = f"{str(one.get('type'))[:60]} was raised{place} while {_doing(stage)}"
    message = str(one.get("message") or "")[:300]
    if _is_unfitted(one):
        return f"{said}: it has not been fitted"
    return said if stage == "predicting" or not message else f"{said}: {message}"


def _is_unfitted(one: Mapping[str, Any]) -> bool:
    looked = one.get("stage") == "looking for a fitted model"
    return looked or (one.get("type") == "NotFittedError" and one.get("stage") != "predicting")


def _doing(stage: str) -> str:
    return {"fit": "fit ran"}.get(stage, stage)


def _problem(found: Fits, role: str, reason: str) -> None:
    sentence = f"Your model: {reason}."
    if role == "shuffled":
        return
    if sentence not in found.problems:
        found.problems.append(sentence)
