"""One page taken apart: text in reading order, tables, pictures, and the ink that no one read."""

from __future__ import annotations

import ctypes
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from .columns import (
    cut_at_labels,
    flows,
    is_label,
    labels_first,
    side_by_side,
    stands_before,
    top_of,
)
from .geometry import Box, Sheet, around, merged
from .glyphs import Glyph, Letters, letters_of
from .ink import Ink, Stain
from .lines import Line
from .pieces import Leaf, Mark, Piece, Table
from .rules import is_explained, strikes, underscores
from .shapes import Picture, Shapes, shapes_of
from .stacks import lines_of
from .tables import gridded, grids, tabled

_SCAN = 0.8
"""Share of the page that a picture covers which is the page."""
_SMALL = 14.0
"""Points below which a picture is an ornament; ink decides whether it shows anything."""
_WORDY = 600
"""Letters in a drawing from which it is a frame around text."""
_LARGEST = 60_000_000
"""Pixels of a picture that is decoded for its hash."""


def leaf_of(page: Any, number: int, tick: Callable[[], None]) -> Leaf:
    """Take a page apart; the page must stay open meanwhile."""
    import pypdfium2.raw as raw

    sheet = Sheet(tuple(page.get_bbox()), page.get_rotation())
    leaf = Leaf(number, sheet)
    whole = Box(0, 0, *sheet.size)
    letters = letters_of(page, sheet, tick)
    shapes = shapes_of(page, sheet, tick)
    tick()
    if letters.spilled or shapes.spilled:
        leaf.pieces = [Mark(number, whole, "unread-ink")]
        leaf.unread = 1.0
        return leaf
    scans = [one for one in shapes.pictures if _share(one.box, whole) >= _SCAN]
    marks = [Mark(number, whole, "scan", pixels=_pixels(raw, scan)) for scan in scans[:1]]
    glyphs = _trusted(letters, shapes, scans, marks, leaf)
    _grounds(shapes, glyphs, leaf)
    ink = Ink(page, sheet.size, shapes.grounds)
    seen = ink.shown(glyphs)
    if not all(seen):
        visible = _visible(glyphs, seen)
        leaf.distrusted = leaf.distrusted or len(visible) < len(glyphs)
        glyphs = visible
    tick()
    if not scans:
        marks.extend(_pictures(raw, shapes.pictures, number))
        glyphs = _swallowed(glyphs, letters.turned, _plots(shapes, number, marks), marks)
    glyphs = [*glyphs, *underscores(glyphs, shapes.rules)]
    pieces, used, frames = _read(glyphs, shapes.rules, number, sheet)
    tick()
    if not scans:
        taken = [mark.box for mark in marks]
        lines = [piece for piece in pieces if isinstance(piece, Line)]
        read = [*(g.box for g in glyphs), *used, *frames, *shapes.frames, *letters.spaces]
        read += [rule for rule in shapes.rules if is_explained(rule, lines, shapes.rules)]
        stains, leaf.unread = ink.left([*read, *taken])
        struck = [r for r in shapes.rules if r not in used and any(strikes(r, li) for li in lines)]
        stains.extend(Stain(rule, 0.0) for rule in struck)
        marks.extend(_unread(stains, letters.turned, lines, number, shapes))
    leaf.pieces = _placed(pieces, marks)
    return leaf


def _share(box: Box, whole: Box) -> float:
    width = min(box.right, whole.right) - max(box.left, whole.left)
    height = min(box.bottom, whole.bottom) - max(box.top, whole.top)
    return max(width, 0) * max(height, 0) / max(whole.width * whole.height, 1)


def _trusted(
    letters: Letters, shapes: Shapes, scans: list[Picture], marks: list[Mark], leaf: Leaf
) -> list[Glyph]:
    """The glyphs that a person can see; text behind a picture of the page is only suggested."""
    behind = bool(scans) and shapes.last_text < max(scan.order for scan in scans)
    distrusted = letters.hidden + (letters.glyphs if behind else [])
    if distrusted and marks:
        marks[0].why = "text-layer-distrusted"
        marks[0].suggestion = "\n".join(line.text for line in lines_of(distrusted, [])[0])
    leaf.distrusted = bool(distrusted)
    leaf.unread = 1.0 if scans else 0.0
    if scans and letters.glyphs and not behind:
        marks[0].read = "part"
    return [] if behind else letters.glyphs


def _visible(glyphs: Sequence[Glyph], seen: Sequence[bool]) -> list[Glyph]:
    """The glyphs without runs of three or more that leave no ink; one alone may be a faint dot."""
    kept: list[Glyph] = []
    run: list[Glyph] = []
    for glyph, is_seen in zip(glyphs, seen, strict=True):
        if not is_seen:
            run.append(glyph)
            continue
        kept.extend(run if len(run) < 3 else ())
        run = []
        kept.append(glyph)
    return kept + (run if len(run) < 3 else [])


def _grounds(shapes: Shapes, glyphs: Sequence[Glyph], leaf: Leaf) -> None:
    """Keep the filled areas with text on them as grounds; the others are drawings."""
    middles = [glyph.box.middle for glyph in glyphs]
    kept = []
    for ground in shapes.grounds:
        if min(ground.colour) >= 253:
            continue
        if any(ground.box.holds(middle) for middle in middles):
            kept.append(ground)
        else:
            shapes.drawings.append(ground.box)
    shapes.grounds = kept
    framed = [box for box in shapes.boxes if box.height > 12 and box.width > 100]
    leaf.grounds = [*(ground.box for ground in kept), *framed]


def _pixels(raw: Any, picture: Picture) -> str:
    """Hash of a picture's size and pixels in RGB, wherever and however large it is shown."""
    import pypdfium2

    across, down = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(picture.handle, across, down)
    width, height = across.value, down.value
    if width * height > _LARGEST:
        return ""
    handle = raw.FPDFImageObj_GetBitmap(picture.handle)
    if not handle:
        return ""
    # the wrapper frees the bitmap together with its buffer
    image = pypdfium2.PdfBitmap.from_raw(handle).to_pil().convert("RGB")
    return hashlib.sha256(b"%dx%d:" % image.size + image.tobytes()).hexdigest()


def _pictures(raw: Any, pictures: Sequence[Picture], number: int) -> list[Mark]:
    """A mark for each picture; those cut into strips count as one."""
    large = [one for one in pictures if max(one.box.width, one.box.height) >= _SMALL]
    marks = []
    for box in merged((one.box for one in large), 1.0, 1.0):
        inside = [one for one in large if box.holds(one.box.middle)]
        pixels = _pixels(raw, inside[0]) if len(inside) == 1 else ""
        marks.append(Mark(number, box, "picture", pixels=pixels))
    return marks


def _plots(shapes: Shapes, number: int, marks: list[Mark]) -> list[Mark]:
    """Marks for drawings as large as a diagram."""
    plots = []
    for box in merged(shapes.drawings, 6, 6):
        inside = sum(box.holds(one.middle) for one in shapes.drawings)
        if box.width >= 70 and box.height >= 50 and inside >= 3:
            plots.append(Mark(number, box, "picture"))
    marks.extend(plots)
    return plots


def _swallowed(
    glyphs: Sequence[Glyph], turned: list[Glyph], plots: Sequence[Mark], marks: list[Mark]
) -> list[Glyph]:
    """The glyphs that are no part of a drawing; names and numbers on its axes go to its mark."""
    rest = list(glyphs)
    for plot in plots:
        usual = Counter(round(g.size) for g in rest).most_common(1)[0][0] if rest else 0
        reach = plot.box.grown(26, 20)
        owned = [g for g in rest if plot.box.holds(g.box.middle)]
        if sum(glyph.face.fixed for glyph in owned) > 30 or len(owned) > _WORDY:
            marks.remove(plot)
            continue
        near = [g for g in rest if reach.holds(g.box.middle) and not plot.box.holds(g.box.middle)]
        for line in lines_of(near, [])[0]:
            if line.size < 0.93 * usual or not any(g.char.isalpha() for g in line.glyphs):
                owned.extend(line.glyphs)
        sideways = [g for g in turned if reach.holds(g.box.middle)]
        gone = {g.order for g in [*owned, *sideways]}
        if owned or sideways:
            plot.box = around([plot.box, *(g.box for g in [*owned, *sideways])])
        rest = [g for g in rest if g.order not in gone]
        turned[:] = [g for g in turned if g.order not in gone]
    return rest


def _read(
    glyphs: Sequence[Glyph], rules: Sequence[Box], number: int, sheet: Sheet
) -> tuple[list[Piece], set[Box], list[Box]]:
    """Lines and tables in reading order, the rules of formulas, and the frames of tables."""
    pieces: list[Piece] = []
    used: set[Box] = set()
    frames: list[Box] = []
    for flow in flows(glyphs, sheet.size[0]):
        for grid in grids(rules):
            inside = [g for g in flow if grid[0].holds(g.box.middle)]
            table = gridded(number, inside, grid) if inside else None
            if table is not None:
                pieces.append(table)
                frames.extend(rule for rule in rules if grid[0].holds(rule.middle))
                gone = {g.order for g in inside}
                flow = [g for g in flow if g.order not in gone]
        if not flow:
            continue
        lines, bars = lines_of(flow, rules)
        lines = side_by_side(labels_first(cut_at_labels(lines)))
        used |= bars
        _margins(lines)
        for line in lines:
            line.page = number
        start = len(pieces)
        for piece in tabled(lines, [rule for rule in rules if rule not in bars]):
            pieces.append(piece)
        pieces[start:] = sorted(pieces[start:], key=_top)
    return _with_grids(pieces), used, frames


def _with_grids(pieces: list[Piece]) -> list[Piece]:
    """Tables of grids put between the lines above and below them."""
    rest: list[Piece] = [piece for piece in pieces if not isinstance(piece, Table)]
    for table in (piece for piece in pieces if isinstance(piece, Table)):
        rest.insert(_place(rest, table.box), table)
    return rest


def _placed(pieces: list[Piece], marks: Sequence[Mark]) -> list[Piece]:
    """The pieces with each mark before the first one that stands below it."""
    for mark in sorted(marks, key=_top):
        pieces.insert(_place(pieces, mark.box), mark)
    return pieces


def _place(pieces: Sequence[Piece], box: Box) -> int:
    """Where a box belongs among pieces in reading order: after the last above it in its column."""
    place = 0
    for index, piece in enumerate(pieces):
        other = piece.box
        beside = other.left < box.right and box.left < other.right
        above = other.middle[1] < box.middle[1] and (beside or other.bottom < box.middle[1])
        leads = isinstance(piece, Line) and is_label(piece) and stands_before(piece.box, box)
        if (above and (beside or index == place)) or leads:
            place = index + 1
    return place


def _top(piece: Piece) -> float:
    return top_of(piece) if isinstance(piece, Line) else piece.box.top


def _margins(lines: Sequence[Line]) -> None:
    """Tell each line where the lines of its column begin and end."""
    if not lines:
        return
    boxes = [line.box for line in lines]
    left = Counter(round(box.left) for box in boxes).most_common(1)[0][0]
    rights = sorted(box.right for box in boxes)
    flush, count = Counter(round(right) for right in rights).most_common(1)[0]
    for line in lines:
        line.margin = min(left, min(b.left for b in boxes) + 40)
        line.edge = flush + 0.5 if count >= 0.25 * len(lines) and count >= 4 else rights[-1]


def _unread(
    stains: Sequence[Stain],
    turned: list[Glyph],
    lines: Sequence[Line],
    number: int,
    shapes: Shapes,
) -> list[Mark]:
    """Marks for ink that nothing accounts for; round dots before a line are bullets."""
    rest = []
    for stain in stains:
        line = _bullet(stain.box, lines)
        if line is not None:
            first = line.glyphs[0]
            dot = Glyph(
                "•", stain.box, stain.box.left, first.base, first.size, first.face, -1, True
            )
            first.spaced = True
            line.glyphs.insert(0, dot)
            line.frame = None
        else:
            rest.append(stain.box)
    marks = []
    for box in merged([*rest, *(glyph.box for glyph in turned)], 14, 7):
        touched = [line for line in lines if box.meets(line.box.grown(2, 0))]
        drawn = sum(box.grown(1).holds(one.middle) for one in shapes.drawings)
        flat = box.height <= 70 and drawn >= 1
        why = "drawn-formula" if flat and not _is_wild(box, shapes) else "unread-ink"
        marks.append(Mark(number, box.grown(4), why, read="part" if touched else "none"))
    return marks


def _is_wild(box: Box, shapes: Shapes) -> bool:
    """Whether the drawings here are larger than letters: strokes of a pen, not outlines."""
    return any(box.grown(1).holds(one.middle) and one.height > 45 for one in shapes.drawings)


def _bullet(box: Box, lines: Sequence[Line]) -> Line | None:
    """The line that a round dot stands before."""
    if not (
        2.0 <= box.width <= 8 and 2.0 <= box.height <= 8 and 0.6 < box.width / box.height < 1.7
    ):
        return None
    for line in lines:
        first = line.glyphs[0]
        beside = line.base - line.size < box.middle[1] < line.base + 1
        if beside and 3 < first.box.left - box.right < 30:
            return line
    return None
