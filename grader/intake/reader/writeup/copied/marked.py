"""The options of a question, copied as a list of numbers: the one that is marked is the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..markup import Item
from ..sections import Placed
from ..takes import Taken

_BOX = re.compile(r"^\s*(?P<box>\[[ xX✓✔]?\]|[☐☑☒✅◯●○])\s*")
_CHECKED = frozenset(("[x]", "[X]", "[✓]", "[✔]", "☑", "☒", "✅", "●"))
_MARK = re.compile(
    r"\*{1,3}|__|✓|✔|✅|☑|←|⇐|<-{1,3}|<={1,2}|\((?:x|correct|my answer|answer|this one)\)"
    r"|\\(?:boxed|underline|textbf|fbox|checkmark)\b|(?<=\s)(?:x|ok|yes|correct|answer)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\(?[A-Ha-h][).:]\s+")
_NUMBER = re.compile(
    r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+|(?<=\d))(?:[eE][-+]?\d+)?\s*%?(?:\s+[A-Za-z/]{1,12})?"
)
_FEWEST = 2


def options_in(
    rows: Sequence[Placed], *, lone: bool = True
) -> tuple[list[Placed], list[Taken]]:
    """The blocks without such lists, and the marked option of each with its line.

    A list without a mark, or with several, picks nothing; it is a list of options only where it
    has three numbers, since two may be two answers. Where the label is not this question's alone
    (`lone`) the options may be another's.
    """
    kept: list[Placed] = []
    found: list[Taken] = []
    for row in rows:
        items = row.block.items if row.block.kind == "list" else ()
        values = [_value(item) for item in items]
        if len(items) < _FEWEST or not all(values) or any(item.number for item in items):
            kept.append(row)
            continue
        picked = marked(items)
        if len(picked) == 1:
            found.append((values[picked[0]], items[picked[0]].line, "answer" if lone else "any"))
        elif picked or (len(items) == _FEWEST and not any(map(_box, items))):
            kept.append(row)
    return kept, found


def marked(items: Sequence[Item]) -> list[int]:
    """The places of the items that are checked, or marked where not all are."""
    boxes = [_box(item) for item in items]
    if any(boxes):
        return [n for n, box in enumerate(boxes) if box in _CHECKED]
    found = [n for n, item in enumerate(items) if _MARK.search(item.text)]
    return found if len(found) < len(items) else []


def _box(item: Item) -> str:
    match = _BOX.match(item.text)
    return match["box"] if match is not None else ""


def _value(item: Item) -> str:
    """The number that an item is, without its box, its mark and its letter; else nothing."""
    bare = _MARK.sub(" ", _BOX.sub("", item.text)).strip(" $`")
    bare = _LABEL.sub("", bare).strip(" $`")
    return bare if _NUMBER.fullmatch(bare) and re.search(r"\d", bare) else ""
