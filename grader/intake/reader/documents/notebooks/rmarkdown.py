"""R Markdown, Quarto and Jupytext's Markdown: chunks of Python become cells, all else is text."""

from __future__ import annotations

import re

from .cells import Cell, Notebook, cell

_OPEN = re.compile(r"^(?P<indent>[ ]{0,3})(?P<fence>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_CHUNK = re.compile(r"^\{\s*(?P<engine>[\w.+-]+)(?P<options>.*?)\}?\s*(?P<kernel>[\w.+-]*)\s*$")
_NOT_RUN = re.compile(r"\beval\s*[=:]\s*(?:F|FALSE|false|False)\b")
_OPTION = re.compile(r"^\s*#\|\s*(.*)$")
_FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PYTHON = frozenset({"python", "python3", "py", "ipython", "ipython3"})


def cells_of_rmarkdown(name: str, text: str) -> Notebook | None:
    """The cells of a document with chunks that are run; None for Markdown that has none.

    A chunk of another language, and one that is never run (`eval=FALSE`), stays a listing in the
    text, under its language's name.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    about = front[1] if front is not None else ""
    fences_run = "jupytext:" in about
    lines = text.split("\n")
    start = text.count("\n", 0, front.end()) if front is not None else 0
    cells: list[Cell | None] = []
    prose: list[str] = []
    began = start
    place, chunks = start, 0
    while place < len(lines):
        opening = _OPEN.match(lines[place])
        if opening is None:
            prose.append(lines[place])
            place += 1
            continue
        end = _end(lines, place + 1, opening["fence"])
        body = lines[place + 1 : end]
        engine, runs = _engine(opening["info"].strip(), body, fences_run)
        chunks += engine != ""
        if engine in _PYTHON and runs:
            cells.append(cell("markdown", prose, began + 1))
            cells.append(cell("code", _without_options(body), place + 2))
            prose, began = [], end + 1
        elif engine:
            shown = "python" if engine in _PYTHON else engine
            prose += [opening["fence"] + shown, *body, *lines[end : end + 1]]
        else:
            prose += lines[place : end + 1]
        place = end + 1
    cells.append(cell("markdown", prose, began + 1))
    if not chunks and not name.lower().endswith((".rmd", ".qmd")):
        return None
    return Notebook(tuple(c for c in cells if c is not None), form=_form(name, about))


def _without_options(body: list[str]) -> list[str]:
    """The lines of a chunk with MyST's options in front, `:tags: [a]`, as empty lines."""
    count = 0
    while count < len(body) and re.match(r":[\w-]+:", body[count]):
        count += 1
    return [*[""] * count, *body[count:]]


def _form(name: str, about: str) -> str:
    if "jupytext:" in about or "kernelspec:" in about:
        return "jupytext"
    return "quarto" if name.lower().endswith(".qmd") else "rmarkdown"


def _end(lines: list[str], start: int, fence: str) -> int:
    """The line that closes a fence, or the number of lines where none does."""
    closing = re.compile(rf"^[ ]{{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    return next((n for n in range(start, len(lines)) if closing.match(lines[n])), len(lines))


def _engine(info: str, body: list[str], fences_run: bool) -> tuple[str, bool]:
    """The language of a chunk, "" for a plain listing, and whether it is run."""
    if not info.startswith("{"):
        words = info.split()
        name = words[0].lower() if words else ""
        active = fences_run and name in _PYTHON and "active=" not in info
        return (name, True) if active else ("", False)
    match = _CHUNK.match(info)
    if match is None:
        return "", False
    engine = match["engine"].lower()
    if engine.startswith("."):  # {.python}: pandoc's attributes of a listing
        return "", False
    if engine in ("code-cell", "code"):  # MyST
        named = (match["kernel"] or match["options"].strip(" }")).lower()
        engine = "python" if not named or "python" in named else named
    options = [found[1] for line in body if (found := _OPTION.match(line))]
    runs = not _NOT_RUN.search(match["options"]) and not any(map(_NOT_RUN.search, options))
    return engine, runs
