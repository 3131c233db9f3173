"""The mark of an argument without densities: its links, its steps, and whether it gets there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.equivalence.printing import to_text
from grader.equivalence.trees.tree import Relation
from grader.marks import Mark, awaiting, decided, missing, show
from grader.questions.base import Given
from grader.questions.derivation.mistakes import MISTAKES
from grader.questions.derivation.plain import Chain, Link, follow, reached, shown_in
from grader.questions.derivation.step import Step
from grader.questions.derivation.words import absent_words, gaps_between
from grader.questions.echo import is_empty, shown

if TYPE_CHECKING:
    from grader.questions.derivation import Derivation

HALF = Fraction(1, 2)
CHECKED = "What could not be checked automatically is looked at by a person."


def mark_plain(question: Derivation, given: Given) -> Mark:
    """Test every link, look for the steps and for what is wanted, and add up."""
    if is_empty(given.value):
        return missing(question.points, f"Your answer is empty. Expected: {question.entry}.")
    found = follow(question, given.value, given.seed)
    text = shown(given.value)
    if not found.links and not found.unread:
        said = "No equation or inequality was found in it. A person reads it."
        return awaiting(question.points, said, reason="unread", read=text, source=given.source)
    wanted = question.wanted_relation()
    length = reached(question, wanted, found, given.seed) if wanted is not None else 2
    there = [_is_there(question, step, found) for step in question.steps]
    mistakes = [_cause(link) for link in found.broken]
    told = [_told(link, first=not index) for index, link in enumerate(found.broken[:4])]
    absent = [step for step, is_there in zip(question.steps, there, strict=True) if not is_there]
    gaps = _gaps(question, there, found)
    told += [absent_words(step, gaps.get(step.id)) for step in absent]
    if length == 1 and not found.broken:
        told.append(MISTAKES["restated"].told().says)
        mistakes.append("restated")
    elif not length and not found.broken:
        told.append(f"It does not get to what is to be shown: {question.wanted}.")
    share = _share(question, there, length, mistakes)
    open_ = bool(found.undecided or found.unread or (not length and not found.broken))
    told += [f"Could not be checked: {link.text}." for link in found.undecided[:3]]
    told += [f"Could not be read: {piece.text}\n{piece.problem}" for piece in found.unread[:3]]
    names = [*dict.fromkeys(mistakes), *(f"missing_{step.id}" for step in absent)]
    score = question.points * share
    if (open_ and (share < 1 or found.undecided or found.unread)) or "broken_step" in mistakes:
        return awaiting(
            question.points, *told, CHECKED, score=None if open_ else score or None, read=text,
            source=given.source, mistakes=tuple(names),
        )  # fmt: skip
    if share < 1:
        told.append(f"Credited: {show(score)} of {show(question.points)}.")
    return decided(
        score, question.points, told, mistakes=names, read=text, source=given.source
    )


def _share(
    question: Derivation, there: Sequence[bool], length: int, mistakes: Sequence[str]
) -> Fraction:
    """What is left of the steps that are there once mistakes are charged, each cause once."""
    total = sum((step.points for step in question.steps), Fraction(0))
    steps = zip(question.steps, there, strict=True)
    got = sum((step.points for step, is_there in steps if is_there), Fraction(0))
    share = got / total if total else Fraction(1)
    if length < 2 and not mistakes:
        return Fraction(0)
    for name in dict.fromkeys(mistakes):
        share -= 1 - _kept(question, name)
    return max(share, Fraction(0))


def _kept(question: Derivation, name: str) -> Fraction:
    """What is left after a mistake; half after one of formulas that no table here has."""
    if name in question.credit or name in MISTAKES.credited:
        return question.kept(name)
    return HALF


def _gaps(
    question: Derivation, there: Sequence[bool], found: Chain
) -> dict[str, tuple[str, str]]:
    """Of each step that is not there, the lines before and after the gap."""
    places = [
        next(
            (n for n, link in enumerate(found.links)
             if is_there and _is_shown(question, step, Chain([link]))),
            None,
        )
        for step, is_there in zip(question.steps, there, strict=True)
    ]  # fmt: skip
    reached_ = [to_text(link.second) for link in found.links]
    return gaps_between(question.steps, there, places, reached_)


def _is_there(question: Derivation, step: Step, found: Chain) -> bool:
    import re

    if step.words and re.search(step.words, " ".join(found.words), re.I | re.S):
        return True
    return _is_shown(question, step, found)


def _is_shown(question: Derivation, step: Step, found: Chain) -> bool:
    """Whether the formulas of a step stand among the links."""
    shown_ = [question.key_of(text) for text in step.shows]
    if shown_ and all(shown_in(found, expr) for expr in shown_):
        return True
    if step.concludes:
        relation = question.key_of(step.concludes)
        if isinstance(relation, Relation):
            return all(shown_in(found, side) for side in relation.sides)
    return False


def _cause(link: Link) -> str:
    if link.slip is not None:
        return link.slip.id
    return "inequality" if link.operator in ("<", "<=", ">", ">=") else "broken_step"


def _told(link: Link, first: bool) -> str:
    start = "The first step that does not hold" if first else "Also"
    if link.slip is not None:
        return f"{start}: you wrote {link.text}; {link.slip.says}"
    return f"{start}: you wrote {link.text}; {MISTAKES[_cause(link)].told().says}"
