"""Fenced code of a write-up: joined where one fence alone does not parse, run as a module."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ..result import Place, Result
from .markup import Block
from .sections import Placed

_PYTHON = frozenset(
    {"", "python", "py", "python3", "ipython", "pycon", "keras", "pytorch", "{python}"}
)
_PROMPT = re.compile(r"^(?:>>>|\.\.\.|In \[\d*\]:) ?", re.MULTILINE)
_FOREIGN = frozenset(
    {
        "r", "matlab", "octave", "julia", "jl", "stata", "sas", "spss", "mathematica",
        "wolfram", "maple", "sage", "gap", "maxima", "scala", "java", "c", "cpp", "csharp",
        "cs", "fsharp", "haskell", "fortran", "javascript", "js", "typescript", "ts", "ruby",
        "perl", "go", "rust", "sql", "bash", "sh",
    }
)  # fmt: skip
_PRINTED = re.compile(r"^\s*(?:##|#>|\[\d+\])\s", re.MULTILINE)
"""A line that R or knitr printed below the code."""
_ASSIGNED = re.compile(r"^\s*[A-Za-z][\w.]*\s*<-\s", re.MULTILINE)
"""How R gives a name to a value."""
_IN_R = re.compile(
    r"^\s*(?:library|require)\([\w.\"']+\)\s*$|%>%|<-\s*(?:c|data\.frame|function|lm)\(",
    re.MULTILINE,
)
"""What stands in R alone: beside it, `exp(2)` in a listing of its own is R as well."""
_IN_PYTHON = re.compile(r"^\s*(?:import|from\s+[\w.]+\s+import|def|class|print)\b", re.MULTILINE)
MAX_JOINED = 6
_TORCH = re.compile(r"\bimport torch\b|\bnn\.Module\b")


@dataclass(frozen=True, slots=True)
class Listing:
    """A piece of code as it stands: its text, lines, language, and whether it parses."""

    text: str
    raw: str
    line: int
    end: int
    info: str
    row: Placed

    @property
    def parses(self) -> bool:
        """Whether the text alone is a program."""
        try:
            ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True


def listings(rows: Sequence[Placed]) -> list[Listing]:
    """All fences that can be Python, those that only parse together as one.

    The lines between joined fences become empty ones, so that line numbers stay.
    """
    found = [_listing(row) for row in rows if row.block.kind == "code"]
    found = [one for one in found if one.info in _PYTHON and one.text.strip()]
    result: list[Listing] = []
    index = 0
    while index < len(found):
        joined, used = _joined(found, index)
        result.append(joined)
        index += used
    return result


def _listing(row: Placed) -> Listing:
    block = row.block
    text = block.text
    if _PROMPT.search(text) and text.lstrip().startswith((">>>", "In [")):
        lines = [line for line in text.split("\n") if _PROMPT.match(line)]
        text = "\n".join(_PROMPT.sub("", line) for line in lines)
    words = block.info.lower().split()
    info = re.split(r"[:,]", words[0].strip("{}."))[0] if words else ""
    return Listing(textwrap.dedent(text), text, block.line + 1, block.end, info, row)


def _joined(found: Sequence[Listing], index: int) -> tuple[Listing, int]:
    """The listing at `index`, with as many of the next as it needs to parse."""
    first = found[index]
    if first.parses and not _goes_on(found, index):
        return first, 1
    text = first.text
    for count, following in enumerate(found[index + 1 : index + MAX_JOINED], 2):
        if following.row.path != first.row.path:
            break
        gap = max(following.line - first.line - text.count("\n"), 0)
        for body in (following.raw,) if first.parses else _indented(following):
            joined = replace(first, text=text + "\n" * gap + body, end=following.end)
            if joined.parses:
                return joined, count
        text += "\n" * gap + following.raw
    return first, 1


def _goes_on(found: Sequence[Listing], index: int) -> bool:
    """Whether the next fence starts indented, as the rest of a class or function does."""
    following = found[index + 1] if index + 1 < len(found) else None
    return following is not None and following.raw.lstrip("\n")[:1].isspace()


def _indented(listing: Listing) -> tuple[str, ...]:
    """A fence as it stands, without its own indentation, and with that of a body."""
    deeper = [textwrap.indent(listing.text, " " * size) for size in (4, 8)]
    return (listing.raw, listing.text, *deeper)


def unknown_results(rows: Sequence[Placed]) -> Iterator[Block]:
    """The programs in other languages, which are not run here, without what they printed."""
    for row, below in zip(rows, (*rows[1:], None), strict=False):
        if not _is_foreign(row) or _PRINTED.search(row.block.text):
            continue
        if below is None or below.block.kind != "code" or not _PRINTED.match(below.block.text):
            yield row.block


def _is_foreign(row: Placed) -> bool:
    if row.block.kind != "code" or not row.block.text.strip():
        return False
    listing = _listing(row)
    if listing.info == "":
        return _ASSIGNED.search(listing.text) is not None and not listing.parses
    return re.sub(r"\W.*", "", listing.info) in _FOREIGN


def source_candidates(rows: Sequence[Placed], words: Sequence[str]) -> list[tuple[str, int, str]]:
    """The listings of a section that mention one of `words`, as source text with their lines."""
    return [
        (_answer_text(one.text), one.line, "listing")
        for one in listings(rows)
        if _mentions(one.text, words)
    ]


def run_listings(
    rows: Sequence[Placed], claimed: Collection[int], place: Callable[[int], Place], result: Result
) -> None:
    """Let the listings that are no answer to be read run as the write-up's module."""
    units = []
    others: list[Place] = []
    found = listings(rows)
    in_r = any(one.info == "" and _IN_R.search(one.text) for one in found)
    for listing in found:
        where = place(listing.line)
        if listing.line in claimed and not _TORCH.search(listing.text):
            continue
        is_python = listing.parses and not (in_r and not _IN_PYTHON.search(listing.text))
        if listing.info == "" and not is_python:
            others.append(where)
            continue
        units.append({"cell": None, "line": listing.line, "source": listing.text})
    if others:
        told = "This listing is no Python program and is not run."
        if len(others) > 1:
            told = f"This and {len(others) - 1} more listings are no Python, and are not run."
        result.note("listing-not-run", told, others[0].file, others[0].line)
    if units:
        result.forms.append({"form": "writeup", "file": place(1).file, "units": units})


def _mentions(text: str, words: Sequence[str]) -> bool:
    lower = text.lower()
    return not words or any(word.lower() in lower for word in words)


def _answer_text(text: str) -> str:
    """The listing as source text, without the gap that joining left."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
