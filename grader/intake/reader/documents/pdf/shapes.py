"""What is drawn on a page: rules, grounds behind text, pictures, and everything else."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .geometry import Box, Sheet

MOST = 20_000
"""Objects of one page that are looked at; above that the page is a drawing."""
_DEPTH = 8

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Picture:
    """A picture object; `handle` is PDFium's, good while the page is open."""

    box: Box
    order: int
    handle: Any


@dataclass(slots=True)
class Ground:
    """A filled area behind text."""

    box: Box
    colour: tuple[int, int, int]


@dataclass(slots=True)
class Shapes:
    """The drawn things of a page by kind."""

    rules: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    """Those rules that are the sides of one rectangle."""
    boxes: list[Box] = field(default_factory=list)
    """Rectangles that are drawn, not filled."""
    grounds: list[Ground] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    drawings: list[Box] = field(default_factory=list)
    spilled: bool = False
    last_text: int = -1
    """Place in the order of painting of the last text."""


def shapes_of(page: Any, sheet: Sheet, tick: Callable[[], None]) -> Shapes:
    """All drawn things of a page; `tick` is called now and then and may raise."""
    import pypdfium2.raw as raw

    shapes = Shapes()
    frame = sheet.box(*sheet.bounds)
    for order, (thing, matrix) in enumerate(_things(raw, page)):
        if order >= MOST:
            shapes.spilled = True
            break
        if not order % 1000:
            tick()
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            shapes.last_text = order
            continue
        box = _box(raw, thing, matrix, sheet)
        if box is None or not box.meets(frame):
            continue
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            shapes.pictures.append(Picture(box, order, thing))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _path(raw, thing, box, shapes)
        else:
            shapes.drawings.append(box)
    shapes.grounds = _joined(shapes.grounds)
    return shapes


def _things(raw: Any, page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Objects in the order of painting, those inside forms too, each with its form's matrix."""
    plain: Matrix = (1, 0, 0, 1, 0, 0)
    rows: list[tuple[Any, Matrix, int]] = [
        (raw.FPDFPage_GetObject(page, index), plain, 0)
        for index in reversed(range(min(raw.FPDFPage_CountObjects(page), MOST + 1)))
    ]
    while rows:
        thing, matrix, depth = rows.pop()
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_FORM:
            yield thing, matrix
            continue
        if depth >= _DEPTH:
            continue
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(thing, own)
        inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        count = min(raw.FPDFFormObj_CountObjects(thing), MOST + 1)
        rows.extend(
            (raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)
            for index in reversed(range(count))
        )


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r, a * q + b * s, c * p + d * r,
        c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _box(raw: Any, thing: Any, matrix: Matrix, sheet: Sheet) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(thing, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return sheet.box(min(xs), min(ys), max(xs), max(ys))


def _path(raw: Any, thing: Any, box: Box, shapes: Shapes) -> None:
    """Sort a path: a rule, a ground, or a drawing; what paints nothing is left out."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill, stroke)
    if not fill.value and not stroke.value:
        return
    colour = [ctypes.c_uint() for _ in range(4)]
    ask = raw.FPDFPageObj_GetFillColor if fill.value else raw.FPDFPageObj_GetStrokeColor
    ask(thing, *colour)
    red, green, blue, alpha = (one.value for one in colour)
    segments = raw.FPDFPath_CountSegments(thing)
    if alpha == 0:
        return
    if min(box.width, box.height) <= 2.6 and segments <= 5:
        shapes.rules.append(box)
    elif (
        fill.value
        and not stroke.value
        and min(box.width, box.height) > 7
        and _is_plain(raw, thing, segments)
    ):
        shapes.grounds.append(Ground(box, (red, green, blue)))
    elif not fill.value and segments in (4, 5) and _is_plain(raw, thing, segments):
        shapes.rules.extend(_sides(box))
        shapes.frames.extend(_sides(box))
        shapes.boxes.append(box)
    elif min(red, green, blue) < 250 or stroke.value:
        shapes.drawings.append(box)


def _is_plain(raw: Any, thing: Any, segments: int) -> bool:
    """Whether a path is a rectangle, sharp or with round corners."""
    if segments > 17:
        return False
    xs, ys = set(), set()
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(thing, index), x, y)
        xs.add(round(x.value))
        ys.add(round(y.value))
    return (
        len(xs) <= 2 and len(ys) <= 2
        if segments <= 5
        else segments >= 8 and len(xs) <= 8 and len(ys) <= 8
    )


def _sides(box: Box) -> list[Box]:
    """The four lines of a frame."""
    left, top, right, bottom = box
    return [
        Box(left, top, right, top + 1), Box(left, bottom - 1, right, bottom),
        Box(left, top, left + 1, bottom), Box(right - 1, top, right, bottom),
    ]  # fmt: skip


def _joined(grounds: list[Ground]) -> list[Ground]:
    """Grounds of one colour and width that touch, as one: some programs paint one for each line."""
    done: list[Ground] = []
    for ground in sorted(grounds, key=lambda one: (round(one.box.left), one.box.top)):
        last = done[-1] if done else None
        if (
            last is not None
            and last.colour == ground.colour
            and abs(last.box.left - ground.box.left) < 1.5
            and abs(last.box.right - ground.box.right) < 1.5
            and ground.box.top <= last.box.bottom + 1
        ):
            bottom = max(last.box.bottom, ground.box.bottom)
            done[-1] = Ground(Box(last.box.left, last.box.top, last.box.right, bottom), last.colour)
        else:
            done.append(ground)
    return done
