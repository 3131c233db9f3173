"""Thin lines on a page: which say nothing, which are underscores, and which strike text out."""

from __future__ import annotations

from collections.abc import Sequence

from .geometry import Box
from .glyphs import Glyph
from .lines import Line


def strikes(rule: Box, line: Line) -> bool:
    """Whether a rule runs through the letters of a line."""
    if rule.width < rule.height or not line.box.meets(rule):
        return False
    y = rule.middle[1]
    over = [
        g for g in line.glyphs if g.box.left < rule.right - 0.5 and rule.left + 0.5 < g.box.right
    ]
    return any(
        g.base - 0.6 * g.size < y < g.base - 0.12 * g.size and g.box.height > 0.3 * g.size
        for g in over
    )


def is_explained(rule: Box, lines: Sequence[Line], rules: Sequence[Box]) -> bool:
    """Whether a rule says nothing: a long one between lines, or one under words."""
    if rule.width < rule.height:
        return rule.height >= 12
    if any(strikes(rule, line) for line in lines):
        return False
    y = rule.middle[1]
    over = [g for line in lines if line.box.grown(1, 4).meets(rule) for g in line.glyphs]
    over = [g for g in over if g.box.left < rule.right - 0.5 and rule.left + 0.5 < g.box.right]
    under = [g for g in over if -0.12 * g.size <= y - g.base < 0.45 * g.size]
    covered = sum(min(g.box.right, rule.right) - max(g.box.left, rule.left) for g in under)
    if covered > 0.6 * rule.width:
        return True
    return rule.width >= 24 and not _may_be_fraction(rule, lines, rules)


def _may_be_fraction(rule: Box, lines: Sequence[Line], rules: Sequence[Box]) -> bool:
    """Whether a rule has something right above and right below it, and is no line of a table."""
    if rule.width > 200:
        return False
    y, close = rule.middle[1], rule.grown(0, 9)
    near = [g.box for line in lines if line.box.meets(close) for g in line.glyphs]
    near = [
        box
        for box in near
        if box.meets(close) and box.left < rule.right - 1 and rule.left + 1 < box.right
    ]
    if len({box.middle[1] < y for box in near}) < 2:
        return False
    return not any(
        abs(other.left - rule.left) < 2
        and abs(other.right - rule.right) < 2
        and abs(other.middle[1] - y) > 3
        for other in rules
    )


def underscores(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> list[Glyph]:
    """Short rules on the baseline beside a letter: so TeX draws the underscore of its old fonts."""
    short = sorted(rule for rule in set(rules) if 1.5 <= rule.width <= 9 and rule.height <= 1.4)
    if not short:
        return []
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        rows.setdefault(int(glyph.base), []).append(glyph)
    roots = [glyph for glyph in glyphs if glyph.char == "√"]
    found: list[Glyph] = []
    for rule in short:
        if any(abs(s.box.right - rule.left) < 2 and abs(s.box.top - rule.top) < 2 for s in roots):
            continue
        y = int(rule.middle[1])
        near = [glyph for base in range(y - 5, y + 3) for glyph in rows.get(base, ())]
        beside = _beside(rule, near)
        if beside is not None:
            order = beside.order + (1 if beside.box.left < rule.left else -1)
            sign = Glyph("_", rule, rule.left, beside.base, beside.size, beside.face, order, False)
            sign.advance = beside.advance
            found.append(sign)
            rows.setdefault(int(sign.base), []).append(sign)
    return found


def _beside(rule: Box, near: Sequence[Glyph]) -> Glyph | None:
    """The glyph next to a rule on its baseline; None where one stands on the rule."""
    beside = None
    for glyph in near:
        if not -0.08 * glyph.size <= rule.middle[1] - glyph.base <= 0.3 * glyph.size:
            continue
        if glyph.box.left < rule.right - 0.8 and rule.left + 0.8 < glyph.box.right:
            return None
        if max(glyph.box.left - rule.right, rule.left - glyph.box.right) < 0.6 * glyph.size:
            beside = glyph
    return beside
