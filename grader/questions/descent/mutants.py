"""The tables of wrong procedures, and the right table with its start, rounded, as texts."""

from __future__ import annotations

from collections.abc import Iterator

from grader.equivalence.errors import Undecidable, Undefined
from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.asking.typed import typed_name
from grader.questions.base import Given
from grader.questions.descent import Descent
from grader.questions.descent.procedures import Vector, models, run
from grader.questions.key import shown


def mutants(question: Descent, given: Given) -> Iterator[Mutant]:
    """Every wrong procedure that is known by name, two rows exchanged, a row missing."""
    task, rows = question.task(), question.rows()
    table = [list(map(shown, row)) for row in rows]
    for model in models(task, None):
        try:
            wrong = run(model.step, model.start or task.start, question.steps)
        except (Undefined, Undecidable, ZeroDivisionError, OverflowError):
            continue
        if not _same(rows, wrong):
            name = f"{model.mistake.id} {wrong[-1][0]}"
            told = f"the table of {model.mistake.id.replace('_', ' ')} is accepted"
            yield Mutant(name, told, {"": Answer([list(map(shown, row)) for row in wrong])})
    if len(table) > 1 and table[0] != table[1]:
        swapped = [table[1], table[0], *table[2:]]
        yield Mutant("rows exchanged", "two rows exchanged are accepted", {"": Answer(swapped)})
        short = "a table without its last row is accepted"
        yield Mutant("last row missing", short, {"": Answer(table[:-1])})
    if len(task.variables) > 1:
        turned = [row[::-1] for row in table]
        if turned != table:
            told = "columns exchanged are accepted"
            yield Mutant("columns exchanged", told, {"": Answer(turned)})
    whole_numbers = [[str(round(float(cell))) for cell in row] for row in rows]
    if whole_numbers != table:
        told = "the table rounded to whole numbers is accepted"
        yield Mutant("rounded to whole numbers", told, {"": Answer(whole_numbers)})
    whole = [list(map(shown, task.start)), *table]
    yield Mutant("with its start", "with the start it is not full", {"": Answer(whole)}, keeps=True)
    places = max(question.min_decimals, 4)
    floats = [[round(float(cell), places + 2) for cell in row] for row in rows]
    told = f"rounded to {places + 2} decimals it is not full"
    yield Mutant("rounded", told, {"": Answer(floats)}, keeps=True)


def _same(rows: list[Vector], others: list[Vector]) -> bool:
    pairs = zip(rows, others, strict=True)
    return all(abs(float(a) - float(b)) < 1e-9 for r, s in pairs for a, b in zip(r, s, strict=True))


def written(question: Descent, typed: bool) -> str | None:
    """The table under its heads, a row per step."""
    hint = question.writeup
    if hint is None or hint.take != "table" or len(hint.of) != len(question.variables):
        return None
    names = [typed_name(name) if typed else f"${name}$" for name in hint.of]
    heads = " | ".join(["step", *names])
    rows = [f"| {heads} |", f"|{'---|' * (len(hint.of) + 1)}"]
    every = [question.task().start, *question.rows()]
    for number, row in enumerate(every):
        cells = " | ".join(f"{round(float(cell), 6):g}" for cell in row)
        rows.append(f"| {number} | {cells} |")
    return "\n".join(rows)
