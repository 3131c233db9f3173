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


def is_explained(rule: Box, lines: Sequence[Line]) -> bool:
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
    return covered > 0.6 * rule.width or rule.width >= 24


def underscores(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> list[Glyph]:
    """Short rules on the baseline beside a letter: so TeX draws the underscore of its old fonts."""
    found: list[Glyph] = []
    roots = [glyph for glyph in glyphs if glyph.char == "√"]
    for rule in sorted(rules):
        if not (1.5 <= rule.width <= 9 and rule.height <= 1.4) or any(
            abs(sign.box.right - rule.left) < 2 and abs(sign.box.top - rule.top) < 2
            for sign in roots
        ):
            continue
        known = [*glyphs, *found] if found else list(glyphs)
        beside = None
        for glyph in known:
            if not -0.08 * glyph.size <= rule.middle[1] - glyph.base <= 0.3 * glyph.size:
                continue
            if glyph.box.left < rule.right - 0.8 and rule.left + 0.8 < glyph.box.right:
                beside = None
                break
            room = max(glyph.box.left - rule.right, rule.left - glyph.box.right)
            if room < 0.25 * glyph.size:
                beside = glyph
        if beside is not None:
            order = beside.order + (1 if beside.box.left < rule.left else -1)
            found.append(
                Glyph(
                    "_",
                    rule,
                    rule.left,
                    beside.base,
                    beside.size,
                    beside.face,
                    order,
                    False,
                    True,
                    beside.advance,
                )
            )
    return found
