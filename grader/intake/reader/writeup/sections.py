"""The outline of a write-up: which label every block stands under, so each question finds its own.

Every heading and label opens a section and ends the one above, whether or not a question asks for
it. A bare number or letter opens one only where the rubric has parts there, since it may as well
count the steps of an argument.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .copied.project import project_number, said_by_words
from .known import Known
from .labels import Label, Path, find_label, find_number, find_subject, is_bold, is_title
from .markup import Block
from .parts import (
    ANSWERED,
    PARAGRAPH,
    SAYS,
    Section,
    begins,
    behind_number,
    counts_items,
    goes_on,
    is_answer,
    is_beside,
    is_headed_part,
    is_of_set,
    is_within,
    labelled_items,
    lines_of,
    number_alone,
    number_first,
    numbered,
    opens_part,
    opens_problem,
    parts_of,
    paths_of_headings,
    with_number_behind,
    without_points,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the path of labels that it stands under; () before the first label."""

    block: Block
    path: Path


def placed(blocks: Sequence[Block], known: Known, *, loose: bool = False) -> list[Placed]:
    """Every block under its label; a label's own line stays only for what follows the label.

    `loose` takes the numbers of a list that stands under no problem for labels as well.
    """
    return list(_Placer(known, project_number(blocks, known), loose).place(blocks))


class _Placer:
    """Walks the blocks and remembers the sections that are open."""

    def __init__(self, known: Known, project: Label | None, loose: bool) -> None:
        self.known, self.project, self.loose = known, project, loose
        self.open: list[Section] = []
        self.met: set[Path] = set()
        """The paths of all labels so far."""
        self.said: frozenset[Path] = frozenset()
        """Paths whose words stand behind the number of another."""
        self.title: Block | None = None
        """The heading at the top, while nothing else has come."""
        self.above = 0
        """The level of the heading that was met last."""
        self.bullets: dict[Path, int] = {}
        """How many bullets stood under a problem so far."""
        self.others = 0
        """How many headings were met that no label and no asked title names."""
        self.empty = False
        """Whether nothing stands yet in the section that was opened last."""
        self.titles: dict[int | str, Path] = {}
        """The asked titles behind numbers that nothing asks for."""
        self.headed: frozenset[Path] = frozenset()
        """The paths whose labels stand in headings, wherever."""

    @property
    def path(self) -> Path:
        """The path of the innermost open section."""
        return self.open[-1].path if self.open else ()

    @property
    def problem(self) -> Section | None:
        """The innermost open section that a label or an asked title opened."""
        return next((one for one in reversed(self.open) if one.named), None)

    def place(self, blocks: Sequence[Block]) -> Iterator[Placed]:
        """Each block, or its pieces, with the path it stands under."""
        headings = [block for block in blocks if block.kind == "heading"]
        self.headed |= paths_of_headings(headings, self.known, self.project)
        self.said = said_by_words(blocks, self.known)
        levels = Counter(block.level for block in headings)
        for number, block in enumerate(blocks):
            if block.kind == "heading":
                yield from self.heading(self.as_subtitle(block, levels))
                self.title = block if number == 0 and not self.open else None
            elif block.kind == "paragraph":
                yield from self.paragraph(block)
            elif block.kind == "list" and (paths := self.paths_of(block)):
                yield from self.parts(block, paths)
            elif (lone := number_alone(block)) is not None:
                yield from self.paragraph(lone)
            else:
                self.empty = False
                yield Placed(block, self.path)

    def as_subtitle(self, block: Block, levels: Counter[int]) -> Block:
        """A lone heading right below the title, and far smaller, stands for the whole file."""
        title = self.title if levels[block.level] == 1 else None
        is_far = title is not None and block.level > title.level + 1
        return replace(block, level=title.level) if title is not None and is_far else block

    def heading(self, block: Block) -> Iterator[Placed]:
        """Enter the section that a heading opens by its label, by its title, or as another one."""
        label = find_label(block.text, self.known.words, heading=True)
        label = None if label == self.project else label
        if label is None or label.bare:
            label = numbered(block, self.open) or label
        elif is_of_set(label, block, self.open, self.known):
            label = replace(label, relative=True, style="number")
        if label is not None and not label.relative and self.known.is_title(label.path, block.text):
            self.titles[label.path[0]] = self.known.titled(block.text) or ()
            label = None
        above, self.above = self.above, block.level
        if label is not None and self.accepts(label, heading=True):
            self.enter(label, block.level)
            titled = self.known.titled(label.rest) if label.rest else None
            if titled is not None and titled[: len(self.path)] == self.path:
                self.open[-1] = replace(self.open[-1], path=titled)
            behind = behind_number(label, block.text, self.known)
            yield Placed(replace(block, text=without_points(label.rest), info=behind), self.path)
            return
        titled = self.known.titled(block.text)
        if titled is not None:
            self.push(Section(titled, block.level, "title"))
        elif is_within(block, self.open[-1] if self.open else None):
            self.above = above
        elif label is None and ANSWERED.match(block.text):
            self.above, block = above, replace(block, kind="paragraph")
        elif not (self.loose and self.counts(block.level)):
            self.another(block.level)
        yield Placed(block, self.path)

    def counts(self, level: int) -> bool:
        """Open the next part of a problem whose headings have no labels, in their order."""
        inner = self.open[-1] if self.open else None
        beside = inner is not None and inner.word == "order" and inner.level == level
        above, last = (self.path[:-1], self.path[-1]) if beside else (self.path, 0)
        if inner is None or not self.known.has_parts(above) or not isinstance(last, int):
            return False
        if not (beside or (inner.level < level and inner.named and isinstance(above[-1], int))):
            return False  # "Problems A" has problems and no parts
        self.push(Section((*above, last + 1), level, "order"))
        return True

    def another(self, level: int) -> None:
        """A heading that names nothing asked for ends what stands at its level or below."""
        place = next((n for n, one in enumerate(self.open) if one.rank >= level), None)
        if place is None:
            return
        del self.open[place:]
        self.others += 1
        self.open.append(Section((*self.path, f"?{self.others}"), level, named=False))

    def push(self, section: Section) -> None:
        """Open a section; those at its level, and those it does not stand within, are ended."""
        while self.open and (
            self.open[-1].level >= section.level
            or self.open[-1].path != section.path[: len(self.open[-1].path)]
            or not self.open[-1].named
        ):
            self.open.pop()
        self.open.append(replace(section, below=self.above))
        self.empty = True
        self.met.add(section.path)

    def whole(self, label: Label) -> Path:
        """The path a label stands for here; 4c, where 4b is the last asked, is the bonus."""
        outermost = not label.relative or (self.known.parted and label.style == "part")
        above = [one.path for one in self.open if one.named]
        path = self.known.within(label, above) if outermost else (*self.parent(label), *label.path)
        if len(path) > 1 and path[0] in self.titles and path not in self.known.paths:
            return (*self.titles[path[0]], *path[1:])  # "2.1 Densities" below "2 Theory"
        if not label.relative and label.rest:
            if (said := self.known.renumbered(path, label.rest)) is not None:
                return said
            if path in self.said and self.known.is_of_another(path, label.rest):
                return (f"?{path[0]}", *path[1:])
        return (path[0], "bonus") if self.known.is_bonus(path, label.rest) else path

    def parent(self, label: Label) -> Path:
        """What a relative label counts within: as its like before it, else what has asked parts."""
        named = [one for one in reversed(self.open) if one.named]
        if label.style == "roman" and named and is_headed_part(named[0]):
            return named[0].path
        for one in named:
            if one.style == label.style and len(one.path) > 1:
                return one.path[:-1]
        for one in named:
            if self.known.has_parts(one.path):
                return one.path
        return next((one.path for one in named if not one.style), ())

    def enter(self, label: Label, level: int) -> None:
        """Open the section of a label."""
        path = self.whole(label)
        if level == PARAGRAPH:
            level += len(path)
        elif label.relative:
            above = [one.level for one in self.open if one.path == path[:-1]]
            level = max([level, *(one + 1 for one in above)])
        self.push(Section(path, level, label.word or "number" * (not label.relative), label.style))

    def accepts(self, label: Label, *, heading: bool) -> bool:
        """Whether a label counts here: closed unless a heading, and no step of an argument."""
        path = self.whole(label)
        if not label.firm and not heading and not begins(label, path, self.known, self.met):
            return False
        if label.relative:
            return opens_part(path, self.known, heading=heading)
        follows = self.problem is None or is_beside(self.open[0] if self.open else None, path)
        return opens_problem(label, path, self.known, heading=heading, follows=follows)

    def is_item(self, label: Label, block: Block) -> bool:
        """Whether a label in text counts an item, or is an answer: what it names has a heading."""
        if self.empty and label.relative and not label.rest:
            return is_answer(self.whole(label), self.path, block, self.known, self.met)
        path, is_value = self.whole(label), self.empty and block.text.strip().isdigit()
        is_item = is_value or (not label.word and path in self.headed)  # below "# 3" it is 4
        headed = path in self.met if self.problem is None else self.problem.level < PARAGRAPH
        return is_item and headed

    def read(self, line: str, bold: bool) -> Label | None:
        """The label of a line; a bare number within a problem named by a word is its part."""
        label = find_label(line, self.known.words, heading=bold)
        if label is None and bold:
            label = find_number(line)
        if label is None and not bold and self.speaks_of_parts():
            label = find_subject(line)
            if label is not None and self.whole(label) not in self.known.paths:
                return None
        label = None if label is None else with_number_behind(label, line, self.known, self.met)
        within = next((one for one in self.open if one.named), None)
        if not (label and label.bare and within) or within.word in ("", "number"):
            return label
        return replace(label, relative=True, style="number")

    def speaks_of_parts(self) -> bool:
        """Whether a sentence may be about one of the present problem's parts by its number."""
        problem = self.problem
        return problem is not None and (
            problem.style == "subject" or self.known.has_parts(problem.path)
        )

    def paragraph(self, block: Block) -> Iterator[Placed]:
        """A paragraph is cut before each of its lines that starts with a label."""
        lines: list[str] = []
        start = block.line
        for number, line in lines_of(block, self.known):
            bold = is_bold(line)
            label = self.read(line, bold)
            if label is not None and (self.is_item(label, block) or counts_items(label, line)):
                label = None
            alone = bold or ("\n" not in block.text and is_title(line))
            if label is not None and alone and self.known.is_title(label.path, line):
                label = None
            known = label is not None and self.accepts(label, heading=bold)
            titled, said = (None, line) if known else self.known.led(line)
            if not known and titled is None and alone:
                titled, said = self.known.titled(line), line
            if not known and titled is None:
                lines.append(line)
                continue
            yield from self.cut(block, lines, start, number - 1)
            lines, start = [], number
            if known and label is not None:
                self.enter(label, PARAGRAPH)
                if len(self.path) == 1 and is_title(label.rest):
                    title = replace(block, kind="heading", text=label.rest, line=number, end=number)
                    yield Placed(title, self.path)
                    start = number + 1
                else:
                    behind = behind_number(label, line, self.known)
                    yield Placed(Block("heading", "", number, block.end, info=behind), self.path)
                    lines = list(filter(None, [without_points(label.rest)]))
            elif titled is not None:
                self.push(Section(titled, PARAGRAPH + len(titled), "title"))
                lines = [said] if said is not line or SAYS.search(line) else []
        yield from self.cut(block, lines, start, block.end)

    def cut(self, block: Block, lines: list[str], start: int, end: int) -> Iterator[Placed]:
        """The lines of a paragraph that stand under one label, as a block of their own."""
        text = "\n".join(lines)
        if text.strip():
            self.empty = False
            yield Placed(replace(block, text=text, line=start, end=end), self.path)

    def paths_of(self, block: Block) -> list[Path]:
        """What each item of a list stands under, where the list is of parts or of problems."""
        first = block.items[0].number if block.items else 0
        numbers = [item.number for item in block.items]
        if first and self.problem is None:
            asked = self.known.numbers
            whole = len(asked) > 1 and first == 1 and len(block.items) >= max(asked)
            is_new = self.loose and first in asked and (first,) not in self.met
            return [(number,) for number in numbers] if is_new or (whole and not self.met) else []
        if self.problem is None or not block.items or not self.open[-1].named:
            return []
        if first and self.known.has_parts(self.path):
            return parts_of(self.path, block, self.known)
        if first:
            above = goes_on(self.open[-1], first, self.known)
            return [(*above, number) for number in numbers] if above is not None else []
        if self.open[-1].style == "bullet":
            self.open.pop()
        return self.by_bullets(block) if self.known.has_parts(self.path) else []

    def by_bullets(self, block: Block) -> list[Path]:
        """The parts that bullets begin with, as "a. Yes" or "II is"; loosely their order."""
        found = labelled_items(block, self.path, self.known)
        if found or not self.loose:
            return found
        before = self.bullets.get(self.path, 0)
        self.bullets[self.path] = before + len(block.items)
        return [(*self.path, before + number) for number in range(1, len(block.items) + 1)]

    def parts(self, block: Block, paths: Sequence[Path]) -> Iterator[Placed]:
        """Each item of a list as a section of its own."""
        style = "" if self.problem is None else "number" if block.items[0].number else "bullet"
        for item, path in zip(block.items, paths, strict=True):
            self.push(Section(path, PARAGRAPH + len(path), "" if style else "number", style))
            yield Placed(Block("heading", "", item.line, item.line), self.path)
            first = number_first(item.blocks)
            yield from (Placed(number, self.path) for number in first)
            yield from self.place(item.blocks[len(first) :])


def under(blocks: Sequence[Placed], path: Path) -> list[Placed]:
    """The blocks under `path`; [] where no label stands for it."""
    return [row for row in blocks if path and row.path[: len(path)] == path]
