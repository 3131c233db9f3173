"""Tables of numbers: the wanted columns of a Markdown table, or values written step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .formulas import Chain, key, names
from .markup import Block
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
    tables = all_tables(rows)
    best: tuple[list[list[str]], int] | None = None
    for block in tables:
        columns = _columns(block.rows[0], of) if block.rows else None
        if columns:
            return [_cells(row, columns) for row in block.rows[1:]], block.line
        if best is None and len(block.rows) > 1:
            first = _first_column(block.rows, len(of))
            cells = [_cells(row, range(first, len(row))) for row in block.rows[1:]]
            best = cells, block.line
    return best or _aligned(rows, of) or _steps(found, of) or _vectors(found, of)


def all_tables(rows: Sequence[Placed]) -> list[Block]:
    """Every table that stands among the blocks, then those within the items of lists."""
    tables = [row.block for row in rows if row.block.kind == "table"]
    return tables + [
        inner
        for row in rows
        for item in row.block.items
        for inner in item.blocks
        if inner.kind == "table"
    ]


def _aligned(rows: Sequence[Placed], of: Sequence[str]) -> tuple[list[list[str]], int] | None:
    """Rows of numbers set below one another with spaces, as a program prints them."""
    for row in rows:
        if row.block.kind not in ("paragraph", "code"):
            continue
        result: list[list[str]] = []
        columns, line, before = list(range(len(of))), 0, [""]
        for number, text in enumerate(row.block.text.split("\n"), row.block.line):
            cells = [_plain(cell) for cell in re.split(r"[\s|]+", text.strip(" |\t"))]
            numbers = [bool(_NUMBER.match(cell.replace(",", "."))) for cell in cells]
            if len(cells) < len(of) or not all(numbers[-len(of) :]):
                before = before if result or set(text) <= set("-=+| \t") else cells
                continue
            if not result:
                first = range(len(cells) - len(of), len(cells))
                columns = (len(before) == len(cells) and _columns(before, of)) or list(first)
                line = number
            result.append(_cells(cells, columns))
        if len(result) > 1 and of:
            return result, line
    return None


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


def _vectors(found: Sequence[Chain], of: Sequence[str]) -> tuple[list[list[str]], int] | None:
    r"""Rows from chains of vectors such as \theta^{(1)} = (2, 9) - 0.1 (35, 6) = (-1.5, 8.4)."""
    keys = [key(name) for name in of]
    stem = re.sub(r"_?\d+$", "", keys[0]) if len(keys) > 1 else ""
    stem = stem if stem and all(name.startswith(stem) for name in keys) else ""
    result: list[list[str]] = []
    line = 0
    for chain in found:
        whole = re.match(rf"\(?{re.escape(','.join(keys))}\)?", chain.left)
        begun = stem and re.match(rf"{re.escape(stem)}(?:$|[_^(])", chain.left)
        row = _vector(chain.parts[-1]) if whole or begun else []
        if len(row) != len(of) or (result and result[-1] == row):
            continue
        line = line or chain.line
        result.append(row)
    return (result, line) if result and of else None


def _vector(side: str) -> list[str]:
    """The numbers of a row or column vector, or nothing."""
    text = re.sub(r"\\(?:begin|end)\{[bBpvV]?(?:small)?matrix\}|\\(?:left|right|,|;)", "", side)
    text = re.sub(r"\^\{?(?:T|\\top|\\intercal)\}?\s*$", "", text.strip()).strip(" ()[]{}.")
    cells = [_plain(cell) for cell in re.split(r"\\\\|&|;|,\s*", text)]
    return cells if all(_NUMBER.match(cell) for cell in cells) else []
