"""Which class a label or a column of predictions stands for, whatever a model calls its classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grader.measures.predictions import (
    LABELS,
    ROOM,
    SUM_ROOM,
    BadPrediction,
    Output,
    beyond,
    by_row,
    no_nan,
    numbers,
    plain_shares,
    probabilities,
)
from grader.values import Array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Label = float | str
POSITIVE = frozenset({
    "1", "yes", "y", "true", "t", "positive", "pos", "+", "case", "present",
    "ja", "oui", "sí", "sì", "sim", "tak", "да", "evet", "是", "はい",
})  # fmt: skip
NEGATIVE = frozenset({
    "0", "no", "n", "false", "f", "negative", "neg", "-", "control", "absent",
    "nein", "nee", "nej", "non", "não", "nie", "нет", "hayır", "否", "いいえ",
})  # fmt: skip
"""What people call the two classes where the data has 1 and 0."""
ALIKE = 0.9
"""The share of rows in which the likeliest class is the label that the model gives."""
MAX_SHOWN = 6


def two_classes(
    value: Any, rows: int, said: str, names: Sequence[Label], classes: Any, output: Output
) -> tuple[Floats, str, bool]:
    """Probabilities of the second of two classes, a note, and whether it is sure which that is."""
    one, is_sure = place_of_one(classes, names)
    named = _as_places(value, names, said)
    if named is not None:
        return probabilities(named, rows, said, output, None)[0], _note(output), True
    found, note = probabilities(value, rows, said, output, [1, 0] if one == 0 else [0, 1])
    if _is_table(value):
        return found, note, is_sure
    in_words = any(isinstance(name, str) for name in names)
    turned = in_words and is_sure and one == 0  # one column is that of the model's second class
    return (1 - found if turned else found), note, is_sure or not in_words


def place_of_one(classes: Any, names: Sequence[Label]) -> tuple[int, bool]:
    """Which of a model's two columns is that of the second class, and whether that is sure.

    A model that does not say has its columns in order, which is sure for numbers alone; one that
    has its own words for the classes is understood where one of them says yes or no.
    """
    listed = _listed(classes)
    if listed is None or len(listed) != 2:
        return 1, not any(isinstance(name, str) for name in names)
    theirs, ours = [_key(name) for name in listed], [_key(name) for name in names]
    if set(theirs) == set(ours):
        return theirs.index(ours[1]), True
    place = _place_of_yes(theirs)
    if place is None:
        return 1, False
    return (1 - place if _place_of_yes(ours) == 0 else place), True


def _place_of_yes(names: Sequence[str]) -> int | None:
    """Which of two classes is the one that says yes, as far as their names tell."""
    for place, name in enumerate(names):
        other = names[1 - place]
        if (name in POSITIVE) > (other in POSITIVE) or (other in NEGATIVE) > (name in NEGATIVE):
            return place
    return None


def classes_told(
    value: Any, labels: Any, rows: int, said: str, names: Sequence[Label]
) -> list[Label] | None:
    """The classes in the order of a model's columns, as the labels tell that it gives the same
    rows; None where they do not tell. One column is that of the second class.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    try:
        found = by_row(numbers(value, said), rows, said)
        places = _as_places(labels, names, said)
    except BadPrediction:
        return None
    if places is None or len(places) != rows or np.isnan(found).any():
        return None
    if found.ndim == 1 and len(names) == 2:
        half = 0.5 if found.min() >= 0 and found.max() <= 1 else 0
        picks = (found > half).astype(int)
    elif found.ndim == 2 and found.shape[1] == len(names):
        picks = found.argmax(axis=1)
    else:
        return None
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, (picks, np.asarray(places, dtype=int)), 1)
    columns, order = linear_sum_assignment(-counts)
    if counts[columns, order].sum() < ALIKE * rows:
        return None
    return [names[place] for place in order]


def several_classes(
    value: Any, rows: int, said: str, names: Sequence[Label], classes: Any, output: Output
) -> tuple[Floats, str, bool]:
    """Probabilities of each class, shape (rows, classes), a note, and whether the order is sure."""
    import numpy as np

    places = _as_places(value, names, said)
    is_sure = True
    if places is None:
        found = by_row(numbers(value, said), rows, said)
        if found.ndim == 2 and found.shape[1] == len(names):
            order, is_sure = _order(classes, names)
            return _distribution(found, said, output)[:, order], "", is_sure
        if found.ndim > 1:
            raise BadPrediction(
                f"{said} returned an array of another shape where {rows} or {rows} x {len(names)} "
                "was expected"
            )
        # A network that knows words by number has them in some order, most likely this one.
        is_sure = not isinstance(names[0], str)
        places = found if not is_sure else _places(found.tolist(), names, said)
    places = by_row(np.asarray(places, dtype=float), rows, said)
    if not np.isin(places, np.arange(len(names))).all():
        raise BadPrediction(f"{said} gave labels that are none of {_known(names)}")
    return np.eye(len(names))[places.astype(int)], _note(output), is_sure


def _note(output: Output) -> str:
    return "" if output == "label" else LABELS


def _distribution(found: Floats, said: str, output: Output) -> Floats:
    import numpy as np

    no_nan(found, said)
    if output == "logit":
        shifted = np.exp(found - found.max(axis=1, keepdims=True))
        shares: Floats = shifted / shifted.sum(axis=1, keepdims=True)
        return shares
    found = plain_shares(found)
    low, high = float(found.min()), float(found.max())
    if low < -ROOM or high > 1 + ROOM:
        hint = "; they look like logits: put a softmax on them" if low < 0 else ""
        raise BadPrediction(
            f"{said} gave values {beyond(low, high)}; probabilities lie between 0 and 1{hint}",
            *(["logits"] if low < 0 else []),
        )
    if np.abs(found.sum(axis=1) - 1).max() > SUM_ROOM:
        raise BadPrediction(f"the columns that {said} returned do not add up to 1")
    kept = np.clip(found, 0, 1)
    whole: Floats = kept / kept.sum(axis=1, keepdims=True)
    return whole


def _order(classes: Any, names: Sequence[Label]) -> tuple[list[int], bool]:
    """For each class the column in which a model has it, and whether that is sure."""
    listed = _listed(classes)
    straight = list(range(len(names)))
    if listed is None:
        return straight, not any(isinstance(name, str) for name in names)
    theirs, ours = [_key(name) for name in listed], [_key(name) for name in names]
    if len(theirs) == len(ours) and set(theirs) == set(ours):
        return [theirs.index(name) for name in ours], True
    return straight, False


def _as_places(value: Any, names: Sequence[Label], said: str) -> Any:
    """Predicted labels as the places of their classes; None where what came back are no labels."""
    listed = _listed(value)
    if listed is None:
        return None
    flat = [item[0] if isinstance(item, list) and len(item) == 1 else item for item in listed]
    if flat and all(isinstance(item, str) for item in flat):
        return _places(flat, names, said)
    is_plain = [_key(name) for name in names] == ["0", "1"]
    known = {_key(name) for name in names}
    if not is_plain and len(names) == 2 and flat and all(
        isinstance(item, int | float) and _key(item) in known for item in flat
    ):
        return _places(flat, names, said)
    return None


def _places(labels: Sequence[Any], names: Sequence[Label], said: str) -> list[int]:
    ours = {_key(name): place for place, name in enumerate(names)}
    if len(names) == 2:
        yes = 0 if _place_of_yes(list(ours)) == 0 else 1
        ours = {**dict.fromkeys(NEGATIVE, 1 - yes), **dict.fromkeys(POSITIVE, yes), **ours}
    unknown = next((label for label in labels if _key(label) not in ours), None)
    if unknown is not None:
        raise BadPrediction(
            f"{said} gave labels of its own; the labels here are {_known(names)}"
        )
    return [ours[_key(label)] for label in labels]


def _known(names: Sequence[Label]) -> str:
    shown = [name if isinstance(name, str) else f"{name:g}" for name in names[:MAX_SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > MAX_SHOWN else shown)


def _listed(value: Any) -> list[Any] | None:
    """A list, or a small array as one."""
    if isinstance(value, Array):
        return value.tolist() if len(value.shape) == 1 else None
    return value if isinstance(value, list) else None


def _is_table(value: Any) -> bool:
    if isinstance(value, Array):
        return len(value.shape) == 2 and value.shape[1] == 2
    return isinstance(value, list) and bool(value) and isinstance(value[0], list | Array)


def _key(name: Any) -> str:
    """One spelling for each label: 1, 1.0, True and "1" are the same."""
    if isinstance(name, bool):
        return str(int(name))
    try:
        return f"{float(name):g}"
    except (TypeError, ValueError, OverflowError):
        return str(name).strip().casefold()
