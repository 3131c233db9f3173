"""The sentences about a gate: distributions, the weighted sum, and who does the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def gate_words(
    gate: Mapping[str, Any], collapsed_above: float, unused_below: float
) -> tuple[bool, list[str], list[str]]:
    """Whether a shown gate passes, what to say of it, and the names of its mistakes."""
    if not gate.get("shown"):
        return True, [], []
    if gate.get("problem"):
        return False, [f"The gate could not be read: {gate['problem']}."], ["gate_unreadable"]
    said, mistakes = [], []
    if gate["off_rows"]:
        one = f"one row adds up to {gate['worst_sum']:.3f}"
        why = "some are negative" if gate.get("negative") else one
        rows = f"{gate['off_rows']} of {gate['rows']} rows"
        said.append(f"In {rows} the gate's weights are not a distribution ({why}).")
        mistakes.append("gate_not_distribution")
    shares = [float(one["share"]) for one in gate["experts"]]
    listed = ", ".join(f"{share * 100:.1f} %" for share in shares)
    balance = f"balance {gate['balance']:.2f} of 1"
    said.append(f"The gate gives its experts {listed} of the weight ({balance}).")
    if max(shares) > collapsed_above and len(shares) > 1:
        said.append(
            f"Expert {shares.index(max(shares)) + 1} does nearly everything: "
            "the mixture has collapsed."
        )
        mistakes.append("collapsed")
    elif min(shares) < unused_below:
        said.append(f"Expert {shares.index(min(shares)) + 1} is hardly ever used.")
        mistakes.append("unused_expert")
    gap = gate.get("sum_gap")
    if gap is not None and gap > gate["room"]:
        said.append(
            f"The output is not the gated sum of the experts: it differs by up to {gap:.3f}."
        )
        mistakes.append("not_the_gated_sum")
    return not mistakes, said, mistakes
