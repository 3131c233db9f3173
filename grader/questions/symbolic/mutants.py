"""Entries exchanged, and the right formulas in other notations."""

from __future__ import annotations

from collections.abc import Iterator

from grader.equivalence.errors import ReadError
from grader.equivalence.printing import to_text
from grader.equivalence.printing.latex import to_latex
from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.asking.typed import typed_formula, typed_name
from grader.questions.base import Given
from grader.questions.symbolic import Symbolic


def mutants(question: Symbolic, given: Given) -> Iterator[Mutant]:
    """The entries in reverse, where that is another answer; and each in LaTeX."""
    texts = list(question.texts())
    if question.whole is not None or any(sign in text for text in texts for sign in "=<>"):
        return
    if question.shape == "vector" and not question.is_free and texts[::-1] != texts:
        told = "the entries in reverse order are accepted"
        yield Mutant("reversed", told, {"": Answer(texts[::-1])})
    if question.up_to is None and not question.grids and question.chance is None:
        try:
            written = [f"${to_latex(question.key_of(text))}$" for text in texts]
        except ReadError:
            return
        told = "in LaTeX it is not full"
        answer = {"": Answer(question._in_shape(written))}
        yield Mutant("in LaTeX", told, answer, keeps=True)


def written(question: Symbolic, typed: bool) -> str | None:
    """The key as an equation with what it is called on its left."""
    hint = question.writeup
    if hint is None or hint.take != "formula" or not hint.of or question.is_free:
        return None
    try:
        keys = [question.key_of(text) for text in question.texts()]
        texts = [typed_formula(to_text(key)) if typed else to_latex(key) for key in keys]
        if question.grids:  # where order matters, as the rubric has it
            texts = list(question.texts())
    except ReadError:
        return None
    scalar = question.shape == "scalar"
    if question.shape == "matrix" or question.chance is not None or question.whole is not None:
        return None
    if question.grids and not scalar:
        return None
    if typed:
        right = texts[0] if scalar else f"({', '.join(texts)})"
        return f"{typed_name(hint.of[0])} = {right}"
    right = texts[0] if scalar else rf"\left({', '.join(texts)}\right)"
    return f"$${hint.of[0]} = {right}$$"
