"""Tables of numbers: the wanted columns of a Markdown table, or values written step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .claims.said import leaves
from .formulas import Chain, key, names
from .markup import Block, latex_rows
from .sections import Placed

Rows = tuple[list[list[str]], int]
"""Rows of texts, and the line where they begin."""
Taken = tuple[list[list[str]], int, str]

_COUNTER = re.compile(r"step|iter|initial|start|\bt\b|\bk\b|\bn\b|#", re.IGNORECASE)
_NUMBER = re.compile(r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE]-?\d+|/\d+)?$")
_STEP = re.compile(r"(?:[_^]\(?\d+\)?|\(\d+\))$")
_SENTENCE = re.compile(r"(?<=[.;!])\s+(?=[A-Z])")
_COUNTED = re.compile(r"\\?[a-z]+(?:_|\^)?\(?(\d+)\)?")
_BECOMES = re.compile(r"\\leftarrow|\\gets|\u2190|<-")
_ARRAY = re.compile(
    r"\s*(?:\\left[\[(|.])?\s*\\begin\{array\}\{[^{}]*\}(?P<body>.*)\\end\{array\}\s*(?:\\right[\])|.])?\s*",
    re.DOTALL,
)


def tables(
    rows: Sequence[Placed], found: Sequence[Chain], of: Sequence[str]
) -> Iterator[Taken]:
    """Rows of texts, only the columns headed by `of` where they can be told, headers left out.

    Where there is no table, the values of the left-hand sides in `of` are put into rows in the
    order they stand; where nothing is called by its name, whatever points stand there may be them.
    """
    sure = _tabled(rows, of) or _aligned(rows, of) or _steps(found, of) or _vectors(found, of)
    if sure is not None:
        yield (*sure, "table")
        return
    for guess in (_columns_said(rows, of), _points(rows, of)):
        if guess is not None:
            yield (*guess, "several")


def _tabled(rows: Sequence[Placed], of: Sequence[str]) -> Rows | None:
    best: Rows | None = None
    for block in all_tables(rows):
        columns = _columns(block.rows[0], of) if block.rows else None
        if columns:
            return [_cells(row, columns) for row in block.rows[1:]], block.line
        lying = _columns([row[0] for row in block.rows], of) if len(of) > 1 else None
        if lying:
            turned = zip(*(block.rows[place][1:] for place in lying), strict=False)
            return [[_plain(cell) for cell in row] for row in turned], block.line
        if best is None and len(block.rows) > 1:
            first = _first_column(block.rows, len(of))
            cells = [_cells(row, range(first, len(row))) for row in block.rows[1:]]
            best = cells, block.line
    return best


def all_tables(rows: Sequence[Placed]) -> list[Block]:
    """Every table that stands among the blocks, then those within the items of lists."""
    found = [block for row in rows if (block := _as_table(row.block)) is not None]
    return found + [
        inner
        for row in rows
        for item in row.block.items
        for inner in item.blocks
        if inner.kind == "table"
    ]


def _as_table(block: Block) -> Block | None:
    """A table, or a formula that is nothing but an array with several rows and columns."""
    if block.kind == "table":
        return block
    array = _ARRAY.fullmatch(block.text) if block.kind == "math" else None
    rows = latex_rows(array["body"]) if array is not None else ()
    is_table = len(rows) > 1 and len(rows[0]) > 1 and len(set(map(len, rows))) == 1
    return replace(block, kind="table", rows=rows) if is_table else None


def _aligned(rows: Sequence[Placed], of: Sequence[str]) -> Rows | None:
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


def _steps(found: Sequence[Chain], of: Sequence[str]) -> Rows | None:
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
    whole = _BECOMES.split(chain.left)[0]
    left = _STEP.sub("", whole)
    return bool(left) and (names(left, name) or names(whole, name))


def _vectors(found: Sequence[Chain], of: Sequence[str]) -> Rows | None:
    r"""Rows from chains of vectors such as \theta^{(1)} = (2, 9) - 0.1 (35, 6) = (-1.5, 8.4).

    What stands for the vector is the names themselves, their common stem, or one letter whose
    number grows by one from row to row.
    """
    keys = [key(name) for name in of]
    stem = re.sub(r"_?\d+$", "", keys[0]) if len(keys) > 1 else ""
    stem = stem if stem and all(name.startswith(stem) for name in keys) else ""
    result: list[list[str]] = []
    steps: list[int | None] = []
    line = 0
    for chain in found:
        left = _BECOMES.split(chain.left)[0]
        bare = re.sub(r"^\\begin\w*?matrix|\\end\w*matrix$", "", left).strip("()")
        entries = re.split(r"\\\\|[,;&]", bare)
        whole = [_STEP.sub("", one) if one not in keys else one for one in entries] == keys
        begun = stem and re.match(rf"{re.escape(stem)}(?:$|[_^(])", left)
        counted = _COUNTED.fullmatch(left) if not (whole or begun) else None
        row = _vector(chain.parts[-1]) if whole or begun or counted else []
        if len(row) != len(of) or (result and result[-1] == row):
            continue
        line = line or chain.line
        result.append(row)
        steps.append(int(counted[1]) if counted is not None else None)
    numbers = [step for step in steps if step is not None]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(result))):
        return None
    return (result, line) if result and of else None


def _vector(side: str) -> list[str]:
    """The numbers of a row or column vector, or nothing."""
    text = re.sub(r"\\(?:begin|end)\{[bBpvV]?(?:small)?matrix\}|\\(?:left|right|,|;)", "", side)
    text = re.sub(r"\^\{?(?:T|\\top|\\intercal)\}?\s*$", "", text.strip()).strip(" ()[]{}.")
    cells = [_plain(cell) for cell in re.split(r"\\\\|&|;|,\s*", text)]
    return cells if all(_NUMBER.match(cell) for cell in cells) else []


def _columns_said(rows: Sequence[Placed], of: Sequence[str]) -> Rows | None:
    """Rows from a line for each of `of` with its values in order, such as "a: 2, -1.5, -3.42"."""
    columns: dict[int, list[str]] = {}
    first = 0
    for line, text in _lines(rows):
        head, mark, rest = text.partition("=" if "=" in text else ":")
        left = key(_plain(head)) if mark else ""
        place = next((n for n, name in enumerate(of) if left == key(name)), None)
        values = _vector(_plain(rest)) if place is not None else []
        if place is None or place in columns or len(values) < 2:
            continue
        first = first or line
        columns[place] = values
    if len(columns) != len(of) or len(set(map(len, columns.values()))) > 1:
        return None
    return [list(row) for row in zip(*(columns[n] for n in range(len(of))), strict=True)], first


def _points(rows: Sequence[Placed], of: Sequence[str]) -> Rows | None:
    """The last point of each sentence that has one, or all where they stand in one sentence.

    A point of one number needs no brackets.
    """
    entry = r"[-+−]?(?:\d+\.?\d*|\.\d+)"
    inner = rf"\s*{entry}\s*(?:[,;]\s*{entry}\s*){{{len(of) - 1}}}"
    bare = rf"(?<![\w.^{{]){entry}(?![\w^}}])"
    point = re.compile(rf"[(\[]{inner}[)\]]" if len(of) > 1 else bare)
    found = [
        (line, points)
        for line, text in _lines(rows)
        for sentence in _SENTENCE.split(text[:5_000])
        if (points := [_vector(one[0]) for one in point.finditer(sentence)])
    ]
    if not found or not of:
        return None
    result = found[0][1] if len(found) == 1 else [points[-1] for _, points in found]
    return result, found[0][0]


def _lines(rows: Sequence[Placed]) -> Iterator[tuple[int, str]]:
    for row in rows:
        for block in leaves(row.block):
            if block.kind in ("paragraph", "math", "code"):
                yield from enumerate(block.text.split("\n"), block.line)
