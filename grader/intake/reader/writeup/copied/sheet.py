"""What the sheet asks under each label, since students put its sentences over their answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..html import markdown_of_html
from ..known import Known
from ..labels import Path, words
from ..latex import markdown_of_latex
from ..markup import Block, NoMarkdown, blocks_of
from ..sections import Placed, placed, under

_FEWEST, _MOST = 4, 40
"""Words of a sentence that stands for its label."""
_MOST_SENTENCES = 400
_SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n")


def with_sheet(known: Known, handed_out: Mapping[str, str]) -> Known:
    """The labels that are looked for, and with them the sentences that the sheet has under each.

    A sentence that stands under two labels stands for neither.
    """
    found: dict[frozenset[str], Any] = {}
    for name, text in handed_out.items():
        if text.startswith(("%PDF", "PK", "{\\rtf")):
            continue  # what it says comes as a text of its own
        try:
            blocks = blocks_of(_markdown(name, text))
        except NoMarkdown:
            return known
        for row in placed(blocks, known):
            if row.path not in known.paths:
                continue
            for sentence in _sentences(row.block):
                have = words(sentence)
                if _FEWEST <= len(have) <= _MOST:
                    key = frozenset(have)
                    found[key] = row.path if found.get(key, row.path) == row.path else None
    rows = tuple((key, path) for key, path in found.items() if path is not None)
    return replace(known, sentences=rows[:_MOST_SENTENCES])


def for_absent(known: Known, rows: Sequence[Placed]) -> Known:
    """The same with the sentences of those problems alone that no label in a text stands for."""

    def is_there(path: Path) -> bool:
        above = path[:-1]
        is_part = any(isinstance(one, int) for one in above)
        return bool(under(rows, above if is_part else path))

    kept = [one for one in known.sentences if not is_there(one[1])]
    return replace(known, sentences=tuple(kept))


def _markdown(name: str, text: str) -> str:
    lower = name.lower()
    if lower.endswith(".ipynb"):
        return _cells(text)
    if lower.endswith(".tex") or "\\begin{document}" in text[:200_000]:
        return markdown_of_latex(text)
    if lower.endswith((".html", ".htm")):
        return markdown_of_html(text)
    return text


def _cells(text: str) -> str:
    """The texts of a notebook."""
    try:
        cells = json.loads(text)["cells"]
        rows = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return "\n\n".join("".join(row) for row in rows if isinstance(row, list | str))


def _sentences(block: Block) -> Iterator[str]:
    if block.kind == "list":
        for item in block.items:
            yield from _SENTENCE.split(item.text)
    elif block.kind in ("paragraph", "heading"):
        yield from _SENTENCE.split(block.text)
