"""What each expert's column and a shown gate are worth, as plain data to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.evidence import known_exception
from grader.measures.predictions import BadPrediction, beyond, numbers
from grader.measures.resample import draw, interval, resampled, rounded, value_of
from grader.questions.performance.fits import Fits
from grader.questions.performance.held_out import whole_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.mixture import Mixture
    from grader.questions.performance import Performance

    Floats = NDArray[np.float64]

EQUAL = 1e-6
GATE_ROOM = 1e-3


def measure_columns(
    question: Mixture, value: Any, facts: Mapping[str, Any], seed: int
) -> dict[str, Any]:
    """Every column of `expert_features` against the rule or against the hidden labels."""
    import numpy as np

    labels = np.array(facts["labels"], dtype=int)
    order = question.order(len(labels))
    try:
        found, transposed = columns_of(value, len(labels), len(question.experts))
    except BadPrediction as reason:
        return {"problems": [f"Your {reason}."]}
    columns = np.empty_like(found)
    columns[order] = found
    counts = draw(len(labels), seed)
    rules = {int(number): np.array(said) for number, said in facts["rules"].items()}
    measured = [
        _rule_column(columns, number, rules[number], question)
        if number in rules
        else _model_column(columns, number, rules, labels, counts)
        for number in range(len(question.experts))
    ]
    notes = ["The columns came as rows: return shape (n, experts)."] if transposed else []
    return {
        "columns": measured,
        "transposed": transposed,
        "problems": notes,
        "read": f"{len(labels)} x {columns.shape[1]} numbers",
    }


def columns_of(value: Any, rows: int, experts: int) -> tuple[Floats, bool]:
    """The answer of the one call as an array (rows, experts), and whether it came transposed."""
    name = "expert_features"
    called = value[0] if isinstance(value, list) and len(value) == 1 else None
    if not isinstance(called, dict):
        raise BadPrediction(f"{name} returned nothing that can be read")
    if called.get("ok") is not True:
        line = f" at line {called['line']}" if isinstance(called.get("line"), int) else ""
        raise BadPrediction(f"{name} raised {known_exception(called.get('type'))}{line}")
    found = numbers(called.get("value"), name)
    if found.ndim == 1 and len(found) == rows * experts:
        raise BadPrediction(
            f"{name} returned one long row of numbers, not {rows} x {experts}"
        )
    if found.ndim != 2:
        shape = "an array of another shape" if found.ndim else "one number"
        raise BadPrediction(f"{name} returned {shape} where {rows} x {experts} was expected")
    if found.shape == (rows, experts):
        return found, False
    if found.shape == (experts, rows):
        return found.T, True
    parts = [
        f"{'fewer' if there < wanted else 'more'} {word} than {wanted}"
        for there, wanted, word in zip(
            found.shape, (rows, experts), ("rows", "columns"), strict=True
        )
        if there != wanted
    ]
    raise BadPrediction(
        f"{name} returned {' and '.join(parts)} where {rows} x {experts} was expected"
    )


def _rule_column(columns: Floats, number: int, rule: Floats, question: Mixture) -> dict[str, Any]:
    import numpy as np

    column = columns[:, number]
    found: dict[str, Any] = {"rows": len(rule), "wrong": int((column != rule).sum())}
    if not found["wrong"]:
        return found
    for other in range(columns.shape[1]):
        if other != number and (columns[:, other] == rule).all():
            found["found_at"] = other + 1
    _, _, hidden, _ = question.rows.parts()
    total = hidden.sum(axis=1)
    for threshold in range(int(total.max()) + 2):
        if np.array_equal(column, (total >= threshold).astype(float)):
            found["threshold"] = threshold
    return found


def _model_column(
    columns: Floats, number: int, rules: Mapping[int, Floats], labels: Any, counts: Any
) -> dict[str, Any]:
    import numpy as np

    column = columns[:, number]
    bad = int((~np.isfinite(column)).sum())
    if bad:
        return {"problem": f"{'all' if bad == len(column) else 'some'} values are NaN or infinite."}
    low, high = float(column.min()), float(column.max())
    if low < -EQUAL or high > 1 + EQUAL:
        return {"problem": f"there are values {beyond(low, high)}."}
    found: dict[str, Any] = {"labels_only": bool(np.isin(column, (0, 1)).all())}
    for other in range(number):
        if other not in rules and np.abs(columns[:, other] - column).max() < EQUAL:
            found["copies"] = other + 1
    for place, rule in rules.items():
        if (column == rule).all():
            found["is_rule"] = True
            if not (columns[:, place] == rule).all():
                found["found_at"] = place + 1
    for key, name in (("auc", "roc_auc"), ("brier", "brier")):
        lower, upper = interval(resampled(name, counts, labels, column))
        point = value_of(name, labels, column)
        found[key] = {
            part: rounded(v) for part, v in (("point", point), ("low", lower), ("high", upper))
        }
    found["prevalence_brier"] = round(float(labels.mean() * (1 - labels.mean())), 6)
    return found


def measure_gate(question: Performance, fits: Fits) -> dict[str, Any]:
    """The gate that a fitted mixture shows: distributions, utilisation, balance, and the gated sum.

    The first fit counts. `shown` is False for stacking and wherever the method does not answer.
    """
    import numpy as np

    weights_name, experts_name = (*question.gate, "", "")[:2]
    also = fits.also[0] if fits.also else {}
    if not fits.first or weights_name not in also or _failed(also[weights_name]):
        return {"shown": False}
    asked = question.batches(len(fits.first[0]))
    order = asked[whole_of(asked, len(fits.first[0]))]
    try:
        weights = numbers(also[weights_name], weights_name)
    except BadPrediction as reason:
        return {"shown": True, "problem": str(reason)}
    if weights.ndim != 2 or len(weights) != len(order) or not np.isfinite(weights).all():
        lost = f"{weights_name} returned no table of numbers with {len(order)} rows"
        return {"shown": True, "problem": lost}
    sums = weights.sum(axis=1)
    off = (np.abs(sums - 1) > GATE_ROOM) | (weights < -GATE_ROOM).any(axis=1)
    share = weights.mean(axis=0) / max(float(weights.mean(axis=0).sum()), 1e-12)
    found: dict[str, Any] = {
        "shown": True, "rows": len(sums), "off_rows": int(off.sum()), "room": 1e-3,
        "negative": int((weights < -GATE_ROOM).any(axis=1).sum()),
        "worst_sum": round(float(sums[np.abs(sums - 1).argmax()]), 6),
        "experts": [
            {"label": f"expert {number}", "share": round(float(part), 6)}
            for number, part in enumerate(share, 1)
        ],
        "balance": round(_balance(share), 6),
    }  # fmt: skip
    said = also.get(experts_name)
    if said is not None and not _failed(said):
        found |= _gated_sum(weights, said, fits.first[0][order], experts_name)
    return found


def _gated_sum(weights: Floats, said: Any, output: Floats, name: str) -> dict[str, Any]:
    import numpy as np

    try:
        experts = numbers(said, name)
    except BadPrediction:
        return {}
    if experts.shape != weights.shape:
        return {}
    return {"sum_gap": round(float(np.abs((weights * experts).sum(axis=1) - output).max()), 6)}


def _balance(share: Floats) -> float:
    """Entropy of the average weights over its largest value: 1 when all experts get the same."""
    import numpy as np

    if len(share) < 2:
        return 1.0
    kept = share[share > 0]
    return float(-(kept * np.log(kept)).sum() / np.log(len(share)))


def _failed(said: Any) -> bool:
    return isinstance(said, dict) and said.get("ok") is False
