"""The sections of an outline: which label opens one, and which items of a list are parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .known import Known
from .labels import Label, Path, find_label, find_number, find_subject, is_after
from .markup import Block, Item
from .truth.words import TRUTH, usual

PARAGRAPH = 9
"""The level of a section that a paragraph opens: below every heading."""
_SENTENCE = re.compile(r"[.!?]\s+(?=[^\W\d_])")
_POINTS = re.compile(
    r"[*_\s]*[\[(]\s*\+?\d{1,3}\s*(?:points?|pts?|marks?|punkte)\b", re.IGNORECASE
)
"""What a problem's label has behind it and a sentence about a problem has not."""
_WORTH = re.compile(
    r"^[*_\s]*[\[(]\s*\+?\d{1,3}(?:[.,]\d+)?\s*(?:points?|pts?|marks?|credits?|punkte?|p)\.?\s*[\])]"
    r"[*_:.]*\s*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:^|(?<=[\s,;]))[(*_]*(\d{1,2})[).:](?=[\s*_])")
_BEHIND = re.compile(r"[\W_]*(?:[^\W\d_]+\.?\s*)?\d{1,2}[.:)\]]*(?P<rest>[\s(].*\w.*)$")
SAYS = re.compile(r"[=≈≤≥<>:]\s*[^\s*_]|\b(?:is|are|was|equals)\s+\S", re.IGNORECASE)
"""What says something of what a line is called by: "mean = 7" answers, and names its question."""
_NUMBER = re.compile(
    r"[\s*_`$(\[]*[-+−–]?\s?(?:\d[\d.,/:\s]*|\.\d+)%?[\s*_`$).\]]*"
    r"(?:\([^()\d\n]{1,40}\)|[^\W\d_]{1,12})?[\s*_`.]*"
)
"""A number that is all there is, perhaps with a word or a remark behind it."""
_SPACED = re.compile(r"^[\s*_>(]*\d{1,2}\\?[.):]+[*_)]*\s+(?P<rest>\S.*)$")
INSIDE = re.compile(
    r"^\W*(?:(?:my|your|the|our)\s+)?(?:solutions?|answers?|proof|derivation|explanation|reasoning|"
    r"working|results?|conclusions?|discussion|implementation|code|output|plots?|figures?|"
    r"lösung|antwort|beweis|ответ|решение|解答?|答案|证明|réponse|respuesta|solución)\b\W*\d*\W*$",
    re.IGNORECASE,
)
"""A heading within an answer."""


ANSWERED = re.compile(
    r"^\W*(?:(?:my|our|the|final)\s+)*(?:solution|answer|result|ans|lösung|antwort|ответ|答案|réponse|respuesta)"
    r"(?:\W*[:=]|\s+is\b)\W*(?=\S)(?:[^\W\d_](?:\W*$|[).:]\s)|[^:]*[\d$])",
    re.IGNORECASE,
)
"""A heading that is an answer, "#### Answer: 0.25", as people write who want it to be seen."""


@dataclass(frozen=True, slots=True)
class Section:
    """An open section: its path, the level of its heading, and the word of its label."""

    path: Path
    level: int
    word: str = ""
    style: str = ""

    named: bool = True
    """Whether a label or an asked title opened it, as against any other heading."""
    below: int = 0
    """The level of the heading above a section that a paragraph opened; 0 where there is none."""

    @property
    def rank(self) -> int:
        """The level of the headings that end it."""
        return self.level if self.level < PARAGRAPH else self.below


def is_within(heading: Block, inner: Section | None) -> bool:
    """Whether a heading without a label is part of what is open: an answer's, or what is asked."""
    if INSIDE.match(heading.text):
        return True
    if inner is None or inner.word == "order" or not isinstance(inner.path[-1], int):
        return False
    return inner.level == heading.level and "?" in heading.text


def opens_part(path: Path, known: Known, *, heading: bool) -> bool:
    """Whether the label of a part counts: within a problem that has parts, or in a heading."""
    if len(path) == 1:
        return known.parted and (heading or path in known.paths)
    return known.has_parts(path[:-1]) or path in known.paths or heading


def opens_problem(
    label: Label, path: Path, known: Known, *, heading: bool, follows: bool
) -> bool:
    """Whether a problem's label counts: it is asked for, or beside one that is and in its place."""
    if label.word and label.word != "letter":
        return True
    if path[:1] in known.paths or str(path[0]).startswith("?"):
        return True
    if label.word == "letter":
        return False
    if isinstance(path[0], str):  # B.2 beside the A.1 that is asked for
        return len(path) > 1 and any(isinstance(p[0], str) for p in known.paths)
    beside = bool({path[0] - 1, path[0] + 1} & known.numbers)
    return heading or (beside and follows)


def begins(label: Label, path: Path, known: Known, met: Iterable[Path]) -> bool:
    """Whether "Problem 8 Let ..." or "Problem 8 [3 points]" begins a problem that is asked for.

    A sentence about a problem goes on in small letters, or names one that came before.
    """
    if _POINTS.match(label.rest):
        return not label.bare
    numbered = len(label.word) > 2 or len(label.path) > 1
    rest = label.rest.lstrip("*_ ")
    starts = rest[:1].isupper() or rest[:1] in ("[", "$", "\\", "(")
    starts = starts or re.match(r"[^\W\d_]{1,10}(?:_\w+)?(?:\([^()]*\))?\s*[=≈]", rest) is not None
    asked = path in known.paths or path[:1] in known.paths
    later = not any(is_after(one, path) for one in met)
    return numbered and starts and asked and later


def without_points(text: str) -> str:
    """What stands behind a label, without the points that the sheet gives for it."""
    return _WORTH.sub("", text)


def behind_number(label: Label, line: str, known: Known) -> str:
    """What may be an answer in a line that is all label: the (b) of "2. (b)", the -6 of "3 -6"."""
    path = label.path
    if label.relative or label.rest or len(path) < 2 or known.has_parts(path[:1]):
        return ""
    behind = _BEHIND.match(line)
    return behind["rest"].strip() if behind is not None else ""


def labelled_items(block: Block, path: Path, known: Known) -> list[Path]:
    """The parts of a problem that all bullets of a list begin with, as "a. Yes" or "II is"."""
    starts = [item.text.split("\n")[0] for item in block.items]
    labels = [find_label(line, known.words) or find_subject(line) for line in starts]
    found = [(*path, *one.path) for one in labels if one is not None and one.relative]
    asked = sum(place in known.paths for place in found)
    is_whole = len(found) == len(starts) == len(set(found))
    return found if is_whole and asked > 1 else []


def lines_of(block: Block, known: Known) -> Iterator[tuple[int, str]]:
    """The lines of a paragraph, cut also where an asked problem begins behind a sentence."""
    for number, line in enumerate(block.text.split("\n"), block.line):
        start = 0
        for match in _SENTENCE.finditer(line):
            label = find_label(line[match.end() :], known.words)
            if label is not None and len(label.word) > 2 and label.path in known.paths:
                yield number, line[start : match.end()].rstrip()
                start = match.end()
        yield number, line[start:]


def counts_items(label: Label, line: str) -> bool:
    """Whether the number that begins a line is followed by the next: `(1) True (2) False`."""
    if label.path != (1,) or not label.bare:
        return False
    numbers = [int(one) for one in _COUNTED.findall(line)]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def paths_of_headings(
    headings: Iterable[Block], known: Known, project: Label | None
) -> frozenset[Path]:
    """What the headings' labels stand for, the number of the homework in its title left out."""
    labels = [find_label(one.text, known.words, heading=True) for one in headings]
    return frozenset(
        one.path for one in labels if one is not None and one != project and not one.relative
    )


def numbered(block: Block, open_: Iterable[Section]) -> Label | None:
    """A heading's bare number: a part of the problem whose heading stands above it."""
    label = find_number(block.text)
    above = next((one for one in open_ if one.named and one.level < block.level), None)
    if label is not None and above is not None:
        return replace(label, relative=True, style="number")
    return label


def is_of_set(label: Label, block: Block, open_: Iterable[Section], known: Known) -> bool:
    """Whether a heading's "Problem 1" is a part of the "Problem Set 2" that is above it."""
    above = next((one for one in reversed([*open_]) if one.named and one.level < block.level), None)
    if above is None or label.relative or len(label.path) > 1 or above.word in ("", label.word):
        return False
    counts = above.word not in ("title", "number", "order") and len(above.path) == 1
    return counts and bool(label.word) and known.has_parts(above.path)


def is_answer(path: Path, here: Path, block: Block, known: Known, met: Iterable[Path]) -> bool:
    """Whether a paragraph that is a letter in brackets, the first thing below the label of an asked
    question, is its answer: no other question is asked by that letter that did not come yet.
    """
    alone = "\n" not in block.text.strip()
    return alone and here in known.paths and (path in met or path not in known.paths)


def parts_of(path: Path, block: Block, known: Known) -> list[Path]:
    """The paths of the numbered items of the problem at `path`.

    None where all of them are truth values and a part asks for a list of these: they are its items.
    """
    told = [_TOLD.match(usual(item.text)) is not None for item in block.items]
    lists = any(one[: len(path)] == path for one in known.lists)
    if lists and len(told) > 1 and all(told):
        return []
    return [_part_of(path, item, known) for item in block.items]


_TOLD = re.compile(rf"[\s*_`(\[]*{TRUTH}\b", re.IGNORECASE)


def _part_of(path: Path, item: Item, known: Known) -> Path:
    """The path of a numbered item of the problem at `path`."""
    part = (*path, item.number)
    return (*path, "bonus") if known.is_bonus(part, item.text) else part


def goes_on(section: Section, first: int, known: Known) -> Path | None:
    """What the numbers of a list count within, where they go on from the label above; else None.

    That is 2. after an answer to 1., and 2) after what stands under 1b).
    """
    path = section.path
    if section.style == "number" and path[-1] == first - 1:
        return path[:-1]
    in_text = section.word == "number" and section.level > PARAGRAPH  # and no heading
    return () if in_text and path[0] == first - 1 and (first,) in known.paths else None


def number_alone(block: Block) -> Block | None:
    """A paragraph for a list of one numbered item without a text: `3.` is a label, or a number."""
    first = block.items[0] if block.kind == "list" and len(block.items) == 1 else None
    if first is None or not first.number or first.text.strip():
        return None
    return Block("paragraph", f"{first.number}.", block.line, block.end)


def number_first(blocks: Sequence[Block]) -> list[Block]:
    """The paragraph that an item begins with where it is a number: its answer, and no label."""
    first = (number_alone(blocks[0]) or blocks[0]) if blocks else None
    is_text = first is not None and first.kind == "paragraph"
    return [first] if first is not None and is_text and _NUMBER.fullmatch(first.text) else []


def with_number_behind(
    label: Label, line: str, known: Known, met: Iterable[Path]
) -> Label | None:
    """The label 1 of "1. 3" where no problem 1.3 is asked for; None for a lone "2.5".

    A number that is all there is in a line counts on from the labels before it.
    """
    if label.bare and line.strip().isdigit():
        last = max((path[0] for path in met if isinstance(path[0], int)), default=0)
        return label if int(line) in (last + 1, min(known.numbers, default=0)) else None
    alone = not (label.word or label.relative or label.rest)
    if not alone or len(label.path) < 2 or label.path in known.paths:
        return label
    spaced = _SPACED.match(line)
    if spaced is None or label.path[:1] not in known.paths:
        return None
    return replace(label, path=label.path[:1], rest=spaced["rest"].strip("*_ "), firm=True)


def is_headed_part(section: Section) -> bool:
    """Whether a heading opened a part, within which roman numbers count: (i) below "3d"."""
    return section.level < PARAGRAPH and len(section.path) > 1 and section.style != "roman"


def is_beside(base: Section | None, path: Path) -> bool:
    """Whether a bare number goes on from the bare number that opened the present problem."""
    return (
        base is not None
        and base.word == "number"
        and isinstance(base.path[0], int)
        and isinstance(path[0], int)
        and path[0] == base.path[0] + 1
    )


def project_number(blocks: Sequence[Block], known: Known) -> Label | None:
    """The "P1" of a title, which numbers the homework and none of its problems."""
    labels = [
        (n, label)
        for n, block in enumerate(blocks)
        if block.kind == "heading" and (label := find_label(block.text, known.words)) is not None
    ]
    weak = [(n, label) for n, label in labels if label.weak]
    first = next((n for n, block in enumerate(blocks) if block.kind == "heading"), None)
    return weak[0][1] if len(weak) == 1 and weak[0][0] == first and len(blocks) > 2 else None
