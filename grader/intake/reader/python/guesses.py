"""What code has in place of an asked name: another function, class or value that could be it.

A name that nobody wrote is missing only where nothing else could be meant by the question. What
could be is tried where it is the only one; a right result counts, and a person sees the rest.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..result import Place, Result, Section
from .near_names import folded, names_given, sources_of

_MOST = 6
_WORD = re.compile(r"[A-Za-z_]\w*")
_ALIKE = 0.72
_PLUMBING = re.compile(
    r"^(?:_|test_|main$|plot|show|print|load|read_|save|write_|download|display|setup|check|demo|"
    r"run_|visuali[sz]e|draw|parse_args|get_data|timer|log$)",
    re.IGNORECASE,
)
"""How functions are called that do no homework's question."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A definition or value at the margin of some code, under whatever name."""

    name: str
    node: ast.stmt
    source: str
    place: Place
    is_unused: bool = False
    is_asked: bool = False


def take_guesses(hints: Mapping[str, Any], result: Result) -> None:
    """Have each question whose name no code has know of what could be meant by it."""
    asked = {folded(name) for question in hints["questions"] for name in question["names"]}
    forms = [form for form in result.forms if form["form"] != "writeup"]
    things = {id(form): list(_things(form, asked, result)) for form in forms}
    inner = [(form, thing) for form in forms for thing in _inner(form, asked, result)]
    if not inner and not any(things.values()):
        return
    held = set().union(*(_held(form, result) for form in forms))
    for question in hints["questions"]:
        names = question["names"]
        if not names or held & set(map(folded, names)):
            continue
        rows = [(form, thing) for form in forms for thing in things[id(form)]]
        fitting = [(form, thing) for form, thing in rows if _fits(thing, question, names)]
        if len(fitting) == 1:
            form, thing = fitting[0]
            _alias(form, names[0], thing)
        loose = [(form, thing) for form, thing in rows if _is_loose(thing, question.get("asked"))]
        inside = [(form, thing) for form, thing in inner if thing.name in names]
        for form, thing in (*inside, *(fitting or loose))[:_MOST]:
            section = Section(Place(form["form"], form["file"]), "near")
            section.unseen("name", thing.place, text=thing.source)
            result.seek(question["id"], section)


def _inner(form: Mapping[str, Any], asked: set[str], result: Result) -> Iterator[Thing]:
    """Functions and values of asked names inside of classes and functions."""
    for text, first, cell in sources_of(form, result):
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for outer in body:
            for node in ast.walk(outer):
                if not isinstance(node, ast.stmt) or node is outer:
                    continue
                name = _name_of(node)
                if name and folded(name) in asked:
                    line = node.lineno + first - 1 if cell is None else node.lineno
                    place = Place(form["form"], form["file"], line, cell)
                    source = ast.get_source_segment(text, node) or ""
                    yield Thing(name, node, source, place, is_asked=True)


def _held(form: Mapping[str, Any], result: Result) -> set[str]:
    given = set(names_given(sources_of(form, result))) - set(form.get("untouched", ()))
    given |= {name for unit in form["units"] for name in unit.get("lost", ())}
    return set(map(folded, given))


def _things(form: Mapping[str, Any], asked: set[str], result: Result) -> Iterator[Thing]:
    """What a form defines for itself, the last of each name."""
    found: dict[str, Thing] = {}
    rows = sources_of(form, result)
    words = Counter(word for text, _, _ in rows for word in _WORD.findall(text))
    for text, first, cell in rows:
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        lines = [line.encode() for line in re.split(r"\r\n|[\r\n]", text)]
        for node in body:
            name = _name_of(node)
            if not name or _PLUMBING.match(name):
                continue
            source = _source(lines, node)
            if result.starter is not None and result.starter.is_code(source):
                continue
            line = node.lineno + first - 1 if cell is None else node.lineno
            place = Place(form["form"], form["file"], line, cell)
            found[name] = Thing(
                name, node, source, place, words[name] == 1, folded(name) in asked
            )
    yield from found.values()


def _source(lines: Sequence[bytes], node: ast.stmt) -> str:
    """The text of a statement, in time that grows with the statement and not with the file."""
    rows = list(lines[node.lineno - 1 : node.end_lineno])
    rows[-1] = rows[-1][: node.end_col_offset]
    rows[0] = rows[0][node.col_offset :]
    return b"\n".join(rows).decode("utf-8", "replace")


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    return ""


def _fits(thing: Thing, question: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Whether a thing could be what a question asks for."""
    node, kind = thing.node, question.get("asked", "value")
    if thing.is_asked:
        return False
    if kind == "call":
        arity = question.get("arity", ())
        if isinstance(node, ast.FunctionDef):
            return _returns(node) and all(_takes(node.args, count) for count in arity)
        value = node.value if isinstance(node, ast.Assign) else None
        return isinstance(value, ast.Lambda) and all(_takes(value.args, n) for n in arity)
    if kind in ("module", "estimator"):
        wanted = {"forward", "call", "__call__"} if kind == "module" else {"fit", "predict_proba"}
        body = node.body if isinstance(node, ast.ClassDef) else []
        return any(isinstance(one, ast.FunctionDef) and one.name in wanted for one in body)
    is_value = isinstance(node, ast.Assign) and not isinstance(node.value, ast.Lambda)
    return kind == "value" and is_value and any(is_alike(name, thing.name) for name in names)


def _is_loose(thing: Thing, kind: str | None) -> bool:
    """Whether a value is never used, or a function goes on behind its end: it may answer anything.

    A function goes on so where the line that begins the next one was lost.
    """
    node = thing.node
    if kind == "value":
        unused = isinstance(node, ast.Assign) and thing.is_unused and not thing.is_asked
        value = node.value if isinstance(node, ast.Assign) else None
        return unused and not (isinstance(value, ast.Call) and _draws(value.func))
    rows = node.body if kind == "call" and isinstance(node, ast.FunctionDef) else []
    return any(isinstance(one, ast.Return) for one in rows[:-1])


def _draws(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and (
        isinstance(called.value, ast.Name) and called.value.id in ("plt", "sns", "px", "ax", "fig")
    )


def _takes(arguments: ast.arguments, count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    places = [*arguments.posonlyargs, *arguments.args]
    least = len(places) - len(arguments.defaults)
    return least <= count and (count <= len(places) or arguments.vararg is not None)


def _returns(node: ast.FunctionDef) -> bool:
    """Whether a function gives anything back."""
    return any(
        (isinstance(one, ast.Return) and one.value is not None) or isinstance(one, ast.Yield)
        for one in ast.walk(node)
    )


def is_alike(asked: str, written: str) -> bool:
    """Whether one name may be the other: mistyped, shortened, or with a word in common."""
    one, other = folded(asked), folded(written)
    if difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE:
        return True
    words = [set(_words(name)) for name in (asked, written)]
    if any(len(word) > 3 for word in words[0] & words[1]):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and short[0] == long[0] and long.startswith(short)


def _words(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def _alias(form: dict[str, Any], name: str, thing: Thing) -> None:
    untouched = form.get("untouched", [])
    own = "" if name in untouched else f" and {name!r} not in globals()"
    source = f"if {thing.name!r} in globals(){own}:\n    {name} = {thing.name}"
    place = {"cell": thing.place.cell, "line": max((thing.place.line or 1) - 1, 1)}
    form["units"] = [*form["units"], {**place, "source": source}]
    form["guessed"] = [*form.get("guessed", ()), name]
    form["untouched"] = [one for one in untouched if one != name]
