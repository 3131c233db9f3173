"""What is missing or too much in a rubric that asks for predictions of given rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.questions.performance import Performance


def predictions_problems(question: Performance) -> list[tuple[str, str]]:
    """What is missing or too much where predictions are handed in."""
    found: list[tuple[str, str]] = []
    asked, rows = question.handed, question.rows
    assert asked is not None
    if question.fitted:
        found.append(("fitted", "predictions are no model: leave out fitted or predictions"))
    if not asked.files and not question.names and not question.find:
        found.append(("name", "write the name of the array, or predictions: {file: NAME}"))
    if rows is not None and rows.is_released and rows.train.columns:
        said = "predictions are of rows that students have: name hidden and hidden_labels"
        found.append(("rows", said))
    columns = rows.hidden.columns if rows is not None and rows.hidden is not None else ()
    if asked.id is not None and columns and asked.id not in columns:
        said = f"the hidden rows have no column {asked.id!r}: write one of {', '.join(columns)}"
        found.append(("predictions.id", said))
    if question.beats and question.beats.baseline and rows is not None and rows.train.words:
        words = [name for name in rows.train.words if name in rows.columns]
        if words:
            said = f"a baseline is fitted to numbers, and the column {words[0]!r} holds words"
            found.append(("beats.baseline", said))
    return found
