"""Glyphs to lines: scripts join what they stand at, fractions and tall brackets make tall lines."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .accents import accented
from .geometry import Box, around
from .glyphs import UNMAPPED, Glyph
from .symbols import is_extension

_BIG = frozenset("∑∏∫∮⋃⋂")
_WORD = re.compile(r"[a-z]{3,}")
_WORDS = re.compile(r"\b(?:max|min|lim|sup|inf)\b")


@dataclass(slots=True)
class Line:
    """What is read from left to right, with all that stands above and below within a formula."""

    glyphs: list[Glyph]
    base: float
    size: float
    page: int = 0
    bars: list[Box] = field(default_factory=list)
    """Lines of fractions and roots within it."""
    tall: bool = False
    """Whether more than one row of full size was joined to it."""
    edge: float = 0.0
    """Where the lines of this column end on the right."""
    margin: float = 0.0
    """Where they begin."""
    frame: Box | None = None
    prompted: bool = False
    """Whether a notebook's prompt stood before it."""

    @property
    def box(self) -> Box:
        """The ink of the line."""
        if self.frame is None:
            self.frame = around(glyph.box for glyph in self.glyphs)
        return self.frame

    @property
    def text(self) -> str:
        """The characters with single spaces between words."""
        return plain(self.glyphs)


def gap(left: Glyph, right: Glyph) -> float:
    """The room between two glyphs of a line, in sizes of the letters."""
    return (right.box.left - left.box.right) / max(left.size, right.size)


def parted(left: Glyph, right: Glyph) -> bool:
    """Whether a space stands between two neighbours."""
    if left.face.fixed and right.face.fixed and left.advance and left.advance == right.advance:
        return right.start - left.start > 1.5 * left.advance
    room = gap(left, right)
    return (
        room > 0.3
        or (right.spaced and room > 0.04)
        or (right.order != left.order + 1 and room > 0.16)
    )


def plain(glyphs: Sequence[Glyph]) -> str:
    """The characters of neighbours with single spaces between words."""
    if not glyphs:
        return ""
    text = glyphs[0].char
    for before, glyph in itertools.pairwise(glyphs):
        text += (" " if parted(before, glyph) else "") + glyph.char
    return text


def lines_of(glyphs: Iterable[Glyph], rules: Sequence[Box]) -> tuple[list[Line], set[Box]]:
    """The lines of one column from top to bottom, and the rules that belong to formulas."""
    lines = [_line(row) for row in _rows(_chunks(accented(glyphs)))]
    for line in lines:
        _dotted(line)
    used: set[Box] = set()
    lines = _stacked(lines, rules, used)
    return sorted(lines, key=lambda one: one.base), used


def _chunks(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Neighbours on one baseline and of one size."""
    chunks: list[list[Glyph]] = []
    strand: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.start)):
        if strand and glyph.base - strand[0].base > 0.12 * max(glyph.size, strand[0].size):
            chunks.extend(_split(strand))
            strand = []
        strand.append(glyph)
    return chunks + _split(strand)


def _split(strand: list[Glyph]) -> list[list[Glyph]]:
    if not strand:
        return []
    strand.sort(key=lambda one: (one.start, one.order))
    chunks = [[strand[0]]]
    for before, glyph in itertools.pairwise(strand):
        small = min(before.size, glyph.size)
        same = abs(before.size - glyph.size) <= 0.08 * max(before.size, glyph.size)
        if glyph.box.left - before.box.right > 0.9 * small or not same:
            chunks.append([])
        chunks[-1].append(glyph)
    return chunks


def _rows(chunks: list[list[Glyph]]) -> list[list[Glyph]]:
    """Chunks of a baseline as one row; smaller ones go to what they are scripts of."""
    ordered = sorted(chunks, key=lambda one: -one[0].size)
    home: list[list[Glyph]] = []
    bases: dict[int, list[Glyph]] = {}
    rows: list[list[Glyph]] = []
    placed: list[Glyph] = []
    lefts: list[float] = []
    for chunk in ordered:
        row = _parent(chunk, placed, lefts, bases) or _level(chunk, rows)
        if row is None:
            row = []
            rows.append(row)
        row.extend(chunk)
        home.append(row)
        for glyph in chunk:
            place = bisect_left(lefts, glyph.start)
            lefts.insert(place, glyph.start)
            placed.insert(place, glyph)
            bases[glyph.order] = row
    return rows


def _parent(
    chunk: list[Glyph], placed: list[Glyph], lefts: list[float], bases: dict[int, list[Glyph]]
) -> list[Glyph] | None:
    """The row of the larger glyph that this chunk is a script of."""
    first = chunk[0]
    best: tuple[float, Glyph] | None = None
    from_, to = bisect_left(lefts, first.start - 45), bisect_left(lefts, first.start + 3)
    for glyph in placed[from_:to]:
        if first.size > 0.86 * glyph.size and not is_extension(glyph.face.name):
            continue
        shift = (glyph.base - first.base) / glyph.size
        reach = 1.3 if is_extension(glyph.face.name) else 0.8
        room = first.box.left - glyph.box.right
        if not -0.55 * reach < shift < reach or not -0.7 * glyph.size < room < 0.35 * glyph.size:
            continue
        if abs(shift) < 0.06:
            continue
        distance = abs(room) + 2 * abs(shift)
        if best is None or distance < best[0]:
            best = (distance, glyph)
    return bases[best[1].order] if best else None


def _level(chunk: list[Glyph], rows: list[list[Glyph]]) -> list[Glyph] | None:
    """The row that already stands on this chunk's baseline."""
    base, size = chunk[0].base, chunk[0].size
    for row in reversed(rows):
        if abs(row[0].base - base) <= 0.12 * max(size, row[0].size):
            return row
    return None


def _line(row: list[Glyph]) -> Line:
    """A row in order, with its own baseline and size."""
    row.sort(key=lambda one: (one.start, one.order))
    letters = [glyph for glyph in row if not is_extension(glyph.face.name)] or row
    size = Counter(round(glyph.size, 1) for glyph in letters).most_common(1)[0][0]
    large = max(glyph.size for glyph in letters)
    if size < 0.86 * large and sum(glyph.size > 0.86 * large for glyph in letters) * 4 >= len(
        letters
    ):
        size = large
    main = [glyph.base for glyph in letters if glyph.size > 0.86 * size] or [row[0].base]
    return Line(row, Counter(round(base, 1) for base in main).most_common(1)[0][0], size)


def _dotted(line: Line) -> None:
    """A small unknown sign before a line, about as wide as high, is the bullet of a list."""
    first, rest = line.glyphs[0], line.glyphs[1:]
    if first.char != UNMAPPED or not rest or gap(first, rest[0]) < 0.25:
        return
    box = first.box
    if max(box.width, box.height) < 0.75 * first.size and 0.5 < box.width / (box.height or 1) < 2:
        first.char, first.sure = "•", True


def _stacked(lines: list[Line], rules: Sequence[Box], used: set[Box]) -> list[Line]:
    """Lines that a fraction, a large operator or a tall bracket holds together become one."""
    owner = list(range(len(lines)))
    bars: dict[int, list[Box]] = {}
    size = max((line.size for line in lines), default=0)
    tops = [line.box for line in lines]
    spans = [(round(rule.left), round(rule.right), rule.middle[1]) for rule in set(rules)]
    for rule in sorted(set(rules)):
        if rule.height > 2.6 or rule.width < 2 or rule.width > 400 or _is_of_table(rule, spans):
            continue
        near = [n for n, box in enumerate(tops) if box.grown(0.7 * size, size).meets(rule)]
        for members in (_fraction(lines, near, rule), _root(lines, near, rule)):
            if members:
                used.add(rule)
                _unite(owner, members)
                bars.setdefault(members[0], []).append(rule)
                break
    for index, line in enumerate(lines):
        for glyph in line.glyphs:
            if is_extension(glyph.face.name) or glyph.char in _BIG:
                reach = _reach(glyph)
                near = [n for n, box in enumerate(tops) if n != index and box.meets(reach)]
                held = [
                    n for n in near if any(reach.holds(one.box.middle) for one in lines[n].glyphs)
                ]
                if glyph.char in _BIG:
                    held = [n for n in held if lines[n].size <= 0.86 * line.size]
                _unite(owner, [index, *held])
        if _WORDS.search(line.text):
            _unite(owner, [index, *_beneath(lines, tops, index)])
    groups: dict[int, list[int]] = {}
    for index in range(len(lines)):
        groups.setdefault(_root_of(owner, index), []).append(index)
    done: list[Line] = []
    for group in groups.values():
        if sum(_is_prose(lines[n]) for n in group) > 1:
            done.extend(lines[n] for n in group)
        else:
            own = [bar for n in group for bar in bars.get(n, [])]
            done.append(_united([lines[n] for n in group], own))
    return done


def _is_prose(line: Line) -> bool:
    """Whether a line holds several words: two such lines are never one formula."""
    return len(_WORD.findall(plain([g for g in line.glyphs if not g.face.math]))) > 2


def _beneath(lines: Sequence[Line], boxes: Sequence[Box], index: int) -> list[int]:
    """The small lines right below a line with words such as max: what they range over."""
    line, box = lines[index], boxes[index]
    return [
        n
        for n, other in enumerate(lines)
        if other.size <= 0.86 * line.size
        and 0.3 * line.size < other.base - line.base < 1.3 * line.size
        and box.left <= boxes[n].left
        and boxes[n].right <= box.right
        and any(glyph.face.math for glyph in other.glyphs)
    ]


def _is_of_table(rule: Box, spans: Sequence[tuple[int, int, float]]) -> bool:
    """Whether another rule of the same wide span stands near above or below."""
    left, right, y = round(rule.left), round(rule.right), rule.middle[1]
    same = (one for one in spans if abs(one[0] - left) <= 1 and abs(one[1] - right) <= 1)
    return rule.width > 45 and any(2 < abs(one[2] - y) < 150 for one in same)


def _reach(glyph: Glyph) -> Box:
    """Where the limits or the inside of a large sign stand."""
    if glyph.char in "∑∏⋃⋂":
        return glyph.box.grown(0.5 * glyph.size, 0.95 * glyph.size)
    if glyph.box.height > 1.6 * glyph.size:
        return glyph.box.grown(2.5 * glyph.size, -0.1 * glyph.size)
    return glyph.box


def _fraction(lines: list[Line], near: list[int], rule: Box) -> list[int]:
    """The lines with a numerator above and a denominator below this rule, if it is such a bar."""
    above = _confined(lines, near, rule, up=True)
    below = _confined(lines, near, rule, up=False)
    if above is None or below is None:
        return []
    centre = rule.middle[0]
    if any(abs(box.middle[0] - centre) > 0.15 * rule.width + 2 for _, box in (above, below)):
        return []
    axis = [
        n
        for n in near
        if abs(lines[n].base - 0.25 * lines[n].size - rule.middle[1]) < 0.2 * lines[n].size
    ]
    return [*axis, above[0], below[0]]


def _confined(lines: list[Line], near: list[int], rule: Box, up: bool) -> tuple[int, Box] | None:
    """The nearest line with a piece right above (below) the rule and no wider than it."""
    best: tuple[float, int, Box] | None = None
    for n in near:
        line = lines[n]
        inside = [g for g in line.glyphs if rule.left - 1.5 <= g.box.middle[0] <= rule.right + 1.5]
        inside = [g for g in inside if (g.box.middle[1] < rule.middle[1]) == up]
        if not inside:
            continue
        box = around(g.box for g in inside)
        room = rule.top - box.bottom if up else box.top - rule.bottom
        if not -0.15 * line.size <= room <= 0.55 * line.size:
            continue
        if box.left < rule.left - 2 or box.right > rule.right + 2:
            continue
        others = [
            g
            for g in line.glyphs
            if g not in inside and abs(g.base - inside[0].base) < 0.3 * line.size
        ]
        if any(box.grown(0.12 * line.size, 0).meets(g.box) for g in others):
            continue
        if best is None or room < best[0]:
            best = (room, n, box)
    return (best[1], best[2]) if best else None


def _root(lines: list[Line], near: list[int], rule: Box) -> list[int]:
    """The line with a root sign whose bar this rule is."""
    for n in near:
        for glyph in lines[n].glyphs:
            joins = (
                abs(glyph.box.right - rule.left) < 2 and abs(glyph.box.top - rule.middle[1]) < 2.5
            )
            if glyph.char == "√" and joins:
                return [n]
    return []


def _unite(owner: list[int], members: Sequence[int]) -> None:
    roots = {_root_of(owner, n) for n in members}
    for root in roots:
        owner[root] = min(roots)


def _root_of(owner: list[int], index: int) -> int:
    while owner[index] != index:
        index = owner[index]
    return index


def _united(lines: list[Line], bars: list[Box]) -> Line:
    """One line of several; the row at the bars' height, or that with words, gives its baseline."""
    if len(lines) == 1:
        lines[0].bars = bars
        lines[0].tall = bool(bars)
        return lines[0]
    large = max(line.size for line in lines)
    full = [line for line in lines if line.size > 0.86 * large]

    def weight(line: Line) -> tuple[int, float, int]:
        axis = line.base - 0.25 * line.size
        words = sum(not g.face.math and g.char.isalpha() for g in line.glyphs)
        spread = max((line.box.width / 20, 0.0))
        return (
            sum(abs(axis - bar.middle[1]) < 0.2 * line.size for bar in bars),
            words + spread,
            len(line.glyphs),
        )

    main = max(full, key=weight)
    glyphs = sorted(
        (g for line in lines for g in line.glyphs), key=lambda one: (one.start, one.order)
    )
    return Line(glyphs, main.base, large, bars=bars, tall=True)
