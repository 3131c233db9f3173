"""Code: fences with the columns and blank lines of the page."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from .formulas.mathematics import ascii_code
from .geometry import Box
from .glyphs import Glyph
from .lines import Line, plain

_PROMPT = re.compile(r"(?:(?:In|Out) ?)?\[[\d *]{1,6}\] ?: ?")
_IMPORT = re.compile(r"(?:import|from)\s+[A-Za-z_.]+")
_CODE = re.compile(
    r"^\s*(?:def|class|import|from|for|if|while|return|print)\b|[=({]\s*$|\w\(.*\)|^\s*[\w.]+\s*=[^=]"
)


def without_prompt(line: Line) -> Line | None:
    """The line without `In [3]:` before it; None where nothing else stands on it."""
    match = _PROMPT.match(plain(line.glyphs[:14]))
    if match is None:
        return line
    count = len(re.sub(r"\s", "", match[0]))
    rest = line.glyphs[count:]
    if not rest:
        return None
    room = rest[0].box.left - line.glyphs[count - 1].box.right
    if room < 0.8 * line.size and not match[0].startswith(("In", "Out")):
        return line
    return replace(line, glyphs=rest, frame=None, prompted=True)


def is_fixed(line: Line) -> bool:
    """Whether a line is set in a fixed font all through, but for a line's number before it."""
    body = line.glyphs[_digits(line.glyphs) :] or line.glyphs
    return sum(glyph.face.fixed for glyph in body) >= 0.9 * len(body)


def _digits(glyphs: Sequence[Glyph]) -> int:
    """How many digits stand at the left of a line, with room after them."""
    count = 0
    while count < min(len(glyphs), 5) and glyphs[count].char.isdigit():
        count += 1
    if 0 < count < len(glyphs):
        room = glyphs[count].box.left - glyphs[count - 1].box.right
        return count if room > 0.45 * glyphs[count].size else 0
    return count


def code_among(lines: Sequence[Line], grounds: dict[int, list[Box]]) -> set[int]:
    """The ids of the lines that are code: by their font, by their ground, by their number."""
    code = {id(line) for line in lines if is_fixed(line)}
    for page, boxes in grounds.items():
        for box in boxes:
            inside = [line for line in lines if line.page == page and _stands_on(line, box)]
            if len(inside) > 1 and looks_like_code(inside):
                code.update(id(line) for line in inside)
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        numbers = [_number(one) for one in (before, line, after)]
        if id(before) in code and line.text.isdigit() and None not in numbers:
            first, own, last = (number or 0 for number in numbers)
            if own == first + 1 and last == own + 1:
                code.add(id(line))
    return code


def _number(line: Line) -> int | None:
    count = _digits(line.glyphs)
    return int("".join(glyph.char for glyph in line.glyphs[:count])) if count else None


def looks_like_code(lines: Sequence[Line]) -> bool:
    """Whether lines read like a program: for a document that is in a fixed font all through."""
    texts = [re.sub(r"^\d+\s+", "", line.text) for line in lines]
    return sum(_CODE.search(text) is not None for text in texts) >= 0.3 * len(lines)


def fences(lines: Sequence[Line], grounds: dict[int, list[Box]]) -> list[list[Line]]:
    """Lines of code cut where their ground ends and before a second block of imports."""
    parts: list[list[Line]] = []
    where: list[int | None] = []
    for line in lines:
        boxes = grounds.get(line.page, [])
        place = next((n for n, box in enumerate(boxes) if _stands_on(line, box)), None)
        if parts and _goes_on(parts[-1][-1], line, where[-1], place, grounds):
            parts[-1].append(line)
        else:
            parts.append([line])
        where.append(place)
    return [piece for part in parts for piece in _by_imports(part)]


def _stands_on(line: Line, ground: Box) -> bool:
    """Whether a line stands on a ground, or its number does so beside it."""
    box = line.box
    inside = ground.top - 1 <= box.middle[1] <= ground.bottom + 1
    return inside and box.right > ground.left - 45 and box.left < ground.right


def _goes_on(
    before: Line, line: Line, old: int | None, new: int | None, grounds: dict[int, list[Box]]
) -> bool:
    """Whether two lines of code stand in one listing."""
    if line.prompted:
        return False
    if before.page != line.page:
        if (old is None) != (new is None):
            return False
        if old is None or new is None:
            return True
        one, two = grounds[before.page][old], grounds[line.page][new]
        return abs(one.left - two.left) < 3 and abs(one.right - two.right) < 3
    if old != new:
        return False
    return old is not None or line.base - before.base < 5.5 * line.size


def _by_imports(lines: list[Line]) -> list[list[Line]]:
    """A listing cut before each block of imports (and its comments) that follows other code."""
    parts: list[list[Line]] = [[]]
    left = min(line.glyphs[0].start for line in lines)
    statements = 0
    for line in lines:
        text = line.text
        outer = line.glyphs[0].start < left + 2
        if outer and _IMPORT.match(text):
            if statements >= 2:
                above = 0
                while above < len(parts[-1]) - 1 and parts[-1][-1 - above].text.startswith("#"):
                    above += 1
                cut = len(parts[-1]) - above
                parts.append(parts[-1][cut:])
                parts[-2] = parts[-2][:cut]
            statements = 0
        elif not text.startswith("#"):
            statements += 1
        parts[-1].append(line)
    return [part for part in parts if part]


def written(lines: Sequence[Line]) -> list[tuple[str, Line | None]]:
    """The rows of a fence, each with its line; blank ones have none."""
    bodies = _without_numbers([list(line.glyphs) for line in lines])
    kept = [(line, body) for line, body in zip(lines, bodies, strict=True) if body]
    if not kept:
        return []
    left = min(body[0].start for _, body in kept)
    glyphs = [glyph for _, body in kept for glyph in body]
    fixed = sum(glyph.face.fixed for glyph in glyphs) > 0.5 * len(glyphs)
    bodies = [body for _, body in kept]
    advance = _advance(bodies) if fixed else _step(bodies, left)
    pitch = _pitch([line for line, _ in kept])
    rows: list[tuple[str, Line | None]] = []
    before: Line | None = None
    for line, body in kept:
        if before is not None and before.page == line.page:
            blank = round((line.base - before.base) / pitch) - 1
            rows.extend([("", None)] * max(min(blank, 20), 0))
        text = _row(body, left, advance) if fixed else _indented(body, left, advance)
        rows.append((ascii_code(text), line))
        before = line
    return rows


def _advance(bodies: Sequence[Sequence[Glyph]]) -> float:
    """The width of a column: from letter to letter, as the font's own figure may be wrong."""
    pairs = (pair for body in bodies for pair in itertools.pairwise(body))
    steps = [b.start - a.start for a, b in pairs if b.order == a.order + 1 and not b.spaced]
    steps = [step for step in steps if step > 0.3 * bodies[0][0].size]
    told = [glyph.advance for body in bodies for glyph in body if glyph.advance > 0]
    if len(steps) >= 5:
        return median(steps)
    return median(told) if told else 0.55 * bodies[0][0].size


def _step(bodies: Sequence[Sequence[Glyph]], left: float) -> float:
    """A column's width in a font that is not fixed: the least indentation is four columns."""
    offsets = [body[0].start - left for body in bodies]
    return min((x for x in offsets if x > 0.5 * bodies[0][0].size), default=4.0) / 4


def _indented(glyphs: Sequence[Glyph], left: float, advance: float) -> str:
    """One row in a font that is not fixed: its indentation and its words."""
    return " " * (round((glyphs[0].start - left) / advance / 2) * 2) + plain(glyphs)


def _row(glyphs: Sequence[Glyph], left: float, advance: float) -> str:
    """One row with each glyph in its column."""
    text = ""
    for glyph in glyphs:
        column = round((glyph.start - left) / advance)
        text += " " * (column - len(text)) + glyph.char
    return text


def _pitch(lines: Sequence[Line]) -> float:
    """From one baseline to the next where no line is left blank."""
    gaps = [b.base - a.base for a, b in itertools.pairwise(lines) if a.page == b.page]
    gaps = [gap for gap in gaps if gap > 0.8 * lines[0].size]
    if not gaps:
        return 1.2 * lines[0].size
    common = Counter(round(gap, 1) for gap in gaps)
    least = min(gaps)
    near = [gap for gap in gaps if gap < 1.12 * least]
    return median(near) if len(near) >= 2 or len(common) == 1 else least


def _without_numbers(bodies: list[list[Glyph]]) -> list[list[Glyph]]:
    """The rows without the numbers of lines that run up along their left edge."""
    heads = [_digits(body) for body in bodies]
    numbers = [
        int("".join(g.char for g in body[:count])) if count else None
        for count, body in zip(heads, bodies, strict=True)
    ]
    if len(bodies) < 2 or any(number is None for number in numbers):
        return bodies
    whole = [number for number in numbers if number is not None]
    if any(b - a != 1 for a, b in itertools.pairwise(whole)):
        return bodies
    return [body[count:] for body, count in zip(bodies, heads, strict=True)]
