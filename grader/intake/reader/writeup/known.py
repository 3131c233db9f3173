"""The labels that the questions of a rubric look for, and the titles that stand for them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from .labels import PART_WORDS, SUB, Label, Path, find_label, subs, words

BONUS = re.compile(r"^[\s*_(]*(?:bonus|extra credit)\b[\s*_:.)]*", re.IGNORECASE)


_LED = re.compile(
    r"[\s>]*(?:(?P<mark>\*\*|__)(?P<bold>[^*_]{3,60})(?P=mark)|(?P<plain>[^\W\d_][^*_:$=.]{2,60}(?=[:.])))"
    r"\s*[:.–—-]?\s+(?P<rest>\S.*)"
)
_PARTED = re.compile(rf"{PART_WORDS} {SUB}", re.IGNORECASE)
_FEWEST = 4
_FIRST = re.compile(r"[.?!:](?:\s|$)")
_OTHER = 0.4
_SAME = 0.75
"""The share of words that two ways to say one question have in common."""
_SHORT = 3
"""Letters of words that say nothing by themselves."""
_SPELLED = 0.8
"""How alike two spellings of one word are."""


def _share(have: Sequence[str], sentence: frozenset[str]) -> float:
    return len(sentence.intersection(have)) / max(len(sentence), len(set(have)))


def _likeness(have: Sequence[str], sentence: frozenset[str]) -> float:
    """The share of words in common, or 0 where one word stands in another's place.

    "The mean of the sample" and "the variance of the sample" ask for two things.
    """
    have_not, more = sentence.difference(have), set(have) - sentence
    is_other = _unlike(have_not, more) and _unlike(more, have_not)
    return 0.0 if is_other else _share(have, sentence)


def _unlike(some: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Whether a word that says something has no other spelling among the others."""
    said = [word for word in some if len(word) > _SHORT]
    return not all(difflib.get_close_matches(word, others, 1, _SPELLED) for word in said)


@dataclass(frozen=True, slots=True)
class Known:
    """The labels that some question looks for, titles that stand for a label, words of labels."""

    paths: frozenset[Path]
    titles: tuple[tuple[tuple[str, ...], Path], ...]
    words: tuple[str, ...] = ()
    sentences: tuple[tuple[frozenset[str], Path], ...] = ()
    """The words of each sentence of the sheet, with the label that it stands under there."""
    lists: frozenset[Path] = frozenset()
    """The labels under which lists of truth values are asked for."""
    parted: bool = False
    """Whether the problems are called parts, "Part A" and "Part B"."""
    outer: frozenset[str] | None = None
    """The words of labels within which others count anew; None where none do."""

    @classmethod
    def of(
        cls, targets: Iterable[tuple[Path, dict[str, Path]]], spelled: Iterable[str] = ()
    ) -> Known:
        """What all hints together look for, longest titles first."""
        paths: set[Path] = set()
        titles: dict[tuple[str, ...], Path] = {}
        for path, named in targets:
            paths |= {path[:size] for size in range(1, len(path) + 1)}
            titles.update({tuple(title.split()): place for title, place in named.items()})
        rows = sorted(titles.items(), key=lambda row: -len(row[0]))
        return cls(frozenset(paths), tuple(rows), rubric_words(spelled))

    @classmethod
    def of_questions(cls, questions: Iterable[Mapping[str, Any]]) -> Known:
        """What the write-up hints of these questions look for."""
        hints = [question["writeup"] for question in questions if question["writeup"]]
        under = [hint["under"] for hint in hints]
        outer = outer_of(under)
        targets = (target_of(entries, nested=outer is not None) for entries in under)
        known = cls.of(targets, [entry for entries in under for entry in entries])
        lists = [hint["under"] for hint in hints if hint["take"] == "truth_list"]
        parted = bool(under) and all(map(is_parted, under))
        truths = frozenset(target_of(one, nested=outer is not None)[0] for one in lists)
        return replace(known, lists=truths, parted=parted, outer=outer)

    def within(self, label: Label, above: Sequence[Path]) -> Path:
        """A label's path, within the outermost section `above` in which such labels count anew."""
        if self.outer is None or label.word in self.outer or label.style == "part":
            return label.path
        inner = next((path for path in above if self.has_parts(path)), ())
        return (*inner, *label.path)

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
        return path[1] == last + 1 or BONUS.match(rest) is not None

    def is_title(self, path: Path, text: str) -> bool:
        """Whether words are an asked title, behind a number that nothing asked has."""
        asked = {known[:1] for known in self.paths}
        return path[:1] not in asked and self.titled(text) is not None

    def led(self, line: str) -> tuple[Path | None, str]:
        """The path of the asked title that a line begins with, in bold, before a colon or as a
        sentence, and what follows it; a plain one stays, since "mean: 7" names what is asked for.
        """
        match = _LED.match(line)
        have = tuple(words(match["bold"] or match["plain"])) if match is not None else ()
        path = next((path for title, path in self.titles if title == have), None)
        if match is not None and not match["bold"] and line[match.end("plain")] == ".":
            path = path if len(have) > 1 else None  # "Yes." and "Median." are sentences
        if path is None and have:  # "Median of a sample, Part II"
            begins = (p for t, p in self.titles if 1 < len(t) < len(have) and have[: len(t)] == t)
            path = next(begins, None) if _PARTED.fullmatch(" ".join(have[-2:])) else None
        bold = match is not None and path is not None and match["bold"]
        return path, match["rest"] if match is not None and bold else line

    def titled(self, text: str) -> Path | None:
        """The path that a heading's words stand for, or None."""
        have = words(text)
        for title, path in self.titles:
            longest = len(title) + max(4, len(title))
            if all(word in have for word in title) and len(have) <= longest:
                return path
        if len(have) < _FEWEST:
            return None
        shares = ((_likeness(have, sentence), path) for sentence, path in self.sentences)
        share, best = max(shares, default=(0.0, None), key=lambda row: row[0])
        return best if share >= _SAME else None

    def renumbered(self, path: Path, rest: str) -> Path | None:
        """The other asked label whose words follow this number, as in another year's sheet."""
        have = words(_FIRST.split(rest)[0])
        if len(have) < _FEWEST:
            return None
        shares = ((_likeness(have, said), at) for said, at in self._sayings())
        share, best = max(shares, default=(0.0, path), key=lambda row: row[0])
        apart = best[:1] != path[:1] and self._told(path, have) < _OTHER
        return best if share >= _SAME and apart else None

    def is_of_another(self, path: Path, rest: str) -> bool:
        """Whether the words behind a number say something else than is asked under it."""
        have = words(_FIRST.split(rest)[0])
        asks = any(at == path for _, at in self._sayings())
        return len(have) >= _FEWEST and asks and self._told(path, have) < _OTHER

    def _told(self, path: Path, have: Sequence[str]) -> float:
        return max((_share(have, said) for said, at in self._sayings() if at == path), default=0.0)

    def _sayings(self) -> Iterator[tuple[frozenset[str], Path]]:
        yield from self.sentences
        yield from ((frozenset(title), at) for title, at in self.titles if len(title) >= _FEWEST)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of problems that are asked for."""
        return frozenset(path[0] for path in self.paths if isinstance(path[0], int))


def target_of(under: Sequence[str], *, nested: bool = False) -> tuple[Path, dict[str, Path]]:
    """The path that a hint's `under` names, and its titles, each with the path it stands for.

    A title without a number is a place of its own, named by its words. `nested` labels with a
    word count within what stands before them.
    """
    path: Path = ()
    titles: dict[str, Path] = {}
    for entry in under:
        labels = [(one, _spelled(one)) for one in map(str.strip, entry.split(" | "))]
        labels = [(one, label) for one, label in labels if label is not None or words(one)]
        numbered = next((label for _, label in labels if label is not None), None)
        if numbered is not None:
            path = (*path, *numbered.path) if _within(numbered, path, nested) else numbered.path
        elif labels:
            path = (*path, " ".join(words(labels[0][0])))
        for spelling, label in labels:
            if label is None:
                titles[" ".join(words(spelling))] = path
    return path, titles


def _spelled(text: str) -> Label | None:
    """A label as a rubric spells it: also a bare letter, numeral or number, whole."""
    bare = re.fullmatch(rf"\W*(?P<sub>{SUB})\W*", text, re.IGNORECASE)
    if bare is not None and not bare["sub"].isdigit():
        return Label(subs(bare["sub"]), True, "", True)
    label = find_label(text, rubric_words((text,)), heading=True)
    if label is not None and label.rest.strip(" .:)") and not label.firm and not label.word:
        return None  # "2 samples" is a title
    return label


def _within(label: Label, path: Path, nested: bool) -> bool:
    """Whether a label of a rubric counts within the ones before it: (a), or 1 below Problem 3."""
    if not path:
        return False
    return label.relative or (len(label.path) == 1 and (nested or not label.word))


def outer_of(unders: Iterable[Sequence[str]]) -> frozenset[str] | None:
    """The words of labels within which others count anew: Question 1 of Part I, and of Part II.

    None where no two questions have such labels.
    """
    deep: dict[Path, set[Path]] = {}
    outer: set[str] = set()
    for under in unders:
        flat, whole = target_of(under)[0], target_of(under, nested=True)[0]
        if flat != whole:
            deep.setdefault(flat, set()).add(whole)
            label = _spelled(under[0].split(" | ")[0])
            outer |= {label.word} if label is not None else set()
    return frozenset(outer) if any(len(paths) > 1 for paths in deep.values()) else None


def is_parted(under: Sequence[str]) -> bool:
    """Whether what stands outermost is called a part, as in "Part B", and holds no part itself."""
    calls = [re.match(rf"\W*{PART_WORDS}\b", entry, re.IGNORECASE) is not None for entry in under]
    return calls[:1] == [True] and not any(calls[1:])


def rubric_words(under: Iterable[str]) -> tuple[str, ...]:
    """Words before a number in a rubric's labels: "Вопрос 1", "Inline Question 1"."""
    found: set[str] = set()
    for entry in under:
        for spelling in entry.split(" | "):
            match = re.match(
                r"\s*((?:[^\W\d_]{3,20}\s){0,2}[^\W\d_]{2,20})\s*\d{1,2}(?!\d)", spelling
            )
            if match is not None and not re.fullmatch(PART_WORDS, match[1], re.IGNORECASE):
                found.add(match[1].casefold())
    return tuple(sorted(found))
