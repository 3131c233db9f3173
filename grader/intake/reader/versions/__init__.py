"""Names that several files of a submission give otherwise: which one is meant, nobody can tell."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from ..python.near_names import names_given, sources_of
from ..result import Place, Result, Section
from ..starter import definitions

VERSION = "version"
"""Why a place is left open that gives an asked name otherwise than the one that counts."""


def note_versions(hints: Mapping[str, Any], result: Result) -> None:
    """Leave open for each question what other files have under its name, where they differ.

    Values of files of other forms are compared when they have run.
    """
    order = list(hints["sources"])
    forms = [form for form in result.forms if form["form"] in order and form["form"] != "writeup"]
    forms.sort(key=lambda form: order.index(form["form"]))
    given = [_given(form, result) for form in forms if len(forms) > 1]
    for question in hints["questions"] if given else ():
        names = [name.partition(".")[0] for name in question["names"]]
        rows = [
            (form, there[name], name)
            for form, there in zip(forms, given, strict=True)
            for name in [next((one for one in names if one in there), None)]
            if name is not None
        ]
        for form, source, name in rows[1:]:
            first, counted, _ = rows[0]
            is_compared = question.get("asked") == "value" and form["form"] != first["form"]
            if not is_compared and _plain(source) != _plain(counted):
                _leave_open(question["id"], (first, form), name, source, result)


def _given(form: Mapping[str, Any], result: Result) -> dict[str, str]:
    """The source of each name that a form gives, as it is at its end."""
    found: dict[str, str] = {}
    for text, _, _ in sources_of(form, result):
        found.update(definitions(text))
    return {name: text for name, text in found.items() if name not in form.get("untouched", ())}


def _leave_open(
    question: str, forms: Sequence[Mapping[str, Any]], name: str, source: str, result: Result
) -> None:
    places = []
    for form in forms:
        _, line, cell = names_given(sources_of(form, result)).get(name, (False, None, None))
        places.append(Place(form["form"], form["file"], line, cell))
    first, other = places
    section = Section(other, "own")
    section.unseen(VERSION, other, text=source)
    result.seek(question, section)
    message = f"Under {name} stands something else in {other.file} than in {first.file}."
    result.note("answers-differ", message, other.file, other.line, other.cell)


def _plain(source: str) -> str:
    """A definition without comments, blanks and what it says of itself."""
    try:
        (node,) = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        said = ast.get_docstring(node, clean=False)
        node.body = node.body[1:] if said is not None else node.body
    return ast.dump(node)
