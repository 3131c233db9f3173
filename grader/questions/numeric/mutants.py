"""Numbers past the tolerance, other arrangements of them, and the right ones written otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from grader.equivalence.numbers.complexes import Complex
from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.asking.typed import typed_name
from grader.questions.base import Given
from grader.questions.numeric import Numeric
from grader.questions.numeric.writing import nested, writing_of

FARTHER = (Fraction(5, 4), Fraction(11, 10), Fraction(3, 4))
"""By how much a number is too large or too small that nobody would call right."""


def mutants(question: Numeric, given: Given) -> Iterator[Mutant]:
    """One number a quarter or a tenth off; rows and columns exchanged; other ways to write it."""
    ways = [writing_of(target, question.tolerance) for target in question.targets]
    texts = [way(target) for way, target in zip(ways, question.targets, strict=True) if way]
    if len(texts) < len(ways) or question.tolerance.range is not None:
        return
    unit = f" {question.unit}" if question.unit else ""
    tolerance = _words(question)

    def answer(cells: list[str]) -> dict[str, Any]:
        return {"": Answer(nested([f"{cell}{unit}" for cell in cells], question.shape))}

    for index, target in enumerate(question.targets):
        if isinstance(target, Complex) or not target:
            continue
        for factor in FARTHER:
            way, wrong = ways[index], target * factor
            text = way(wrong) if way else ""
            if text == texts[index] or question.up_to is not None:
                continue
            told = f"{tolerance} accepts {float(wrong):.6g} for {float(target):.6g}"
            changed = [*texts[:index], text, *texts[index + 1 :]]
            name = f"number {index + 1}: {float(wrong):.6g}"
            yield Mutant(name, told, answer(changed))
    yield from _arranged(question, texts, answer)
    if not question.unit and len(texts) == 1:
        said = f"{texts[0]} as a text with blanks is not full"
        yield Mutant("as a text", said, {"": Answer(f" {texts[0]} ")}, keeps=True)


def _arranged(question: Numeric, texts: list[str], answer: Any) -> Iterator[Mutant]:
    """In another order, which is right only where the rubric says so."""
    back = texts[::-1]
    if len(texts) > 1 and back != texts and question.up_to is None:
        free = question.order == "any" and len(question.shape) == 1
        said = "in another order it is not full" if free else "the reverse order is accepted"
        yield Mutant("reversed", said, answer(back), keeps=free)
    shape = question.shape
    if len(shape) == 2 and shape[0] == shape[1] > 1 and question.up_to is None:
        rows = [texts[k : k + shape[1]] for k in range(0, len(texts), shape[1])]
        turned = [rows[i][j] for j in range(shape[1]) for i in range(shape[0])]
        if turned != texts and question.order != "any":
            yield Mutant("transposed", "the transposed matrix is accepted", answer(turned))


def written(question: Numeric, typed: bool) -> str | None:
    """The numbers with what they are called on their left, or as an answer in a line."""
    hint = question.writeup
    ways = [writing_of(target, question.tolerance) for target in question.targets]
    texts = [way(target) for way, target in zip(ways, question.targets, strict=True) if way]
    if hint is None or len(texts) < len(ways) or len(question.shape) > 2:
        return None
    unit = f" {question.unit}" if question.unit else ""
    if len(question.shape) < 2:
        listed = ", ".join(texts)
        right = f"({listed})" if len(texts) > 1 else texts[0]
        if len(texts) > 1 and question.order == "any":  # a point has an order
            right = f"{{{listed}}}" if typed else rf"\{{{listed}\}}"
        name = hint.of[0] if hint.of else ""
        if not name:
            return f"Answer: {right}{unit}"
        return f"{typed_name(name)} = {right}{unit}" if typed else f"${name} = {right}${unit}"
    width = question.shape[1]
    rows = [texts[k : k + width] for k in range(0, len(texts), width)]
    if typed:
        listed = ", ".join(f"[{', '.join(row)}]" for row in rows)
        return f"Answer: [{listed}]"
    inner = r" \\ ".join(" & ".join(row) for row in rows)
    return f"$$\\begin{{pmatrix}} {inner} \\end{{pmatrix}}$$"


def _words(question: Numeric) -> str:
    """The tolerance as the rubric has it."""
    plain = question.tolerance.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    if "tolerance" not in question.model_fields_set or not plain:
        return "the usual tolerance"
    return f"tolerance {_flat(plain)}"


def _flat(plain: Any) -> str:
    if isinstance(plain, dict):
        return ", ".join(f"{name} {_flat(value)}" for name, value in plain.items())
    try:
        return f"{float(Fraction(str(plain))):g}"
    except ValueError:
        return str(plain)
