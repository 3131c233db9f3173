"""What strings and comments of code say: a text by themselves, or one beside the code."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping
from typing import Any

from ..result import Place, Result
from ..writeup import read_text
from ..writeup.near.addresses import address_alone
from ..writeup.text import Text
from .near_names import folded, names_given

_LEAST = 3
"""Words below which strings and comments are no text."""


def only_words(source: str) -> str:
    """The text of strings and comments, each in its line, where there is nothing else; or ""."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    if not all(_is_string(one) or isinstance(one, ast.Import | ast.ImportFrom) for one in body):
        return ""
    rows = _strings(source, body)
    for number, said in _comments(source):
        rows[number - 1] = rows[number - 1] or said
    text = "\n".join(rows)
    return text if len(text.split()) >= _LEAST or address_alone(text) else ""


def read_words(file: str, source: str, hints: Mapping[str, Any], result: Result) -> bool:
    """Read a module's strings as a write-up; whether there is nothing else in it.

    Beside code they answer only what has its label there, and no name in the code.
    """

    def place(line: int) -> Place:
        return Place("module", file, line)

    if said := only_words(source):
        read_text(Text(said, place), hints, result)
        return True
    try:
        text = "\n".join(_strings(source, ast.parse(source).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if len(text.split()) < _LEAST:
        return False
    given = {folded(name) for name in names_given([(source, 1, None)])}
    for question in hints["questions"]:
        if question["writeup"] and given.isdisjoint(map(folded, question["names"])):
            _read_own(question["id"], Text(text, place), hints, result)
    return False


def _read_own(question: str, text: Text, hints: Mapping[str, Any], result: Result) -> None:
    """Read what stands under the question's own label, and nothing that stands under none."""
    known, headings = len(result.sections.get(question, ())), len(result.outline)
    read_text(text, hints, result, only=question)
    del result.outline[headings:]
    rows = result.sections.get(question, [])
    rows[known:] = [one for one in rows[known:] if one.label == "own"]


def _strings(source: str, body: list[ast.stmt]) -> list[str]:
    """The lines of the strings at the margin; all other lines are empty."""
    rows = [""] * (source.count("\n") + 1)
    for one in filter(_is_string, body):
        assert isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        inner = str(one.value.value).split("\n")
        ends = one.end_lineno or one.lineno
        for number, row in enumerate(inner[: ends - one.lineno + 1]):
            rows[one.lineno - 1 + number] = row.strip() if len(inner) > 1 else row
    return rows


def _is_string(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
        return False
    return isinstance(statement.value.value, str)


def _comments(source: str) -> list[tuple[int, str]]:
    """(line, text) of each comment that is no line for the machine."""
    found: list[tuple[int, str]] = []
    try:
        for one in tokenize.generate_tokens(io.StringIO(source).readline):
            if one.type == tokenize.COMMENT and not one.string.startswith(("#!", "# -*-")):
                found.append((one.start[0], one.string.lstrip("#").strip()))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return []
    return found
