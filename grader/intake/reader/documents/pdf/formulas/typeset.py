"""Glyphs of a formula to LaTeX by where they stand; says how far that can be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..geometry import Box, around
from ..glyphs import Glyph
from .nodes import Node, words
from .symbols import is_extension, latex, with_scripts

_PIECES = dict(zip("⎡⎢⎣⎛⎜⎝⎧⎨⎩⎪", "[[[((({{{{", strict=True))
_CLOSING = dict(zip("⎤⎥⎦⎞⎟⎠⎫⎬⎭", "]]])))}}}", strict=True))
_OPEN = {"[": "bmatrix", "(": "pmatrix", "{": "cases", "|": "vmatrix"}
_DEEPEST = 12


@dataclass(slots=True)
class Formula:
    """A formula's LaTeX, and whether one row of known glyphs was all there was to read."""

    tex: str
    sure: bool
    unmapped: bool


def formula_of(glyphs: Sequence[Glyph], bars: Sequence[Box], base: float, size: float) -> Formula:
    """LaTeX of the glyphs around `base`; `bars` are the lines of fractions and roots among them."""
    work = _Work()
    tex = work.row(glyphs, bars, base, size, 0).replace(". . .", r"\dots").replace("...", r"\dots")
    unmapped = any(not glyph.sure for glyph in glyphs)
    tex = with_scripts(tex)
    return Formula(tex, not work.stacked and not unmapped, unmapped)


class _Work:
    def __init__(self) -> None:
        self.stacked = False

    def row(
        self, glyphs: Sequence[Glyph], bars: Sequence[Box], base: float, size: float, depth: int
    ) -> str:
        """LaTeX of all that belongs to one baseline."""
        if depth > _DEEPEST:
            self.stacked = True
            return ""
        rest = list(glyphs)
        nodes: list[Node] = []
        nodes.extend(self.matrices(rest, bars, depth))
        for bar in sorted(bars, key=lambda one: -one.width):
            nodes.extend(self.barred(rest, bars, bar, depth))
        nodes.extend(words(rest))
        nodes.sort(key=lambda one: one.start)
        nodes = _argued(nodes)
        return self.linear(self.limited(nodes), base, size)

    def barred(self, rest: list[Glyph], bars: Sequence[Box], bar: Box, depth: int) -> list[Node]:
        """The fraction or root of a bar; its glyphs leave `rest`."""
        inside = [g for g in rest if bar.left - 1.5 <= g.box.middle[0] <= bar.right + 1.5]
        size = max((g.size for g in inside), default=10.0)
        sign = next(
            (
                g
                for g in rest
                if g.char == "√"
                and abs(g.box.right - bar.left) < 2.5
                and abs(g.box.top - bar.top) < 3
            ),
            None,
        )
        above = (
            []
            if sign
            else _stack([g for g in inside if g.box.middle[1] < bar.middle[1]], bar, True)
        )
        below = _stack([g for g in inside if g.box.middle[1] > bar.middle[1]], bar, False)
        if not below or not (above or sign):
            return []
        self.stacked = True
        for glyph in [*above, *below, *([sign] if sign else [])]:
            rest.remove(glyph)
        others = [one for one in bars if one is not bar]
        parts = [self.part(part, others, depth) for part in (above, below) if part]
        box = around([bar, *(g.box for g in [*above, *below])])
        if sign:
            return [Node(f"\\sqrt{{{parts[0]}}}", box, sign.base, sign.size, sign.start)]
        return [
            Node(
                f"\\frac{{{parts[0]}}}{{{parts[1]}}}",
                box,
                bar.middle[1] + 0.25 * size,
                size,
                bar.left,
            )
        ]

    def part(self, glyphs: list[Glyph], bars: Sequence[Box], depth: int) -> str:
        """LaTeX of what stands on its own baseline: a numerator, an entry of a matrix."""
        size = max(g.size for g in glyphs)
        full = sorted(g.base for g in glyphs if g.size > 0.86 * size)
        box = around(g.box for g in glyphs).grown(2)
        own = [bar for bar in bars if box.holds(bar.middle)]
        base = own[0].middle[1] + 0.25 * size if own else full[len(full) // 2]
        return self.row(glyphs, own, base, size, depth + 1)

    def matrices(self, rest: list[Glyph], bars: Sequence[Box], depth: int) -> list[Node]:
        """Tall brackets with several rows between them; their glyphs leave `rest`."""
        nodes: list[Node] = []
        while True:
            tall = [
                g
                for g in rest
                if g.char in _PIECES
                or g.char in _CLOSING
                or (is_extension(g.face.name) and g.box.height > 0.8 * g.size)
            ]
            free = [g for g in tall if not any(b.left < g.start < b.right for b in bars)]
            left = next((g for g in sorted(free, key=lambda g: -g.start) if _opens(g.char)), None)
            if left is None:
                break
            lefts = [g for g in tall if abs(g.start - left.start) < 2 and _opens(g.char)]
            closing = sorted(
                (g for g in tall if _closes(g.char) and g.start > left.start), key=lambda g: g.start
            )
            rights = [g for g in closing if closing and g.start - closing[0].start < 2]
            frame = around(g.box for g in [*lefts, *rights])
            end = rights[0].box.left if rights else max(g.box.right for g in rest) + 1
            inside = [g for g in rest if g not in lefts and g not in rights]
            inside = [g for g in inside if left.box.left < g.box.middle[0] < end]
            inside = [g for g in inside if frame.top - 2 < g.box.middle[1] < frame.bottom + 2]
            for glyph in [*lefts, *rights, *inside]:
                rest.remove(glyph)
            sign = _PIECES.get(left.char, left.char)
            tex = self.between(inside, bars, sign, bool(rights), depth)
            size = max((g.size for g in inside), default=left.size)
            nodes.append(Node(tex, frame, frame.middle[1] + 0.25 * size, size, left.start))
        return nodes

    def between(
        self, inside: list[Glyph], bars: Sequence[Box], sign: str, closed: bool, depth: int
    ) -> str:
        """What stands between tall brackets: a matrix, or one row."""
        self.stacked = True
        close = {"[": "]", "(": ")", "{": "\\}", "⟨": "\\rangle"}.get(sign, sign)
        opening = "\\{" if sign == "{" else latex(sign)
        if not inside:
            return f"{opening} {close}"
        rows = _rows_of(inside, bars)
        if len(rows) < 2:
            return f"{opening}{self.part(inside, bars, depth)}{close if closed else ''}"
        cells = [" & ".join(self.part(cell, bars, depth) for cell in _cells(row)) for row in rows]
        name = _OPEN.get(sign, "matrix") if closed or sign == "{" else "matrix"
        name = "Bmatrix" if name == "cases" and closed else name
        body = " \\\\ ".join(cells)
        return f"\\begin{{{name}}} {body} \\end{{{name}}}"

    def limited(self, nodes: list[Node]) -> list[Node]:
        """Limits right above and below sums, products, and words such as max, put into them."""
        signs = [node for node in nodes if node.limits]
        parts: dict[tuple[int, str], list[Node]] = {}
        gone: list[Node] = []
        for node in nodes:
            side = {n: _limit(node, sign) for n, sign in enumerate(signs) if node is not sign}
            near = [n for n, found in side.items() if found]
            if near:
                x = node.box.middle[0]
                away = {n: abs(signs[n].box.middle[0] - x) - signs[n].box.width / 2 for n in near}
                sign = min(near, key=away.__getitem__)
                parts.setdefault((sign, side[sign]), []).append(node)
                gone.append(node)
        for (sign, mark), part in sorted(parts.items(), key=lambda one: one[0], reverse=True):
            self.stacked = True
            base = max(part, key=lambda n: n.size).base
            tex = self.linear(part, base, max(n.size for n in part))
            signs[sign].tex += f"{mark}{_braced(tex)}"
        return [node for node in nodes if not any(node is one for one in gone)]

    def linear(self, nodes: list[Node], base: float, size: float) -> str:
        """One baseline from left to right, with scripts."""
        if any(abs(n.base - base) > 1.1 * size for n in nodes):
            self.stacked = True
        text = ""
        last: Node | None = None
        place = 0
        while place < len(nodes):
            node = nodes[place]
            side = _side(node, base, size)
            if not side:
                text += _join(text, node.tex, node.start - last.box.right if last else 0.0, size)
                last = node
                place += 1
                continue
            groups: dict[str, list[Node]] = {"_": [], "^": []}
            while place < len(nodes):
                side = _side(nodes[place], base, size)
                if not side:
                    break
                groups[side].append(nodes[place])
                place += 1
            for side in ("_", "^"):
                text += self.script(side, groups[side], text)
            end = max(n.box.right for part in groups.values() for n in part)
            last = Node(
                "", Box(node.box.left, node.box.top, end, node.box.bottom), base, size, node.start
            )
        return text

    def script(self, side: str, nodes: list[Node], text: str) -> str:
        """A group of scripts at one side of the line."""
        if not nodes:
            return ""
        size = max(n.size for n in nodes)
        base = next(n.base for n in nodes if n.size > 0.86 * size)
        tex = self.linear(nodes, base, size)
        if side == "^" and tex.strip("'") == "":
            return tex
        return f"{'' if text else '{}'}{side}{_braced(tex)}"


def _limit(node: Node, sign: Node) -> str:
    """Whether a node stands right below ("_") or above ("^") a large sign, or neither."""
    reach = sign.box.grown(0.75 * sign.size, 0)
    if node.size > 0.9 * sign.size or not reach.left <= node.box.middle[0] <= reach.right:
        return ""
    if node.box.middle[1] > sign.box.bottom - 0.5:
        return "_"
    return "^" if node.box.middle[1] < sign.box.top + 0.5 else ""


def _argued(nodes: list[Node]) -> list[Node]:
    r"""`\arg` and the `\min` or `\max` after it as one sign."""
    done: list[Node] = []
    for node in nodes:
        if done and done[-1].tex == r"\arg" and node.tex in (r"\min", r"\max"):
            box = around((done[-1].box, node.box))
            done[-1] = Node(
                r"\arg" + node.tex, box, node.base, node.size, done[-1].start, limits=True
            )
        else:
            done.append(node)
    return done


def _side(node: Node, base: float, size: float) -> str:
    """Whether a node is a subscript or superscript of the line, or stands on it."""
    shift = (base - node.base) / size
    if node.size > 0.86 * size:
        return ""
    if shift > 0.14:
        return "^"
    return "_" if shift < -0.06 else ""


def _join(text: str, tex: str, room: float, size: float) -> str:
    """`tex` with the space that it needs after `text`."""
    if not text:
        return tex
    if room > 1.6 * size:
        return f" \\qquad {tex}"
    word = re.search(r"\\[A-Za-z]+$", text) is not None and tex[:1].isalnum()
    both = text[-1].isalnum() and tex[0].isalnum()
    return f" {tex}" if word or room > (0.24 if both else 0.14) * size else tex


def _braced(tex: str) -> str:
    return tex if len(tex) == 1 or (tex.startswith("\\") and tex[1:].isalpha()) else f"{{{tex}}}"


def _stack(glyphs: list[Glyph], bar: Box, up: bool) -> list[Glyph]:
    """The glyphs that follow upon the bar without a wide gap."""
    edge = bar.top if up else bar.bottom
    held: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: -g.box.bottom if up else g.box.top):
        room = edge - glyph.box.bottom if up else glyph.box.top - edge
        if room > 0.75 * glyph.size:
            break
        held.append(glyph)
        edge = min(edge, glyph.box.top) if up else max(edge, glyph.box.bottom)
    return held


def _opens(char: str) -> bool:
    return char in _PIECES or char in "([{⟨⌊⌈"


def _closes(char: str) -> bool:
    return char in _CLOSING or char in ")]}⟩⌋⌉"


def _rows_of(glyphs: list[Glyph], bars: Sequence[Box]) -> list[list[Glyph]]:
    """The rows of a matrix: full glyphs, and fractions as a whole, at heights that lie apart."""
    size = max(g.size for g in glyphs)

    signs = [glyph for glyph in glyphs if glyph.char == "√"]
    bars = [bar for bar in bars if not any(abs(s.box.right - bar.left) < 2.5 for s in signs)]

    def height(glyph: Glyph) -> float:
        x, y = glyph.box.middle
        for bar in bars:
            if bar.left - 1 <= x <= bar.right + 1 and abs(bar.middle[1] - y) < 0.95 * size:
                return bar.middle[1]
        return (
            y
            if glyph.char == "√" or is_extension(glyph.face.name)
            else glyph.base - 0.25 * glyph.size
        )

    full = [g for g in glyphs if g.size > 0.86 * size and g.char != "√"]
    middles = {bar.middle[1] for bar in bars}
    small = [y for g in glyphs if g not in full and (y := height(g)) in middles]
    levels: list[float] = []
    for y in sorted([*map(height, full), *small]):
        if not levels or y - levels[-1] > 0.75 * size:
            levels.append(y)
    rows: list[list[Glyph]] = [[] for _ in levels]
    for glyph in glyphs:
        y = height(glyph)
        rows[min(range(len(levels)), key=lambda n: abs(levels[n] - y))].append(glyph)
    return [row for row in rows if row]


def _cells(row: list[Glyph]) -> list[list[Glyph]]:
    """The entries of a matrix's row: parts with wide gaps between them."""
    row = sorted(row, key=lambda g: g.start)
    size = max(g.size for g in row)
    cells = [[row[0]]]
    edge = row[0].box.right
    for glyph in row[1:]:
        if glyph.box.left - edge > 0.75 * size:
            cells.append([])
        cells[-1].append(glyph)
        edge = max(edge, glyph.box.right)
    return cells
