"""Lines of prose to paragraphs, headings and list items."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .formulas.mathematics import Reading, reading_of
from .lines import Line, parted

_NUMBER = re.compile(r"\(?\d{1,2}[.):]")
"""All that a heading says which is its problem's number."""
_ITEM = re.compile(r"(?P<number>\d{1,2})(?P<mark>[.)])(?=\s)")
_BULLET = re.compile(r"[•◦▪●○■‣⁃∙➢–-](?=\s)")
_OPENING = re.compile(
    r"(?:(?:problem|question|exercise|task|aufgabe|part|step)\s+(?:\(?\d|\(?[a-hivx]{1,3}\b)[\w.-]{0,6}\)?\s*[:.)]|"
    r"(?:answer|solution|proof|bonus|reason|explanation)\s*:|"
    r"\(?(?:\d{1,2}|[a-h]|i{1,3}|iv|v)(?:[-.](?:\d{1,2}|[a-h]|bonus))*[).:](?=\s|$)|"
    r"\((?:\d{1,2}|[a-h]|i{1,3}|iv|v)\)(?=\s|$)|\d{1,2}-(?:\d{1,2}|bonus)\b)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:problem|question|exercise|task|aufgabe|section)\s*#?\d{1,2}\b", re.IGNORECASE
)


_LABEL = re.compile(rf"{_LABELLED.pattern}[\s.:)]*", re.IGNORECASE)
_WIDE = 18
"""Sizes of type that a line of running text is wide, at least."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, each with what it says."""

    lines: list[Line] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The first line's characters."""
        return self.lines[0].text


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in this document."""

    size: float
    pitch: float
    """From baseline to baseline within a paragraph, in sizes."""
    words: frozenset[str]
    sizes: tuple[float, ...]
    """Sizes above the usual one, largest first."""
    labelled: frozenset[float] = frozenset()
    """Sizes above the usual one, though hardly, in which labels stand in bold."""
    headed: frozenset[int] = frozenset()
    """The ids of bold numbered lines that count headings, though nothing stands between some."""


def usual_of(lines: Sequence[Line]) -> Usual:
    """What is usual in the prose of a document."""
    count: Counter[float] = Counter()
    for line in lines:
        count[round(line.size, 1)] += len(line.glyphs)
    size = count.most_common(1)[0][0] if count else 10.0
    gaps: Counter[float] = Counter()
    for before, line in itertools.pairwise(lines):
        step = (line.base - before.base) / size
        most = 2.6 if _width(before) > _WIDE * size else 1.7  # short lines end paragraphs
        if before.page == line.page and 0.95 < step < most and abs(line.size - size) < 0.5:
            gaps[round(step * 20) / 20] += 1
    common = [step for step, number in gaps.items() if number >= 0.25 * max(gaps.values())]
    pitch = min(common, default=1.2)
    words = Counter(w.lower() for line in lines for w in re.findall(r"[A-Za-z]{4,}", line.text))
    large = sorted({round(line.size) for line in lines if line.size > 1.12 * size}, reverse=True)
    sizes = tuple(float(one) for one in large)
    labels = [line for line in lines if is_bold(line) and _LABELLED.match(line.text)]
    labelled = frozenset(round(line.size, 1) for line in labels if line.size > 1.03 * size)
    return Usual(size, pitch, frozenset(words), sizes, labelled, frozenset(_headed(lines)))


def _headed(lines: Sequence[Line]) -> Iterator[int]:
    """The ids of lines in bold that count on from each other, of which some have text below.

    A heading whose section is blank stands right above the next one, as the items of a list do.
    """
    run: list[Line] = []
    number, is_split, between = 0, False, False
    for line in [*lines, None]:
        match = _ITEM.match(line.text) if line is not None else None
        if line is not None and not is_bold(line) and match is None:
            between = True
            continue
        goes_on = (
            line is not None
            and match is not None
            and is_bold(line)
            and int(match["number"]) == number + 1
            and (not run or abs(line.glyphs[0].start - run[-1].glyphs[0].start) < 8)
        )
        if goes_on and line is not None:
            is_split = is_split or (between and bool(run))
            run.append(line)
            number, between = number + 1, False
            continue
        if match is None and line is not None:
            continue
        if is_split:
            yield from map(id, run)
        run, is_split, between = [], False, False
        number = int(match["number"]) if match is not None else 0
        if line is not None and is_bold(line):
            run = [line]
    if is_split:
        yield from map(id, run)


def _width(line: Line) -> float:
    return max(glyph.box.right for glyph in line.glyphs) - line.glyphs[0].box.left


def is_bold(line: Line) -> bool:
    """Whether all letters of a line are bold."""
    letters = [glyph for glyph in line.glyphs if glyph.char.isalnum()]
    return bool(letters) and sum(glyph.face.bold for glyph in letters) >= 0.9 * len(letters)


def paragraphs(lines: Sequence[Line], usual: Usual) -> list[Paragraph]:
    """Neighbouring lines of prose as paragraphs."""
    done: list[Paragraph] = []
    for line in lines:
        reading = reading_of(line)
        if not done or _begins(done[-1], line, reading, usual):
            done.append(Paragraph())
        done[-1].lines.append(line)
        done[-1].readings.append(reading)
    return done


def _begins(paragraph: Paragraph, line: Line, reading: Reading, usual: Usual) -> bool:
    """Whether a line begins a new paragraph."""
    before = paragraph.lines[-1]
    if abs(line.size - before.size) > 0.08 * before.size and not (line.tall or before.tall):
        return True
    if is_bold(line) != is_bold(before) and (is_bold(before) or _stops_short(before, line)):
        return True
    display = reading.alone or paragraph.readings[-1].alone
    if display and (
        _is_apart(line)
        or _is_apart(before)
        or line.tall
        or before.tall
        or _stops_short(before, line)
    ):
        return True
    jumps = before.page != line.page or line.base < before.base - line.size
    if not jumps and _is_far(before, line, usual):
        return True
    if jumps and re.search(r"[.!?:]\W*$", before.text) and line.text[:1].isupper():
        return True
    if jumps and _width(before) <= _WIDE * before.size:  # too short to run on
        return True
    if _OPENING.match(line.text) or _BULLET.match(line.text):
        return True
    if _LABEL.fullmatch(line.text) or _LABEL.fullmatch(before.text):
        return True
    if _stops_short(before, line):
        return True
    return _is_shifted(paragraph, line)


def _is_apart(line: Line) -> bool:
    """Whether a line is set in from the margin as displays are."""
    return line.glyphs[0].box.left > line.margin + 1.5 * line.size


def _is_far(before: Line, line: Line, usual: Usual) -> bool:
    """Whether there is more room between two lines than within a paragraph."""
    if line.tall or before.tall:
        return line.box.top - before.box.bottom > 0.8 * line.size
    step = line.base - before.base
    return step > (usual.pitch + 0.28) * max(line.size, before.size)


def _stops_short(before: Line, line: Line) -> bool:
    """Whether the first word would have fitted on the line above: the break was meant."""
    end = 1
    while end < len(line.glyphs) and not parted(line.glyphs[end - 1], line.glyphs[end]):
        end += 1
    word = max(g.box.right for g in line.glyphs[:end]) - line.glyphs[0].box.left
    right = max(glyph.box.right for glyph in before.glyphs)
    return before.edge - right > word + 0.5 * line.size


def _is_shifted(paragraph: Paragraph, line: Line) -> bool:
    """Whether the left edge speaks for a new paragraph: set in, or back from a list item."""
    last = paragraph.lines[-1]
    left, before = line.glyphs[0].start - line.margin, last.glyphs[0].start - last.margin
    if before - 1 <= left <= before + 0.8 * line.size:
        return False
    first = paragraph.lines[0]
    item = _ITEM.match(first.text) or _BULLET.match(first.text)
    if len(paragraph.lines) == 1:
        if item:
            return left > before + 4.5 * line.size or left < before - 1
        return left > before + 0.8 * line.size or left < before - 3.2 * line.size
    return left > before + 0.8 * line.size or left < before - 1


def level_of(paragraph: Paragraph, usual: Usual, neighbours: Sequence[Paragraph]) -> int:
    """The level of a heading; 0 where the paragraph is none."""
    lines = paragraph.lines
    text = " ".join(line.text for line in lines)
    if len(lines) > 3 or len(text) > 160 or any(reading.alone for reading in paragraph.readings):
        return 0
    size = lines[0].size
    if not any(char.isalpha() for char in text) and _NUMBER.fullmatch(text) is None:
        return 0
    if size > 1.12 * usual.size:
        return min(1 + sum(one > size + 0.6 for one in usual.sizes), 4)
    if not all(is_bold(line) for line in lines) or _BULLET.match(text):
        return 0
    if id(lines[0]) in usual.headed:
        neighbours = ()
    if _ITEM.match(text) and any(_is_sibling(paragraph, other) for other in neighbours):
        return 0
    alike = _LABELLED.match(text) or round(size, 1) in usual.labelled
    return min(1 + len(usual.sizes) + (0 if alike else 1), 5)


def _is_sibling(paragraph: Paragraph, other: Paragraph) -> bool:
    """Whether another paragraph is the item before or after this one in a list."""
    one, two = _ITEM.match(paragraph.head), _ITEM.match(other.head)
    near = abs(paragraph.lines[0].glyphs[0].start - other.lines[0].glyphs[0].start) < 8
    return (
        one is not None
        and two is not None
        and near
        and abs(int(one["number"]) - int(two["number"])) == 1
    )


def joined(paragraph: Paragraph, usual: Usual) -> str:
    """The lines of a paragraph as one; a hyphen goes only where the whole word stands elsewhere."""
    text = ""
    for reading in paragraph.readings:
        piece = reading.text
        hyphen = re.search(r"(?<![A-Za-z])([A-Za-z]+)-$", text[-100:])
        after = re.match(r"[a-z]+", piece)
        if (
            hyphen
            and after
            and hyphen[1] + after[0]
            and (hyphen[1] + after[0]).lower() in usual.words
        ):
            text = text[:-1] + piece
        elif hyphen and after:
            text += piece
        else:
            text = f"{text} {piece}" if text else piece
    return text


def item_of(text: str) -> tuple[int, str, str] | None:
    """Number (0 for a bullet), mark and rest of a paragraph that is an item of a list."""
    match = _ITEM.match(text)
    if match is not None:
        return int(match["number"]), match["mark"], text[match.end() :].strip()
    match = _BULLET.match(text.removeprefix("\\"))
    if match is not None:
        return 0, "-", text.removeprefix("\\")[match.end() :].strip()
    return None
