"""Predictions that a submission made by itself: which column, in which order, for which rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from grader.measures.predictions import BadPrediction
from grader.questions.performance.fields import Predictions
from grader.questions.performance.held_out import Rows, shown_class
from grader.values import Array

INDEXES = frozenset({"", "index", "unnamed: 0", "row", "rowid", "row_id"})
"""Columns that only number the rows, unless they are asked for."""
USUAL = ("prediction", "predictions", "pred", "preds", "predicted", "y_pred", "y_hat", "yhat")
MAX_NAMED = 6
UNWRITTEN = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
"""What a table in a file calls numbers that it cannot write, in a column of numbers."""


def picked(
    value: Any, asked: Predictions, rows: Rows, classes: Sequence[float | str]
) -> tuple[Any, Any]:
    """The predictions in an answer, in the order of the hidden rows, and the classes that columns
    are of (None where they are no columns of classes). Raises `BadPrediction`.
    """
    value = _with_heads(value, len(rows.hidden.rows) if rows.hidden is not None else 0)
    if not isinstance(value, dict):
        return _matched(value, asked, rows), None
    columns = {str(name).strip(): _listed(cells) for name, cells in value.items()}
    if len({len(cells) for cells in columns.values()}) > 1:
        raise BadPrediction("its columns are of different lengths")
    order = None
    if asked.id is not None:
        key = _called(asked.id, columns)
        if key is None:
            raise BadPrediction(f"there is no column {asked.id!r} among {_names(columns)}")
        order = _order(columns.pop(key), asked.id, rows)
    found, named = _columns(columns, asked, rows, classes)
    if order is None:
        return found, named
    if any(place >= len(found) for place in order):
        raise BadPrediction("its columns are of different lengths")
    return [found[place] for place in order], named


def _with_heads(value: Any, count: int) -> Any:
    """Rows with one row of words too many as columns by those words."""
    if (
        not isinstance(value, list)
        or len(value) != count + 1
        or not all(isinstance(row, list) for row in value)
        or not all(isinstance(cell, str | None) for cell in value[0])
    ):
        return value
    heads = ["" if cell is None else cell.strip() for cell in value[0]]
    if len(set(heads)) < len(heads) or {len(row) for row in value} != {len(heads)}:
        return value
    return {head: [row[place] for row in value[1:]] for place, head in enumerate(heads)}


def _columns(
    columns: Mapping[str, list[Any]],
    asked: Predictions,
    rows: Rows,
    classes: Sequence[float | str],
) -> tuple[list[Any], Any]:
    """The one column that can be meant, or one for each class."""
    if asked.column is not None:
        key = _called(asked.column, columns)
        if key is None:
            raise BadPrediction(f"there is no column {asked.column!r} among {_names(columns)}")
        return columns[key], None
    keys = [_called(shown_class(name), columns) for name in classes]
    if len(keys) > 1 and None not in keys:
        listed = [columns[key] for key in keys if key is not None]
        return [list(row) for row in zip(*listed, strict=True)], list(classes)
    left = {name: cells for name, cells in columns.items() if name.casefold() not in INDEXES}
    if len(left) > 1:
        theirs = {name for name in left if rows.hidden and name in rows.hidden.columns}
        left = {name: cells for name, cells in left.items() if name not in theirs}
    for name in (rows.label, *USUAL):
        key = _called(name, left)
        if key is not None:
            return left[key], None
    if len(left) == 1:
        return next(iter(left.values())), None
    raise BadPrediction(
        f"which column holds the predictions cannot be told; there are {_names(columns)}; "
        f"call it {rows.label!r}"
    )


def _matched(value: Any, asked: Predictions, rows: Rows) -> Any:
    """An array as it is; where rows are matched by an id that stands in its first column, by it."""
    listed = value.tolist() if isinstance(value, Array) and len(value.shape) == 2 else value
    if (
        asked.id is None
        or not isinstance(listed, list)
        or not all(isinstance(row, list) and len(row) == 2 for row in listed)
    ):
        return value
    order = _order([row[0] for row in listed], asked.id, rows)
    return [listed[place][1] for place in order]


def _order(theirs: Sequence[Any], name: str, rows: Rows) -> list[int]:
    """For each hidden row, where its prediction stands."""
    assert rows.hidden is not None
    ours = [row[0] for row in rows.hidden.take((name,))]
    wanted = list(map(_key, ours))
    places: dict[Any, int] = {}
    for place, one in enumerate(map(_key, theirs)):
        if one in places:
            raise BadPrediction(f"the {name} {one} stands in it twice")
        places[one] = place
    missing = [own for own, one in zip(ours, wanted, strict=True) if one not in places]
    if missing:
        count = f"{len(missing)} of {len(wanted)} rows"
        said = f"{count} have no prediction, such as {name} {shown_class(missing[0])}"
        raise BadPrediction(said)
    return [places[one] for one in wanted]


def _called(name: str, columns: Mapping[str, Any]) -> str | None:
    """The column of that name, however it is spelled."""
    wanted = _key(name)
    return next((one for one in columns if _key(one) == wanted), None)


def _key(value: Any) -> str:
    """One spelling for each name or id: 7, 7.0 and "7" are the same."""
    try:
        number = float(value)
        return str(int(number)) if number == int(number) else repr(number)
    except (TypeError, ValueError, OverflowError):
        return str(value).strip().casefold()


def _listed(cells: Any) -> list[Any]:
    listed = cells.tolist() if isinstance(cells, Array) else cells
    if not isinstance(listed, list):
        raise BadPrediction("its columns hold no values")
    if any(isinstance(cell, int | float) for cell in listed):
        return [UNWRITTEN.get(cell.strip().casefold(), cell) if isinstance(cell, str) else cell
                for cell in listed]  # fmt: skip
    return listed


def _names(columns: Mapping[str, Any]) -> str:
    names = [repr(name[:40]) for name in list(columns)[:MAX_NAMED]]
    return ", ".join([*names, "…"] if len(columns) > MAX_NAMED else names) or "none"
