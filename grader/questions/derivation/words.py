"""What is said about a derivation: its broken steps with their causes, and what was not found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.questions.derivation.mistakes import MISTAKES

if TYPE_CHECKING:
    from grader.questions.derivation.claims import Argument, Claim
    from grader.questions.derivation.step import Step


MOST_LINES = 40
"""Lines of an argument that a page shows with their verdicts."""


def told_of(
    found: Argument, absent: Sequence[Step], gaps: Mapping[str, tuple[str, str]]
) -> list[str]:
    """Feedback in its fixed order: the missing p, the first broken step, steps not found."""
    told = []
    if found.lacking:
        times = f" ({len(found.lacking)} times)" if len(found.lacking) > 1 else ""
        says = MISTAKES["missing_p"].told().says
        told.append(f"You wrote {_quoted(found.lacking[0])}{times}: {says}")
    broken = found.broken
    if broken:
        told.append(_broken(broken[0], "The first step that does not hold"))
        told += [_broken(claim, "Also") for claim in broken[1:4]]
        told.append("An equality that holds for every choice of the densities is expected there.")
    told += [absent_words(step, gaps.get(step.id)) for step in absent]
    for claim in found.undecided[:3]:
        told.append(f"Could not be checked: {_quoted(claim.text)}.")
    for piece in found.unread[:3]:
        told.append(f"Could not be read: {_quoted(piece.text)}\n{piece.problem}")
    return told


def lines_of(found: Argument, gaps: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The answer line by line for a page, with whether each holds and where a step is missing."""
    after_gaps = {after for _, after in gaps.values()}
    lines = [
        {"text": line.text, "formula": line.is_formula, "holds": found.holds(line),
         "gap": line.text in after_gaps}
        for line in list(dict.fromkeys(found.lines))[:MOST_LINES]
    ]  # fmt: skip
    return {"lines": lines}


def gaps_between(
    steps: Sequence[Step],
    there: Sequence[bool],
    places: Sequence[int | None],
    stated: Sequence[str],
) -> dict[str, tuple[str, str]]:
    """Of each step that is not there, what is written before and after its gap.

    `places` say where in `stated` each step was found, None where that is not one place.
    """
    found = {}
    for index, step in enumerate(steps):
        before = next((n for n in reversed(places[:index]) if n is not None), None)
        after = next((n for n in places[index + 1 :] if n is not None), None)
        if there[index] or before is None or after is None or before >= after:
            continue
        if stated[before] != stated[after]:
            found[step.id] = stated[before], stated[after]
    return found


def absent_words(step: Step, gap: tuple[str, str] | None) -> str:
    """That a step is missing, and between which lines where both sides of the gap are there."""
    if gap is None:
        return f"Not found: {step.title}."
    before, after = map(_quoted, gap)
    return f"The way from {before} to {after} is not justified; what is missing: {step.title}."


def _broken(claim: Claim, start: str) -> str:
    factor = f" The factor is {claim.factor}." if claim.factor else ""
    return f"{start}: you wrote {_quoted(claim.text)}; {MISTAKES[claim.cause].told().says}{factor}"


def _quoted(text: str) -> str:
    """A student's formula as it is shown inside a sentence."""
    text = " ".join(text.split()).strip("$")
    text = text if len(text) <= 200 else text[:199] + "…"
    return f"${text}$" if "\\" in text else text
