"""`choice`: one option, or several, out of a list."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Source
from grader.marks import Mark, Status, awaiting, decided, missing
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.asking.secrets import MARKED, Secret, named_alone, said
from grader.questions.base import Given, Question
from grader.questions.choice import directions
from grader.questions.choice.picks import HEDGED, picked
from grader.questions.choice.start import start
from grader.questions.echo import is_empty, shown
from grader.values import Opaque, plain


class Choice(Question):
    """Asks for one or several of the options, by letter, number from one, or full text.

    With several right options, each right pick earns its share and each wrong pick takes one
    back, never below zero.
    """

    kind: Literal["choice"]
    options: Annotated[dict[str, str], Field(min_length=2, max_length=50)]
    """Label to text, such as a: "…"; labels are what students write."""
    key: Annotated[tuple[str, ...], Field(min_length=1)]
    """The labels of the right options."""
    partial: bool = True
    """Whether some of several right options earn some of the points."""

    entry: ClassVar[str] = "the label of an option"
    part_word: ClassVar[str] = "Option"
    look_again: ClassVar[str] = (
        "Say why each of the other options is wrong; the one that is left is the answer."
    )
    begun = staticmethod(start)
    layout: ClassVar[str] = "mapped"

    def problems(self) -> list[tuple[str, str]]:
        """A key must name options."""
        known = ", ".join(self.options)
        return [
            ("key", f"{label!r} is not one of the options; they are {known}")
            for label in self.key
            if label not in self.options
        ]

    def secrets(self) -> Iterator[Secret]:
        """The label or the text of a right option, where it is said to be the answer, or marked."""
        for index, label in enumerate(self.key):
            yield said(f"key.{index}", label, MARKED)
            text = self.options.get(label, label)
            yield said(f"key.{index}", text)
            others = [one for name, one in self.options.items() if name not in self.key]
            if len(text) >= 5 and not any(one in text or text in one for one in others):
                yield named_alone(f"key.{index}", text, others)

    def mark_answer(self, given: Given) -> Mark:
        """Compare the set of picks with the key."""
        expected = f"Expected: one of {', '.join(self.options)}."
        if is_empty(given.value) or given.value == []:
            return missing(self.points, f"Nothing is written. {expected}")
        picks = self.read(given.value)
        if isinstance(picks, str) and isinstance(given.value, str):
            picks = self._in_words(given.value) or self._by_values(given.value) or picks
        elif picks == set(self.options) and len(self.key) == 1 and isinstance(given.value, str):
            said = self._in_words(given.value)
            picks = said or "All the options stand there."  # what marks one of them may be drawn
        if isinstance(picks, str):
            unread = f"{picks} {expected}"
            in_between = bool(self._numbers()) and _number(given.value) is not None
            if in_between or _is_wordy(given.value):
                return awaiting(
                    self.points, f"{unread} A person reads it.", reason="unread",
                    read=shown(given.value), source=given.source,
                )  # fmt: skip
            return decided(Fraction(0), self.points, [unread], source=given.source)
        right, wrong = picks & set(self.key), picks - set(self.key)
        share = Fraction(len(right) - len(wrong), len(self.key))
        if not self.partial or len(self.key) == 1:
            share = Fraction(int(picks == set(self.key)))
        echo = ", ".join(label for label in self.options if label in picks)
        told = self._told(share, picks, right)
        score = max(share, Fraction(0)) * self.points
        return decided(score, self.points, told, read=echo, source=given.source)

    def _told(self, share: Fraction, picks: set[str], right: set[str]) -> list[str]:
        if share == 1:
            return []
        if len(self.key) > 1:
            told = [f"Of your {len(picks)} picks {len(right)} are right."]
        else:
            told = ["That is not the right option."]
        if self.reveal:
            told.append(f"Right: {', '.join(self.key)}.")
        return told

    def read(self, value: Any) -> set[str] | str:
        """The labels picked, or one sentence saying why they cannot be read."""
        value = plain(value)
        bare = value.strip(" \n().") if isinstance(value, str) else ""
        if bare.isdecimal() and len(bare) < 3 and self._label(value) is None:
            value = int(bare)
        if (ticked := self._ticked(value)) is not None:
            return ticked or "No option was picked."
        items = value if isinstance(value, list) else [value]
        if len(items) == 1 and isinstance(items[0], str) and self._label(items[0]) is None:
            items = self._pieces(items[0])
        picks = set()
        for item in items[:100]:
            label = self._label(item)
            if label is None:
                return f"You wrote {str(item)[:60]!r}, which is not an option."
            picks.add(label)
        return picks or "No option was picked."

    def _pieces(self, text: str) -> list[str]:
        """The labels or words in a text, each for itself where letters were typed together."""
        bare = _CHOSEN.sub("", text)
        labels = {label.casefold() for label in self.options}
        joined = list(bare.strip().casefold())
        if len(self.key) > 1 and len(set(joined)) == len(joined) > 1 and set(joined) <= labels:
            return joined
        pieces = [one for one in re.split(r"[\s,;]+", bare) if re.search(r"\w|^&$", one)]
        named = [one.casefold() in labels for one in pieces]
        # "A lasso": an article before an option's words, or the label of another one
        mixed = any(named) and not all(named) and len(set(map(self._label, pieces))) > 1
        return [text] if mixed else pieces

    def _ticked(self, value: Any) -> set[str] | None:
        """The options that a mapping, or a list with an entry for each, says True of."""
        flags = value if isinstance(value, dict) else {}
        if isinstance(value, list) and len(value) == len(self.options) > 1:
            flags = dict(zip(self.options, value, strict=True))
        labels = {key: self._label(key) for key in flags}
        if not flags or None in labels.values() or not all(type(v) is bool for v in flags.values()):
            return None
        return {str(labels[key]) for key, is_picked in flags.items() if is_picked}

    def _in_words(self, text: str) -> set[str]:
        """The option that a sentence or a marked list picks; nothing where that is not sure.

        Of several that are asked words may tell some: only all of them are sure.
        """
        labels = picked(text, self.options) or self._in_lines(text)
        labels = labels or directions.told(text, self.options, self._about)
        return labels if len(labels) == 1 == len(self.key) or labels == set(self.key) else set()

    def _by_values(self, text: str) -> set[str]:
        """The right option where values before and after show it; they never show a wrong one."""
        labels = directions.shown(text, self.options, self._about)
        return labels if labels == set(self.key) else set()

    @property
    def _about(self) -> str:
        return f"{self.title} {self.prompt}"

    def _in_lines(self, text: str) -> set[str]:
        """The one option that lines of a longer text pick, by its letter or by all its words.

        A short option such as "No" begins many a sentence that picks nothing.
        """
        lines = [line for line in text.split("\n")[:200] if line.strip()]
        if len(lines) < 2 or HEDGED.search(text):
            return set()
        rows = [self._in_row(line) for line in lines]
        if set(self.options) <= set(rows) and not all(rows):
            lines = [line for line, row in zip(lines, rows, strict=True) if not row]
            named = {label for line in lines for label in self._named(line)}
            below = "\n".join(lines)
            if len(named) == 1 and _BEST.search(below) and not _NOT_BEST.search(below):
                return named
        found: set[str] = set()
        for line in lines:
            for label in picked(line, self.options):
                words = re.findall(r"\w+", self.options[label])
                if len(words) > 1 or len(re.findall(r"\w+", line)) <= len(words) + 2:
                    found.add(label)
        return found if len(found) == 1 else set()

    def _in_row(self, line: str) -> str | None:
        """The option that a row of a list gives a number for."""
        row = _ROW.fullmatch(line.strip(_ROUND)) if len(line) <= _LONGEST_ROW else None
        return self._label(row["said"]) if row is not None else None

    def _named(self, line: str) -> Iterator[str]:
        """The options whose text stands in a line as words of their own."""
        for label, text in self.options.items():
            if len(text) > 3 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", line):
                yield label

    def _label(self, item: Any) -> str | None:
        numbers = self._numbers()
        if numbers and (value := _number(item)) is not None:
            return _nearest(value, numbers)
        if isinstance(item, bool) or not isinstance(item, int | str):
            return None
        if isinstance(item, int) and str(item) not in self.options:
            labels = list(self.options)
            return labels[item - 1] if 1 <= item <= len(labels) else None
        said = unicodedata.normalize("NFKC", str(item)[:5_000])  # such as wide letters
        wanted = re.sub(r"[\s().\]\[:]+", "", said).casefold()
        for label, text in self.options.items():
            if wanted in (label.casefold(), re.sub(r"[\s().\]\[:]+", "", text).casefold()):
                return label
        return None


    def _numbers(self) -> dict[str, float]:
        """The options as numbers; nothing where one of them is none."""
        found = {label: _number(text) for label, text in self.options.items()}
        numbers = {label: value for label, value in found.items() if value is not None}
        return numbers if len(numbers) == len(found) else {}


def _number(item: Any) -> float | None:
    if isinstance(item, bool) or not isinstance(item, int | float | str):
        return None
    text = str(item).strip(" $`")
    try:
        value = float(text.replace(",", "" if _THOUSANDS.match(text) else "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _nearest(value: float, numbers: Mapping[str, float]) -> str | None:
    """The option that a number is, or is far nearer to than to any other; None in between."""
    rows = sorted((abs(value - number), label) for label, number in numbers.items())
    return rows[0][1] if rows[0][0] <= _NEARER * rows[1][0] else None


_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?!\d)")
_LONGEST_ROW = 200
_ROUND = " \t-*•·|()[]{}'\""
_ROW = re.compile(r"(?P<said>[^:=]*[^\s:='\"])['\"]?(?:\s*[:=]\s*|\s+)[-+]?\d[\d.,e+-]*\s*%?")
"""A row of a list that gives a number for each option, and picks none."""
_BEST = re.compile(
    r"\b(?:best|highest|largest|greatest|most|max\w{0,9}|top|strongest|winner|answer)\b", re.I
)
"""Words beside the one option that stands below a list of all of them."""
_NOT_BEST = re.compile(
    r"\b(?:lowest|worst|least|min\w{0,9}|smallest|not|except|second|but)\b", re.I
)
_CHOSEN = re.compile(r"^\s*(?:我?选择?|答案?(?:是|为)?|正解は?|答えは?)\s*[:：]?\s*")
"""Words without blanks before the label that is chosen."""
_NEARER = 0.1
"""How much nearer one option is than the next, where a number stands for it."""


def _is_wordy(value: Any) -> bool:
    """Whether a person may see an option in what no rule reads: words, or an unknown object."""
    if not isinstance(value, str):
        return isinstance(value, Opaque)
    said = value.strip()
    return len(said) > 2 or (any(map(str.isalnum, said)) and not said.isalnum())


class ChoiceForm(Form):
    """The options without which of them is right."""

    kind: Literal["choice"]
    options: Annotated[dict[str, str], Field(min_length=2)]

    public: ClassVar[tuple[str, ...]] = (*PLACES, "options")
    checks: ClassVar[str] = "that what you wrote is one of the options"

    def expected(self) -> str:
        """The labels."""
        return f"one of {', '.join(self.options)}, or several where several are asked for"

    def statements(self) -> tuple[str, ...]:
        """The options, where they say more than their label."""
        rows = [(label, " ".join(text.split())) for label, text in self.options.items()]
        return tuple(f"{label}. {text}" for label, text in rows if text and text != label)

    def looked_at(self, value: Any, given: Given) -> Look:
        """Which options were picked, or why none can be made out."""
        first = next(iter(self.options))
        blank = Choice(kind="choice", id=self.id, points=self.points, options=self.options,
                       key=(first,))  # fmt: skip
        mark = blank.mark_answer(given)
        if mark.status is Status.AWAITING:
            return Look(State.PERSON, mark.feedback, mark.read, given.source or Source())
        if not mark.read:
            told = f"This is none of the options. Expected: {self.expected()}."
            return self.looked(value, given, [told])
        return replace(self.looked(value, given), read=mark.read)
