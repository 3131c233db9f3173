"""Tables: grids of rules, and rows of cells that stand below each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from .formulas.mathematics import reading_of
from .geometry import Box, around, merged
from .glyphs import Glyph
from .lines import Line, parted, plain
from .listing import is_fixed
from .pieces import Table
from .stacks import lines_of

_CELLS = 0.95
"""Sizes of the letters between two cells of a row."""
_NARROW = 0.42
"""The same where the cells of three and more rows stand exactly below each other."""
_TRIES = 3
"""Lines after a table that may look like its rows."""


def grids(rules: Sequence[Box]) -> list[tuple[Box, list[float], list[float]]]:
    """Grids of rules with two columns and rows at least: their frame, lines across, lines down."""
    found = []
    for frame in merged((rule.grown(0.8) for rule in rules), 0.5, 0.5):
        inside = [rule for rule in rules if frame.holds(rule.middle)]
        across = _places(rule.middle[1] for rule in inside if rule.width > 3 * rule.height)
        down = _places(rule.middle[0] for rule in inside if rule.height > 3 * rule.width)
        if len(across) >= 3 and len(down) >= 3:
            found.append((frame, across, down))
    return found


def _places(values: Iterable[float]) -> list[float]:
    """Values in order, near ones as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 3:
            places.append(value)
    return places


def gridded(
    page: int, glyphs: Sequence[Glyph], grid: tuple[Box, list[float], list[float]]
) -> Table | None:
    """The table in a grid of rules."""
    frame, across, down = grid
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.box.middle
        cells.setdefault((sum(y > one for one in across), sum(x > one for one in down)), []).append(
            glyph
        )
    rows, tops, doubtful = [], [], ""
    for row in range(1, len(across)):
        texts = []
        for column in range(1, len(down)):
            text, why = _cell(lines_of(cells.get((row, column), []), [])[0])
            texts.append(text)
            doubtful = doubtful or why
        if any(texts):
            rows.append(texts)
            tops.append(across[row - 1])
    used = [n for n in range(len(down) - 1) if any(row[n] for row in rows)]
    rows = [[row[n] for n in used] for row in rows]
    return Table(page, frame, rows, tops, doubtful) if len(rows) >= 2 and len(used) >= 2 else None


def _cell(lines: Sequence[Line]) -> tuple[str, str]:
    """The text of a cell, and why it is doubtful."""
    readings = [reading_of(line) for line in lines]
    why = next(
        ("unmapped-glyphs" if r.unmapped else "drawn-formula" for r in readings if r.doubtful), ""
    )
    return " ".join(reading.text for reading in readings).replace("|", "\\|"), why


def tabled(lines: Sequence[Line], rules: Sequence[Box]) -> list[Line | Table]:
    """The lines of a column, rows of cells that stand below each other replaced by tables."""
    done: list[Line | Table] = []
    place = 0
    while place < len(lines):
        for cells in (_CELLS, _NARROW):
            end = place
            while end < len(lines) and _may_follow(lines, place, end, cells):
                end += 1
            table = None
            for _ in range(_TRIES):
                if table is None and end - place >= 2:
                    table = _table(lines[place:end], rules, cells)
                    end -= table is None
            if table is not None:
                if cells == _NARROW and done and isinstance(done[-1], Line):
                    done.extend(_headed(done.pop(), lines[place:end], table))
                else:
                    done.append(table)
                place = end
                break
        else:
            done.append(lines[place])
            place += 1
    return done


def _headed(above: Line | Table, lines: Sequence[Line], table: Table) -> list[Line | Table]:
    """A table, with the line above as its head where that has a word over each column."""
    if (
        not isinstance(above, Line)
        or lines[0].base - above.base > 2 * above.size
        or is_fixed(above)
    ):
        return [above, table]
    boxes = [around(g.box for g in part) for line in lines for part in segments(line, _NARROW)]
    columns = _columns(boxes)
    cells: list[list[Glyph]] = [[] for _ in columns]
    for word in _words(above):
        x = around(g.box for g in word).middle[0]
        near = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - x))
        cells[near].extend(word)
    if not all(cells) or above.box.right > columns[-1][1] + 3 * above.size:
        return [above, table]
    head = [_cell([Line(cell, above.base, above.size)])[0] for cell in cells]
    frame = around([above.box, table.box])
    tops = [above.box.top, *table.tops]
    return [Table(table.page, frame, [head, *table.rows], tops, table.doubtful)]


def _words(line: Line) -> list[list[Glyph]]:
    words = [[line.glyphs[0]]]
    for before, glyph in itertools.pairwise(line.glyphs):
        if parted(before, glyph):
            words.append([])
        words[-1].append(glyph)
    return words


def _may_follow(lines: Sequence[Line], start: int, place: int, cells: float) -> bool:
    """Whether a line can be a row of the table that begins at `start`."""
    line = lines[place]
    if line.tall or is_fixed(line):
        return False
    if cells == _NARROW and line.box.right > line.edge - line.size:
        return False
    if len(segments(line, cells)) < 2:
        return False
    return place == start or line.base - lines[place - 1].base < 2.6 * line.size


def segments(line: Line, cells: float = _CELLS) -> list[list[Glyph]]:
    """The parts of a line that wide gaps separate."""
    parts = [[line.glyphs[0]]]
    edge = line.glyphs[0].box.right
    for glyph in line.glyphs[1:]:
        if glyph.box.left - edge > cells * line.size:
            parts.append([])
        parts[-1].append(glyph)
        edge = max(edge, glyph.box.right)
    return parts


def _table(lines: Sequence[Line], rules: Sequence[Box], gap: float) -> Table | None:
    """The table that these rows make, if their cells stand below each other."""
    rows = [[(part, around(g.box for g in part)) for part in segments(line, gap)] for line in lines]
    columns = _columns([box for row in rows for _, box in row])
    placed = [
        [next(n for n, (a, b) in enumerate(columns) if a <= box.left <= b) for _, box in row]
        for row in rows
    ]
    if len(columns) < 2 or any(len(set(row)) < len(row) for row in placed):
        return None
    listed = zip(lines, rows, strict=True)
    if all(_BULLET.match(line.text) or _is_item(row) for line, row in listed):
        return None
    frame = around(line.box for line in lines)
    size = lines[0].size
    ruled = sum(
        rule.width > 0.6 * frame.width
        and rule.height < 3
        and frame.top - 1.6 * size < rule.middle[1] < frame.bottom + 1.6 * size
        for rule in rules
    )
    texts = [plain(part) for row in rows for part, _ in row]
    full = sum(len(row) >= max(2, len(columns) - 1) for row in rows)
    like = len(rows) >= 3 and full >= 0.7 * len(rows) and all(len(text) <= 40 for text in texts)
    if gap < _CELLS and not (len(rows) >= 3 and like and _flush(rows)):
        return None
    if not (ruled >= 2 or (like and sum("=" in text for text in texts) * 3 <= len(texts))):
        return None
    cells, doubtful = [], ""
    for line, row, places in zip(lines, rows, placed, strict=True):
        cells.append([""] * len(columns))
        for (part, _), column in zip(row, places, strict=True):
            text, why = _cell([Line(part, line.base, line.size)])
            cells[-1][column] = text
            doubtful = doubtful or why
    return Table(lines[0].page, frame, cells, [line.box.top for line in lines], doubtful)


_BULLET = re.compile(r"[•◦▪●○■‣⁃∙➢–]\s")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-h])[.)]")


def _is_item(row: Sequence[tuple[list[Glyph], Box]]) -> bool:
    """Whether a row is a number and what it counts: an item of a list."""
    return len(row) == 2 and _NUMBER.fullmatch(plain(row[0][0])) is not None


def _flush(rows: Sequence[Sequence[tuple[list[Glyph], Box]]]) -> bool:
    """Whether the cells of each column have one left edge, one right edge, or one middle."""
    if len({len(row) for row in rows}) != 1:
        return False
    for cells in zip(*rows, strict=True):
        boxes = [box for _, box in cells]
        edges = ([b.left for b in boxes], [b.right for b in boxes], [b.middle[0] for b in boxes])
        # the head of a table is often centred over cells that are not
        if not any(max(edge[k:]) - min(edge[k:]) < 1.6 for edge in edges for k in (0, 1)):
            return False
    return True


def _columns(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """Spans of x that cells share."""
    spans: list[tuple[float, float]] = []
    for box in sorted(boxes):
        if spans and box.left <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], box.right))
        else:
            spans.append((box.left, box.right))
    return spans


def markdown(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table's lines in Markdown; the first row is its head."""
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return [lines[0], "|" + "---|" * width, *lines[1:]]
