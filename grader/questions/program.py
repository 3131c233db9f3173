"""Python of the instructor's own that a rubric names: a function in a file beside it.

It runs in the sandbox, in a process of its own without any student's code, on plain data.
"""

from __future__ import annotations

import ast
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, ValidationInfo

from grader.evidence import Answer, Missing, Outcome, outcome_from_plain
from grader.questions.base import Given, Question
from grader.questions.lost import explain
from grader.values import Array, Expression, Opaque

_SPELLED = re.compile(
    r"(?P<file>[^:()]+\.py)::(?P<called>[A-Za-z_]\w*)(?:\((?P<takes>[\w\s,]*)\))?"
)
CHECKED = "checked"
"""Where `measure` keeps what a program said of a submission's answer."""


@dataclass(frozen=True, slots=True)
class Program:
    """A function of a Python file, what it `takes` by name, and the file's bytes (none where nobody
    read it: a schema, a test).
    """

    file: str
    function: str
    takes: tuple[str, ...] = ()
    source: bytes = b""

    @property
    def written(self) -> str:
        """The program as the rubric names it."""
        takes = f"({', '.join(self.takes)})" if self.takes else ""
        return f"{self.file}::{self.function}{takes}"

    @property
    def version(self) -> str:
        """The same with a digest of the file, for whoever asks whether it changed."""
        return f"{self.written} {hashlib.sha256(self.source).hexdigest()}"


@dataclass(frozen=True, slots=True)
class ProgramCalls:
    """Calls of a program: rows of arguments in order, and the same by name where there are any."""

    program: Program
    arguments: tuple[tuple[Any, ...], ...]
    keywords: tuple[Mapping[str, Any], ...] = ()
    seconds: float | None = None


Ask = Callable[[ProgramCalls], Outcome]
"""Runs a program in the sandbox; the outcome's value holds a row for each call."""


class Programmed(Question, ABC):
    """A kind of question that may have programs run for it."""

    def own_calls(self) -> Mapping[str, ProgramCalls]:
        """What is called once per rubric; the outcomes are facts, as `called/NAME`."""
        return {}

    def is_checked(self) -> bool:
        """Whether a program looks at each submission's answer."""
        return False

    @abstractmethod
    def checks(self, given: Given) -> ProgramCalls | None:
        """What is called for one submission's answer; None where there is nothing to look at."""


def called(stored: Any, program: Program) -> list[Any] | str:
    """The rows that a program gave, or what went wrong with it as a whole."""
    outcome = outcome_from_plain(stored) if stored else Missing()
    if isinstance(outcome, Answer) and isinstance(outcome.value, list):
        rows: list[Any] = outcome.value
        return rows
    if isinstance(outcome, Missing):
        return f"{program.file} gave nothing: {outcome.reason or 'it was not run'}"
    said = explain(outcome, "a result").replace("Your code", program.file)
    return said.replace("The process running your code", program.file).partition(" Expected")[0]


def raised_at(row: Mapping[str, Any], program: Program) -> str:
    """What a call of a program raised, and where, for whoever wrote it."""
    line = row.get("line")
    where = f" at line {line}" if type(line) is int else ""
    said = f": {row['message']}" if row.get("message") else ""
    return f"{program.file}::{program.function} raised {row.get('type')}{where}{said}"[:300]


def plainly(value: Any) -> Any:
    """What came back from a submission as data that travels to a program and cannot be mistaken."""
    if isinstance(value, dict):
        return {"$": "map", "items": [[_key(key), plainly(one)] for key, one in value.items()]}
    if isinstance(value, list | tuple):
        return [plainly(item) for item in value]
    if isinstance(value, complex):
        return {"$": "complex", "re": value.real, "im": value.imag}
    if isinstance(value, Opaque | Expression):
        return value.text
    if value is None or isinstance(value, bool | int | float | str | Array):
        return value
    return {"$": "fraction", "n": str(value.numerator), "d": str(value.denominator)}


def _key(key: Any) -> Any:
    if key is None or isinstance(key, bool | int | float | str):
        return key
    plain = isinstance(key, tuple) and all(isinstance(one, int | float | str) for one in key)
    return list(key) if plain else str(key)


def program_of(value: Any, info: ValidationInfo) -> Program:
    """The program that a rubric names; raises `ValueError` where there is none."""
    if isinstance(value, Program):
        return value
    spelled = _SPELLED.fullmatch(value.strip()) if isinstance(value, str) else None
    if spelled is None:
        raise ValueError("write a Python file and a function in it, such as checks.py::balanced")
    takes = tuple(filter(None, re.split(r"[\s,]+", spelled["takes"] or "")))
    file, function = spelled["file"], spelled["called"]
    read: Callable[[str], bytes] | None = (info.context or {}).get("read")
    if read is None:
        return Program(file, function, takes)
    source = read(file)
    _check(file, function, source)
    return Program(file, function, takes, source)


def _check(file: str, function: str, source: bytes) -> None:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise ValueError(f"{file}{where} is no Python: {getattr(error, 'msg', error)}") from None
    names = [one.name for one in body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    names += [t.id for one in body if isinstance(one, ast.Assign) for t in one.targets
              if isinstance(t, ast.Name)]  # fmt: skip
    imported = [one for one in body if isinstance(one, ast.ImportFrom)]
    if function not in names and not imported:
        there = ", ".join(sorted(names)[:10]) or "nothing"
        raise ValueError(f"{file} defines no {function}; it defines {there}")


OwnProgram = Annotated[
    Program,
    PlainValidator(program_of, json_schema_input_type=str),
    PlainSerializer(lambda program: program.version, return_type=str),
]
"""A function in a Python file beside the rubric, as `checks.py::balanced(result, arguments)`."""
