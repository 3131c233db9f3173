"""Lines that a fraction, a large operator or a tall bracket holds together, as one tall line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .formulas.symbols import is_extension
from .geometry import Box, around
from .glyphs import Glyph
from .lines import Line, plain, rows_of

_BIG = frozenset("∑∏∫∮⋃⋂")
_PIECES = frozenset("⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭")
_TOPS, _BOTTOMS = frozenset("⎛⎡⎧⎞⎤⎫"), frozenset("⎝⎣⎩⎠⎦⎭")
_WORD = re.compile(r"[a-z]{3,}")
_WORDS = re.compile(r"\b(?:max|min|lim|sup|inf)\b")


def lines_of(glyphs: Iterable[Glyph], rules: Sequence[Box]) -> tuple[list[Line], set[Box]]:
    """The lines of one column from top to bottom, and the rules that belong to formulas."""
    used: set[Box] = set()
    lines = _stacked(rows_of(glyphs), rules, used)
    return sorted(lines, key=lambda one: one.base), used


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
    whole = _brackets(lines, owner)
    for index, line in enumerate(lines):
        for glyph in line.glyphs:
            if is_extension(glyph.face.name) or glyph.char in _BIG:
                reach = _reach(glyph, whole.get(glyph.order, glyph.box))
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


def _brackets(lines: Sequence[Line], owner: list[int]) -> dict[int, Box]:
    """The whole bracket that each piece of one is of; the lines with its pieces become one."""
    pieces = sorted(
        (
            (glyph.box.top, n, glyph)
            for n, line in enumerate(lines)
            for glyph in line.glyphs
            if glyph.char in _PIECES
        ),
        key=lambda one: (one[0], one[2].start),
    )
    columns: list[list[tuple[int, Glyph]]] = []
    for _, n, glyph in pieces:
        for column in columns:
            last = column[-1][1]
            goes_on = glyph.char not in _TOPS and last.char not in _BOTTOMS
            below = abs(glyph.box.top - last.box.bottom) < 0.35 * glyph.size
            if goes_on and below and abs(glyph.start - last.start) < 0.1 * glyph.size:
                column.append((n, glyph))
                break
        else:
            columns.append([(n, glyph)])
    found: dict[int, Box] = {}
    frames = [around(glyph.box for _, glyph in column) for column in columns]
    closing = [
        frame for column, frame in zip(columns, frames, strict=True) if column[0][1].char == "⎫"
    ]
    for column, box in zip(columns, frames, strict=True):
        _unite(owner, [n for n, _ in column])
        beside = [one for one in closing if box.top < one.middle[1] < box.bottom]
        if column[0][1].char == "⎧" and not any(one.left > box.left for one in beside):
            # cases go on to the end of their lines
            box = box._replace(right=max(line.box.right for line in lines))
        found |= {glyph.order: box for _, glyph in column}
    return found


def _reach(glyph: Glyph, box: Box) -> Box:
    """Where the limits or the inside of a large sign stand."""
    if glyph.char in "∑∏⋃⋂":
        return box.grown(0.5 * glyph.size, 0.95 * glyph.size)
    if box.height > 1.6 * glyph.size:
        return box.grown(2.5 * glyph.size, -0.1 * glyph.size)
    return box


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
