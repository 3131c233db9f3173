"""Arguments that a program of the instructor's makes: whether it makes them at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from grader.questions.base import Given
from grader.questions.function import made
from grader.questions.program import Program, ProgramCalls, called, raised_at

if TYPE_CHECKING:
    from grader.questions.function import Function


def calls(question: Function) -> dict[str, ProgramCalls]:
    """Each program that makes an argument, asked once: what it raises is told with its line."""
    found = {}
    wanted = [one for going in question.goings for one in _within(going.all)]
    for number, of in enumerate(wanted):
        program = Program(of["file"], of["called"], (), of["source"])
        arguments = tuple(made.sent(made.read(of["arguments"])))
        keywords = made.sent(made.read(of["keywords"]))
        found[f"generated.{number}"] = ProgramCalls(program, (arguments,), (keywords,))
    return found


def _within(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every argument within a value that is made by a program."""
    if isinstance(value, made.Made):
        if value.what == "generated":
            yield value.of
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _within(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _within(item)


def lacking(question: Function, given: Given) -> str:
    """Why an argument could not be made, for whoever wrote its program; nothing where all were."""
    for name, asked in calls(question).items():
        stored = given.facts.get(f"called/{name}")
        if stored is None:
            continue
        rows = called(stored, asked.program)
        if isinstance(rows, str):
            return rows
        row = rows[0] if rows else None
        if not isinstance(row, dict) or row.get("ok") is not True:
            told = raised_at(row, asked.program) if isinstance(row, dict) else "it gave nothing"
            return f"an argument could not be made: {told}"
    return ""
