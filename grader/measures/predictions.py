"""Reads what a model predicted, in any of the shapes people use, or says what is wrong with it.

No message repeats a number, a length or a name that came back: a model chooses them when it has
seen the hidden rows, and could write these there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from grader.values import MAX_NODES, Array, Malformation, Opaque, elements

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Output = Literal["probability", "logit", "label"]
ROOM = 1e-6
SUM_ROOM = 1e-3
LABELS = "These are labels, not probabilities."
LARGEST = 1e150
"""Numbers whose squares can still be added up."""
MOST_NUMBERS = 4_000_000
"""So many are no predictions: rows times classes are fewer."""

KNOWN_TYPES = frozenset(
    f"builtins.{name}"
    for name in ("generator", "map", "zip", "filter", "type", "object")
)
"""What a message may name of what came back."""
KNOWN_LABELS = (-1.0, 0.0, 1.0, 2.0)


class BadPrediction(ValueError):
    """Predictions that cannot be scored; the message is for the student, `mistakes` are names."""

    def __init__(self, message: str, *mistakes: str) -> None:
        super().__init__(message)
        self.mistakes = mistakes


def numbers(value: Any, said: str) -> Floats:
    """An answer as a float array; `said` names where it came from, such as `predict_proba`."""
    import numpy as np

    if value is None:
        raise BadPrediction(f"{said} returned None; return the predictions")
    if isinstance(value, Opaque):
        name = value.type if value.type in KNOWN_TYPES else "an object of another class"
        raise BadPrediction(f"{said} returned {name}, not numbers")
    if isinstance(value, dict):
        raise BadPrediction(f"{said} returned a mapping, not an array")
    if elements(value) > MOST_NUMBERS:
        raise BadPrediction(f"{said} returned far more numbers than there are rows")
    if isinstance(value, Array):
        found = value.numpy()
    elif isinstance(value, bool | int | float):
        raise BadPrediction(f"{said} returned one number, not one for each row")
    else:
        found = _from_list(value, said)
    if found.dtype.kind == "c":
        raise BadPrediction(f"{said} returned complex numbers")
    return found.astype(np.float64)


def _from_list(value: Any, said: str) -> Any:
    import numpy as np

    if not isinstance(value, list):
        raise BadPrediction(f"{said} returned {type(value).__name__}, not numbers")
    if elements(value) > MAX_NODES:
        raise BadPrediction(f"{said} returned far more numbers than there are rows")
    try:
        flat = [item.tolist() if isinstance(item, Array) else item for item in value]
    except Malformation as reason:
        raise BadPrediction(f"{said} returned far too much: {reason}") from None
    stack, kinds = list(flat), set()
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        else:
            kinds.add(type(item))
    if kinds == {str} and (written := _as_written(flat)) is not None:
        return written
    if kinds & {str}:
        raise BadPrediction(f"{said} returned text where numbers are expected")
    if type(None) in kinds:
        raise BadPrediction(f"{said} returned None for some rows")
    if not kinds <= {bool, int, float, complex}:
        raise BadPrediction(f"{said} returned things that are not numbers")
    try:
        return np.array(flat, dtype=complex if complex in kinds else float)
    except OverflowError:
        raise BadPrediction(f"{said} returned numbers too large to be probabilities") from None
    except (ValueError, TypeError):
        raise BadPrediction(f"{said} returned rows of different lengths") from None


def _as_written(flat: list[Any]) -> Any:
    """Numbers that came as texts, such as "0.25"; None where one is no number."""
    import numpy as np

    try:
        return np.array(flat).astype(float)
    except ValueError:
        return None


def probabilities(
    value: Any, rows: int, said: str, output: Output = "probability", classes: Any = None
) -> tuple[Floats, str]:
    """Probabilities of class 1, shape (rows,), and a note (empty, or how they were read).

    Accepted are shapes (n,), (n, 1), (n, 2) with class 1 in the column that `classes` names (the
    second by default), logits where `output` says so, and labels 0 and 1. Raises `BadPrediction`,
    with a message of its own for each way to be wrong.
    """
    import numpy as np

    found = _column(by_row(numbers(value, said), rows, said), rows, said, classes, output)
    no_nan(found, said)
    if np.isinf(found).any() and output != "logit":
        raise BadPrediction(f"{said} gave infinite values")
    if output == "logit":
        return np.exp(-np.logaddexp(0, -found)), ""
    low, high = float(found.min()), float(found.max())
    if low < -ROOM or high > 1 + ROOM:
        raise BadPrediction(_outside(found, said, low, high), *(["logits"] if low < 0 else []))
    found = np.clip(found, 0, 1)
    hard = bool(np.isin(found, (0, 1)).all())
    return found, LABELS if hard and output != "label" else ""


def values(value: Any, rows: int, said: str) -> Floats:
    """Predicted numbers, shape (rows,); raises `BadPrediction` for anything else."""
    import numpy as np

    found = by_row(numbers(value, said), rows, said)
    if found.ndim > 1:
        raise BadPrediction(f"{said} returned a table of several columns, not {rows} numbers")
    no_nan(found, said)
    if np.isinf(found).any() or np.abs(found).max() > LARGEST:
        raise BadPrediction(f"{said} gave infinite values, or as good as infinite ones")
    return found


def no_nan(found: Floats, said: str) -> None:
    """Raise `BadPrediction` where a prediction is no number."""
    import numpy as np

    missing = np.isnan(found).reshape(len(found), -1).any(axis=1)
    if missing.any():
        which = "every row" if missing.all() else "some rows"
        raise BadPrediction(f"{said} gave NaN for {which}")


def by_row(found: Floats, rows: int, said: str) -> Floats:
    """Predictions with a first axis of so many rows, axes of length one at the end left out."""
    if found.ndim == 0:
        raise BadPrediction(f"{said} returned one number, not one for each row")
    if found.shape[0] != rows:
        turned = found.ndim == 2 and found.shape[1] == rows
        more = "; it looks transposed" if turned else ""
        count = "fewer" if found.shape[0] < rows else "more"
        raise BadPrediction(f"{said} gave {count} predictions than the {rows} rows{more}")
    while found.ndim > 1 and found.shape[-1] == 1:
        found = found[..., 0]
    return found


def _column(found: Floats, rows: int, said: str, classes: Any, output: Output) -> Floats:
    import numpy as np

    if found.ndim == 1:
        return found
    if found.ndim > 2 or found.shape[1] != 2:
        columns = "another number of columns" if found.ndim == 2 else "more than two axes"
        raise BadPrediction(
            f"{said} returned an array with {columns} where {rows} or {rows} x 2 was expected"
        )
    one = _class_one(classes)
    if output == "logit":
        return found[:, one] - found[:, 1 - one]
    found = plain_shares(found)
    kept = found[~np.isnan(found).any(axis=1)]
    inside = not len(kept) or (kept.min() >= -ROOM and kept.max() <= 1 + ROOM)
    if inside and len(kept) and np.abs(kept.sum(axis=1) - 1).max() > SUM_ROOM:
        raise BadPrediction(f"the two columns that {said} returned do not add up to 1")
    return found[:, one]


def plain_shares(found: Floats) -> Floats:
    """A column for each class as probabilities, where it holds their logarithms (a log-softmax)."""
    import numpy as np

    if np.isnan(found).any() or found.max() > ROOM:
        return found
    shares: Floats = np.exp(found)
    return shares if np.abs(shares.sum(axis=1) - 1).max() <= SUM_ROOM else found


def _class_one(classes: Any) -> int:
    listed = classes.tolist() if isinstance(classes, Array) and classes.shape == (2,) else classes
    if isinstance(listed, list) and len(listed) == 2 and listed[0] in (1, "1", True):
        return 0
    return 1


def _outside(found: Floats, said: str, low: float, high: float) -> str:
    import numpy as np

    whole = bool((found == np.round(found)).all()) and len(np.unique(found)) <= 3
    if whole and np.isin(found, KNOWN_LABELS).all():
        listed = ", ".join(f"{value:g}" for value in np.unique(found))
        return f"{said} gave the labels {listed}; the labels here are 0 and 1"
    if whole:
        return f"{said} gave labels of its own; the labels here are 0 and 1"
    hint = "; they look like logits: put a sigmoid on them" if low < 0 else ""
    return f"{said} gave values {beyond(low, high)}; probabilities lie between 0 and 1{hint}"


def beyond(low: float, high: float) -> str:
    """On which side values leave the range from 0 to 1."""
    sides = ["below 0"] * (low < -ROOM) + ["above 1"] * (high > 1 + ROOM)
    return " and ".join(sides)
