"""The mark of a claim on numbers, vectors, matrices, sets or functions that a student gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grader.equivalence.reading.notation import normal_name
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr, Logic, Relation
from grader.marks import Mark, awaiting, decided, missing, show
from grader.questions.base import Given
from grader.questions.counterexample.general import Item, NotWorkedOut, holds, in_words, read_items
from grader.questions.counterexample.mistakes import MISTAKES
from grader.questions.echo import is_empty, shown

if TYPE_CHECKING:
    from grader.questions.counterexample import Counterexample


def general_problems(question: Counterexample, claim: Expr) -> Iterator[tuple[str, str]]:
    """A claim is of the witness's names alone, in relations."""
    if not _is_condition(claim):
        yield "claim", "write relations, such as A B != B A, joined by `and` or `or`"
        return
    named = {normal_name(name): name for name in question.witness}
    strange = free_symbols(claim) - named.keys()
    if strange:
        name = min(strange)
        yield "claim", f"{name} is no part of the witness: write `{name}: number` under witness"
    spoken = free_symbols(claim) | question.functions_in(claim)
    for name in sorted({*named.values()} - spoken - {named[n] for n in spoken & named.keys()}):
        yield f"witness.{name}", "the claim does not speak of this"


def _is_condition(claim: Expr) -> bool:
    if isinstance(claim, Logic):
        return all(map(_is_condition, claim.items))
    return isinstance(claim, Relation)


def mark_general(question: Counterexample, claim: Expr, given: Given) -> Mark:
    """Work the claim out on what is given; what cannot be read waits for a person."""
    if is_empty(given.value):
        return missing(question.points, f"Your answer is empty. Expected: {question.entry}.")
    items = read_items(question, given.value)
    if items is None:
        kinds = ", ".join(f"{name} (a {kind})" for name, kind in question.witness.items())
        told = f"You wrote {shown(given.value)}, in which not all of {kinds} could be read."
        return awaiting(
            question.points, told, "A person reads it.", reason="unread",
            read=shown(given.value), source=given.source,
        )  # fmt: skip
    read = ", ".join(f"{name} = {in_words(item)}" for name, item in items.items())
    try:
        is_so, lines = holds(claim, items)
    except NotWorkedOut as reason:
        told = f"You gave {read}. The claim could not be worked out there: {reason}."
        return awaiting(
            question.points, told, "A person looks at it.", read=read, source=given.source
        )
    numbers = " and ".join(lines)
    if is_so:
        told = f"You gave {read}. There {numbers}: the claim holds."
        return decided(question.points, question.points, [told], read=read, source=given.source)
    score = question.points * question.kept("claim_fails")
    told = f"You gave {read}. {MISTAKES['claim_fails'].told(numbers=numbers).says}"
    return decided(
        score, question.points, [told, f"Credited: {show(score)} of {show(question.points)}."],
        mistakes=["claim_fails"], read=read, source=given.source,
    )  # fmt: skip


def same_items(question: Counterexample, known: Any, value: Any) -> bool:
    """Whether a witness is the one that a rubric lists as a mistake."""
    ours = read_items(question, known)
    theirs: dict[str, Item] | None = read_items(question, value)
    if ours is None:
        raise ValueError("write a whole witness, such as {A: [[1, 0], [0, 1]]}")
    return ours == theirs
