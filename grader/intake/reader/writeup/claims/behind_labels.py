"""Answers that stand behind a label in its own line, where a title usually stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..known import Known
from ..sections import Placed
from ..truth.items import in_a_row
from ..truth.words import TRUTH

_ONE_CHOICE = re.compile(rf"\W{{0,3}}(?:[A-Ha-h1-9]|(?:option|choice)\s+\w|{TRUTH})\W{{0,3}}", re.I)
_HEADS = re.compile(
    r"\W*(?:my\s+|your\s+)?(?:solution|answer|proof|discussion|analysis|results?|methods?|approach|code"
    r"|output|plots?|figures?|background|description|introduction|conclusion|notes?|comments?|work"
    r"|explanation|question|part|step|lösung|antwort|réponse|respuesta|ответ|решение)\b",
    re.IGNORECASE,
)
"""Headings that stand over an answer, and are none by themselves."""


def with_short_answers(rows: Sequence[Placed], known: Known) -> tuple[list[Placed], bool]:
    """The blocks of a section, its label's words as a paragraph where they are all that it holds.

    In a line of text ("7. T, F, T") they are the answer unless a question has them for its title;
    in a heading only what can be nothing else is. Whether that is sure comes back as well: "3 -6"
    may be an answer, or a part. So may a line in bold that has a heading's place.
    """
    if any(row.block.kind != "heading" and row.block.text.strip() for row in rows):
        return list(rows), True
    alone = [row for row in rows[1:] if row.block.text.strip() and row.block.level]
    bold = alone[0] if len(alone) == 1 and not _HEADS.match(alone[0].block.text) else None
    sure = not any(row.block.kind == "heading" and row.block.info for row in rows) and bold is None
    return [_as_text(row, known, is_answer=row is bold) for row in rows], sure


def _as_text(row: Placed, known: Known, *, is_answer: bool) -> Placed:
    text = (row.block.text or row.block.info).strip()
    is_title = known.titled(text) is not None
    clear = bool(in_a_row(text)) or _ONE_CHOICE.fullmatch(text) is not None
    is_heading = row.block.level and not (clear or row.block.info or is_answer)
    if not text or is_title or is_heading:
        return row
    return replace(row, block=replace(row.block, kind="paragraph", text=text, info=""))
