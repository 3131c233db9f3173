"""The sentences about a gate: distributions, the weighted sum, and who does the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.questions.mistake import Mistake
from grader.questions.mixture.mistakes import MISTAKES


def gate_words(
    gate: Mapping[str, Any], collapsed_above: float, unused_below: float
) -> tuple[bool, list[str], list[str]]:
    """Whether a shown gate passes, what to say of it, and the names of its mistakes."""
    if not gate.get("shown"):
        return True, [], []
    if gate.get("problem"):
        lost = MISTAKES["gate_unreadable"].told(problem=gate["problem"])
        return False, [lost.says], [lost.id]
    said: list[str] = []
    mistakes: list[str] = []

    def note(mistake: Mistake) -> None:
        said.append(mistake.says)
        mistakes.append(mistake.id)

    if gate["off_rows"]:
        why = "some are negative" if gate.get("negative") else "they do not add up to 1"
        off = MISTAKES["gate_not_distribution"]
        note(off.told(off=gate["off_rows"], rows=gate["rows"], why=why))
    shares = [float(one["share"]) for one in gate["experts"]]
    listed = ", ".join(f"{share * 100:.1f} %" for share in shares)
    balance = f"balance {gate['balance']:.2f} of 1"
    said.append(f"The gate gives its experts {listed} of the weight ({balance}).")
    if max(shares) > collapsed_above and len(shares) > 1:
        note(MISTAKES["collapsed"].told(number=shares.index(max(shares)) + 1))
    elif min(shares) < unused_below:
        note(MISTAKES["unused_expert"].told(number=shares.index(min(shares)) + 1))
    gap = gate.get("sum_gap")
    if gap is not None and gap > gate["room"]:
        note(MISTAKES["not_the_gated_sum"].told(gap=f"{gap:.3f}" if gap < 1 else "more than 1"))
    return not mistakes, said, mistakes
