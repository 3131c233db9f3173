"""What is said about a derivation: causes of broken steps with their usual credit, and feedback."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.questions.derivation.claims import Argument, Claim
    from grader.questions.derivation.step import Step

CAUSES: dict[str, tuple[Fraction, str]] = {
    "missing_p": (
        Fraction(19, 20),
        "inside the logarithm the density is missing: write log p(x | theta).",
    ),
    "reversed_kl": (
        Fraction(1, 2),
        "the divergence is the other way round: it is weighted by its first distribution.",
    ),
    "wrong_weights": (Fraction(1, 2), "an integral is weighted by the wrong density."),
    "missing_minus": (
        Fraction(3, 4),
        "one term has the wrong sign: log(a/b) = log a - log b.",
    ),
    "inverted_ratio": (Fraction(3, 4), "the ratio is upside down; that gives the negative."),
    "sign": (Fraction(3, 4), "one side is the negative of the other."),
    "log_base": (
        Fraction(1),
        "the two sides differ by the base of the logarithm; state the base you use.",
    ),
    "factor_n": (
        Fraction(4, 5),
        "a factor N (or 1/N) is lost; it does not move the arg max, but the equality needs it.",
    ),
    "constant_factor": (Fraction(3, 4), "the two sides differ by a constant factor."),
    "log_of_sum": (Fraction(1, 2), "the logarithm of a sum is not the sum of logarithms."),
    "ratio_of_logs": (Fraction(1, 2), "log a / log b is not log(a/b)."),
    "dropped_log": (Fraction(1, 2), "a logarithm is lost."),
    "theta_free_offset": (
        Fraction(3, 4),
        "the sides differ by a term without theta: the same arg min, but not equal.",
    ),
    "arg_not_flipped": (
        Fraction(3, 4),
        "minimising -f is maximising f: arg min and arg max change places.",
    ),
    "missing_hypothesis": (
        Fraction(3, 4),
        "this holds only where the two distributions are equal; say so.",
    ),
    "not_different": (Fraction(1, 2), "the two sides are equal."),
    "inequality": (Fraction(1, 2), "the inequality does not hold."),
    "broken_step": (Fraction(1, 2), "the two sides are not equal."),
}
"""Share of the points kept, and the sentence that names the cause."""

DEFAULT_CREDIT: dict[str, Fraction] = {name: share for name, (share, _) in CAUSES.items()}


def told_of(found: Argument, absent: Sequence[Step]) -> list[str]:
    """Feedback in its fixed order: the missing p, the first broken step, steps not found."""
    told = []
    if found.lacking:
        times = f" ({len(found.lacking)} times)" if len(found.lacking) > 1 else ""
        told.append(f"You wrote {_quoted(found.lacking[0])}{times}: {CAUSES['missing_p'][1]}")
    broken = found.broken
    if broken:
        told.append(_broken(broken[0], "The first step that does not hold"))
        told += [_broken(claim, "Also") for claim in broken[1:4]]
        told.append("An equality that holds for every choice of the densities is expected there.")
    told += [f"Not found: {step.title}." for step in absent]
    for claim in found.undecided[:3]:
        told.append(f"Could not be checked: {_quoted(claim.text)}.")
    for piece in found.unread[:3]:
        told.append(f"Could not be read: {_quoted(piece.text)}\n{piece.problem}")
    return told


def _broken(claim: Claim, start: str) -> str:
    factor = f" The factor is {claim.factor}." if claim.factor else ""
    return f"{start}: you wrote {_quoted(claim.text)}; {CAUSES[claim.cause][1]}{factor}"


def _quoted(text: str) -> str:
    """A student's formula as it is shown inside a sentence."""
    text = " ".join(text.split()).strip("$")
    text = text if len(text) <= 200 else text[:199] + "…"
    return f"${text}$" if "\\" in text else text
