"""The sheet that a course handed out: what it says, and what it asks under each question's label.

It is the instructor's own file, so it is read here and not in the sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from grader.intake.reader.documents.document import Unreadable
from grader.intake.reader.papers import opened
from grader.intake.reader.writeup.known import Known, outer_of, target_of
from grader.intake.reader.writeup.latex import markdown_of_latex
from grader.intake.reader.writeup.markup import NoMarkdown, blocks_of
from grader.intake.reader.writeup.sections import Placed, placed, under

DOCUMENTS = (".pdf", ".docx", ".docm", ".odt", ".rtf")
MAX_PROMPT = 2_000
_POINTS = re.compile(
    r"^[\s*_]*[\[(]\s*\+?\d{1,3}\s*(?:points?|pts?|marks?)\s*[\])][\s*_:.]*", re.IGNORECASE
)


@lru_cache(maxsize=8)
def text_of(name: str, data: bytes) -> str:
    """What a sheet says, as Markdown; empty where it cannot be read as a text."""
    lower = name.lower()
    if lower.endswith(DOCUMENTS):
        try:
            return opened(name, data).text
        except Unreadable:
            return ""
    text = data.decode("utf-8-sig", "replace")
    return markdown_of_latex(text) if lower.endswith(".tex") else text


def prompts(text: str, labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the sheet asks under the labels of each question, for those that it has."""
    try:
        blocks = blocks_of(text)
    except NoMarkdown:
        return {}
    nested = outer_of(labels.values()) is not None
    targets = {name: target_of(entries, nested=nested)[0] for name, entries in labels.items()}
    spelled = [entry for entries in labels.values() for entry in entries]
    known = Known.of(map(target_of, labels.values()), spelled)
    rows = placed(blocks, known)
    found: dict[str, str] = {}
    for name, path in targets.items():
        inner = [other for other in targets.values() if len(other) > len(path)]
        own = [row for row in under(rows, path) if not _is_within(row, path, inner)]
        said = _POINTS.sub("", "\n\n".join(_texts(own))).strip()
        if said:
            found[name] = said[:MAX_PROMPT]
    return found


def _is_within(row: Placed, path: tuple[int | str, ...], inner: Iterable[Sequence[object]]) -> bool:
    """Whether a block stands under a part that another question asks for."""
    return any(
        tuple(other[: len(path)]) == path and row.path[: len(other)] == tuple(other)
        for other in inner
    )


def _texts(rows: Sequence[Placed]) -> Iterable[str]:
    for row in rows:
        block = row.block
        if block.kind in ("paragraph", "heading", "list", "table") and block.text.strip():
            yield re.sub(r"!\[[^\]]*\]\([^)]*\)", "", block.text).strip()
        elif block.kind == "math":
            yield f"$${block.text}$$"
