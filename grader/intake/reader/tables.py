"""Tables of numbers: the wanted columns of a Markdown table, or values written step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .formulas import Chain, key, names
from .sections import Placed

_COUNTER = re.compile(r"step|iter|initial|start|\bt\b|\bk\b|\bn\b|#", re.IGNORECASE)
_NUMBER = re.compile(r"^-?(?:\d+\.?\d*|\.\d+)(?:[eE]-?\d+)?$")


def table(
    rows: Sequence[Placed], found: Sequence[Chain], of: Sequence[str]
) -> tuple[list[list[str]], int] | None:
    """Rows of texts, only the columns headed by `of` where they can be told, headers left out.

    Where there is no table, the values of the left-hand sides in `of` are put into rows in the
    order they stand.
    """
    tables = [row.block for row in rows if row.block.kind == "table"]
    tables += [
        inner
        for row in rows
        for item in row.block.items
        for inner in item.blocks
        if inner.kind == "table"
    ]
    best: tuple[list[list[str]], int] | None = None
    for block in tables:
        columns = _columns(block.rows[0], of) if block.rows else None
        if columns:
            return [_cells(row, columns) for row in block.rows[1:]], block.line
        if best is None and len(block.rows) > 1:
            first = _first_column(block.rows, len(of))
            best = [_cells(row, range(first, len(row))) for row in block.rows[1:]], block.line
    return best or _steps(found, of)


def _columns(head: Sequence[str], of: Sequence[str]) -> list[int] | None:
    """The columns headed by each of `of`, in that order; None unless all are there."""
    keys = [_head(cell) for cell in head]
    places = [keys.index(_head(name)) if _head(name) in keys else -1 for name in of]
    return places if places and min(places) >= 0 else None


def _head(cell: str) -> str:
    plain = key(cell.strip().strip("$*` "))
    plain = plain.replace("\\theta", "t").replace("theta", "t")
    return plain.replace("_", "").replace("\\", "")


def _first_column(rows: Sequence[Sequence[str]], wanted: int) -> int:
    """1 where the first column only counts the steps, else 0."""
    counts = bool(_COUNTER.search(rows[0][0])) or not rows[0][0].strip()
    return int(len(rows[0]) > wanted > 0 or (counts and len(rows[0]) > 1))


def _cells(row: Sequence[str], columns: Sequence[int]) -> list[str]:
    return [_plain(row[n]) if n < len(row) else "" for n in columns]


def _plain(cell: str) -> str:
    text = cell.strip().strip("*_`").strip()
    if text.startswith("$") and text.endswith("$") and len(text) > 1:
        text = text[1:-1].strip()
    return text.replace("−", "-")


def _steps(found: Sequence[Chain], of: Sequence[str]) -> tuple[list[list[str]], int] | None:
    """Rows from chains such as theta_1 = 2 - 0.1(35) = -1.5, a row when each of `of` has come."""
    result: list[list[str]] = []
    row: dict[int, str] = {}
    line = 0
    for chain in found:
        value = _plain(chain.parts[-1])
        place = next((n for n, name in enumerate(of) if _step_of(chain, name)), None)
        if place is None or not _NUMBER.match(value):
            continue
        line = line or chain.line
        row[place] = value
        if len(row) == len(of):
            result.append([row[n] for n in range(len(of))])
            row = {}
    return (result, line) if result else None


def _step_of(chain: Chain, name: str) -> bool:
    r"""Whether the left-hand side is `name`, with a step marked as in \theta_1^{(2)} or not."""
    left = re.sub(r"\^\(?\d+\)?$|\(\d+\)$", "", chain.left)
    return bool(left) and names(left, name)
