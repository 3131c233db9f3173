"""Which blocks of a write-up belong to which label, so that each question finds its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .labels import Label, Path, find_label, find_number, words
from .markup import Block

_BONUS = re.compile(r"^[\s*_(]*(?:bonus|extra credit)\b[\s*_:.)]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the path of labels that it stands under; () before the first label."""

    block: Block
    path: Path


@dataclass(frozen=True, slots=True)
class Known:
    """The labels that some question looks for, and titles that stand for a label."""

    paths: frozenset[Path]
    titles: tuple[tuple[tuple[str, ...], Path], ...]

    @classmethod
    def of(cls, targets: Iterable[tuple[Path, dict[str, Path]]]) -> Known:
        """What all hints together look for, longest titles first."""
        paths: set[Path] = set()
        titles: dict[tuple[str, ...], Path] = {}
        for path, named in targets:
            paths |= {path[:size] for size in range(1, len(path) + 1)}
            titles.update({tuple(title.split()): place for title, place in named.items()})
        rows = sorted(titles.items(), key=lambda row: -len(row[0]))
        return cls(frozenset(paths), tuple(rows))

    def has_parts(self, path: Path) -> bool:
        """Whether some question looks for a part of the problem at `path`."""
        return any(len(known) > len(path) and known[: len(path)] == path for known in self.paths)

    def is_bonus(self, path: Path, rest: str) -> bool:
        """Whether a part that no question looks for is its problem's bonus: called so, or last."""
        if len(path) < 2 or path in self.paths or (path[0], "bonus") not in self.paths:
            return False
        if len(path) > 2:
            return path[-1] == "bonus"
        parts = [known[1] for known in self.paths if len(known) > 1 and known[0] == path[0]]
        last = max((part for part in parts if isinstance(part, int)), default=0)
        return path[1] == last + 1 or _BONUS.match(rest) is not None

    def titled(self, text: str) -> Path | None:
        """The path that a heading's words stand for, or None."""
        have = words(text)
        for title, path in self.titles:
            if all(word in have for word in title) and len(have) <= len(title) + 4:
                return path
        return None


def placed(blocks: Sequence[Block], known: Known) -> list[Placed]:
    """Every block under its label; a label's own line stays only for what follows the label."""
    return list(_Placer(known).place(blocks))


class _Placer:
    """Walks the blocks and remembers the label that was met last."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.path: Path = ()
        self.level = 0
        """The level of the heading that opened the problem; 0 where no heading did."""

    def place(self, blocks: Sequence[Block]) -> Iterator[Placed]:
        for block in blocks:
            if block.kind == "heading":
                yield from self.heading(block)
            elif block.kind == "paragraph":
                yield from self.paragraph(block)
            elif block.kind == "list" and self.is_parts(block):
                yield from self.parts(block)
            else:
                yield Placed(block, self.path)

    def heading(self, block: Block) -> Iterator[Placed]:
        """Enter the problem that a heading names by its label or its title."""
        label = self.told(find_label(block.text) or self.numbered(block))
        if label is not None and self.accepts(label, heading=True):
            self.enter(label)
            self.level = block.level if len(self.path) == 1 else self.level
            titled = self.known.titled(label.rest) if label.rest else None
            if titled is not None and titled[: len(self.path)] == self.path:
                self.path = titled
            yield Placed(replace(block, text=label.rest), self.path)
            return
        titled = self.known.titled(block.text)
        if titled is not None:
            self.path = titled
        yield Placed(block, self.path)

    def told(self, label: Label | None) -> Label | None:
        """The label, or the bonus that it stands for: `4.3 Bonus`, `4c)` where 4b is the last."""
        if label is None:
            return None
        path = (*self.path[:1], *label.path) if label.relative else label.path
        if not self.known.is_bonus(path, label.rest):
            return label
        return Label((path[0], "bonus"), False, _BONUS.sub("", label.rest), label.firm)

    def numbered(self, block: Block) -> Label | None:
        """A heading's bare number: a part of the problem whose heading stands above it."""
        label = find_number(block.text)
        if label is not None and self.path and block.level > self.level > 0:
            return replace(label, relative=True)
        return label

    def paragraph(self, block: Block) -> Iterator[Placed]:
        """A paragraph is cut before each of its lines that starts with a label."""
        lines: list[str] = []
        start = block.line
        for number, line in enumerate(block.text.split("\n"), block.line):
            bold = _is_bold(line)
            label = self.told(find_label(line) or (find_number(line) if bold else None))
            known = label is not None and self.accepts(label, heading=bold)
            alone = "\n" not in block.text and _is_title(line)
            titled = self.known.titled(line) if not known and (bold or alone) else None
            if not known and titled is None:  # an ordinary line
                lines.append(line)
                continue
            yield from self.cut(block, lines, start, number - 1)
            lines, start = [], number
            if known and label is not None:
                self.enter(label)
                if len(self.path) == 1 and _is_title(label.rest):
                    title = replace(block, kind="heading", text=label.rest, line=number, end=number)
                    yield Placed(title, self.path)
                    start = number + 1
                else:
                    lines = [label.rest] if label.rest else []
            elif titled is not None:
                self.path = titled
        yield from self.cut(block, lines, start, block.end)

    def cut(self, block: Block, lines: list[str], start: int, end: int) -> Iterator[Placed]:
        text = "\n".join(lines)
        if text.strip():
            yield Placed(replace(block, text=text, line=start, end=end), self.path)

    def accepts(self, label: Label, *, heading: bool) -> bool:
        """Whether a label counts here: known to some question, and closed unless a heading."""
        if not label.firm and not heading:
            return False
        if label.relative:
            return bool(self.path) and (
                self.known.has_parts(self.path[:1])
                or (*self.path[:1], *label.path) in self.known.paths
            )
        return label.path[:1] in self.known.paths

    def enter(self, label: Label) -> None:
        self.path = (*self.path[:1], *label.path) if label.relative else label.path

    def is_parts(self, block: Block) -> bool:
        """Whether a numbered list right under a problem holds that problem's parts."""
        numbered = bool(block.items) and block.items[0].number > 0
        return numbered and len(self.path) == 1 and self.known.has_parts(self.path)

    def parts(self, block: Block) -> Iterator[Placed]:
        problem = self.path
        for item in block.items:
            path = (*problem, item.number)
            self.path = (*problem, "bonus") if self.known.is_bonus(path, item.text) else path
            yield from self.place(item.blocks)


def _is_title(text: str) -> bool:
    """Whether what follows a problem's label is its title, and not yet an answer."""
    return bool(text) and "$" not in text and len(text.split()) <= 12 and text[-1] not in ".=:;"


def _is_bold(line: str) -> bool:
    """Whether a whole line is emphasised, as headings are where `#` is not used."""
    text = line.strip()
    return (
        len(text) > 4 and text.startswith(("**", "__")) and text.rstrip(":").endswith(("**", "__"))
    )


def under(blocks: Sequence[Placed], path: Path) -> tuple[list[Placed], bool]:
    """The blocks under `path`, and whether its own label was found.

    Where it was not, what stands directly under the nearest label above is taken.
    """
    own = [row for row in blocks if row.path[: len(path)] == path]
    if own:
        return own, True
    for size in range(len(path) - 1, -1, -1):
        near = [row for row in blocks if row.path == path[:size]]
        if near:
            return near, False
    return [], False
