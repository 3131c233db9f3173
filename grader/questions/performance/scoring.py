"""The mark of what was measured of a model: ramps, a comparison, and what signs leave of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.evidence import Source
from grader.marks import Mark, Part, Status, awaiting, decided, not_gradable, show
from grader.questions.performance.fields import Beats
from grader.questions.performance.mistakes import MISTAKES, QUIET, SIGNS
from grader.questions.performance.ramp import Borderline, Ramp
from grader.questions.performance.words import EVERY, METRIC_WORDS, beaten_words, interval_words
from grader.questions.words import as_float

if TYPE_CHECKING:
    from grader.questions.performance import Performance


def marked(question: Performance, measures: Mapping[str, Any], source: Source | None) -> Mark:
    """Thresholds applied to what was measured; nothing is fitted or resampled here."""
    if not measures:
        return not_gradable(question.points, "the predictions were not measured")
    problems = tuple(str(one) for one in measures.get("problems", ()))
    mistakes = [str(name) for name in measures.get("mistakes", ())]
    if not measures.get("first"):
        said = problems or ("No prediction could be read.",)
        return decided(Fraction(0), question.points, said, source=source, mistakes=mistakes)
    scored = [_ramp(question, ramp, measures) for ramp in question.metrics]
    if question.beats:
        scored.append(_beats(question, question.beats, measures))
    parts = tuple(part for part, _ in scored)
    plot = {**measures.get("plot", {}), "intervals": [shown for _, shown in scored]}
    words = [*(s for part in parts for s in part.feedback), *problems]
    kept, told, signs = _signs(question, measures)
    words += told
    mistakes += signs
    if own := measures.get("own_classes", ()) if _gains_by_order(question, measures) else ():
        named = ", ".join(map(repr, own))
        words.append(f"Which of your model's classes ({named}) is which, a person decides.")
    if own or kept is None or any(part.score is None for part in parts):
        return awaiting(
            question.points, *words, reason="undecided" if own or kept is None else "borderline",
            parts=parts, source=source,
        )  # fmt: skip
    least = min(
        part.score / part.points if part.points else Fraction(1)
        for part in parts
        if part.score is not None
    )
    if len({part.score for part in parts}) > 1:
        told_of = f"{show(least * question.points)} of {show(question.points)}"
        words.append(f"{EVERY}: {told_of}.")
    if kept < 1 and least:
        left = f"{show(least * kept * question.points)} of {show(question.points)}"
        words.append(f"That leaves {left}.")
    return decided(
        least * kept * question.points, question.points, words,
        parts=parts if len(parts) > 1 else (), source=source, plot=plot,
        read=str(measures.get("read", "")), mistakes=mistakes,
    )  # fmt: skip


def _signs(
    question: Performance, measures: Mapping[str, Any]
) -> tuple[Fraction | None, list[str], list[str]]:
    """What signs leave of the points (None where a person decides), what is said, and names."""
    kept: Fraction | None = Fraction(1)
    told, names = [], []
    for name, words in measures.get("signs", ()):
        follows = getattr(question, name) if name in SIGNS else Fraction(1)
        names.append(name)
        if follows == 1 and name in QUIET:
            continue
        said = MISTAKES[name].told(**words).says
        if follows == "ask":
            said += " A person decides what that means."
            kept = None
        elif kept is not None:
            kept = min(kept, follows)
        told.append(said)
    return kept, told, names


def _gains_by_order(question: Performance, measures: Mapping[str, Any]) -> bool:
    """Whether another order of a model's classes would earn more than the one that was read."""
    best = measures.get("any_order")
    if not best or question.beats:
        return True
    levels = [
        (ramp.level(as_float(best[ramp.metric]), question.steps),
         ramp.level(as_float(measures["first"][ramp.metric]["point"]), question.steps))
        for ramp in question.metrics
    ]  # fmt: skip
    return min(most for most, _ in levels) > min(read for _, read in levels)


def _ramp(
    question: Performance, ramp: Ramp, measures: Mapping[str, Any]
) -> tuple[Part, dict[str, Any]]:
    """One metric on its ramp, and its interval as a picture shows it."""
    found = measures["first"].get(ramp.metric)
    blurred = ramp.is_borderline(as_float(found["low"]), as_float(found["high"]), question.steps)
    if blurred and measures.get("more"):
        found = measures["more"][ramp.metric]
    point, low, high = (as_float(found[key]) for key in ("point", "low", "high"))
    # What a constant earns by luck with the rows is no doubt whose benefit it could have.
    borderline = ramp.is_borderline(low, high, question.steps) and not any(
        name == "constant" for name, _ in measures.get("signs", ())
    )
    score: Fraction | None
    if borderline and question.borderline == "by_hand":
        score = None
    elif borderline and question.borderline == "median":
        levels = sorted(as_float(value) for value in found["each"])
        middle = levels[len(levels) // 2]
        score = question.points * ramp.credit(middle, low, high, question.steps, "median")
    else:
        rule: Borderline = "benefit_of_doubt" if borderline else "median"
        score = question.points * ramp.credit(point, low, high, question.steps, rule)
    plain = question.points * ramp.credit(point, low, high, question.steps, "median")
    none, full = ramp.ends
    said = interval_words(ramp.metric, found, measures, full, ramp.rises)
    if score is None:
        said += " The interval crosses a threshold: a person decides."
    elif score > plain:
        given = f"{show(score)} of {show(question.points)}"
        said += f" The interval crosses a threshold: the benefit of the doubt gives {given}."
    label = METRIC_WORDS.get(ramp.metric, ramp.metric)
    plot = {
        **_ends(label, (low, point, high), none, full),
        "lower_is_better": not ramp.rises,
        "verdict": "borderline" if borderline else "clear",
    }
    if score is None:
        name = f"{question.id}.{ramp.metric}"
        return Part(name, None, question.points, Status.AWAITING, (said,)), plot
    return question.part(ramp.metric, score, question.points, said), plot


def _beats(
    question: Performance, beats: Beats, measures: Mapping[str, Any]
) -> tuple[Part, dict[str, Any]]:
    """The paired difference to a baseline or another model."""
    found = measures.get("more_difference") or measures["difference"]
    point, low, high = (as_float(found[key]) for key in ("point", "low", "high"))
    full, none = float(beats.full_from), float(beats.none_below)
    share = Fraction(1) if high >= full else Fraction(1, 2) if high >= none else Fraction(0)
    verdict = "better" if low > 0 else "worse" if high < 0 else "no significant difference"
    said = beaten_words(beats.metric, found, verdict, share)
    label = f"difference in {METRIC_WORDS.get(beats.metric, beats.metric)}"
    plot = {
        **_ends(label, (low, point, high), none, full),
        "lower_is_better": False,
        "verdict": verdict,
    }
    return question.part("beats", share * question.points, question.points, said), plot


def _ends(
    label: str, found: tuple[float, float, float], none: float, full: float
) -> dict[str, Any]:
    low, point, high = found
    ends = {"low": low, "estimate": point, "high": high, "none_below": none, "full_from": full}
    return {"label": label, **ends}
