"""One thing that has to be printed or displayed: where it is found, and when it is right."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from grader.evidence import Answer, Source
from grader.evidence.patterns import spans
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.numeric import NOISE, Numeric
from grader.questions.numeric.key import Key
from grader.questions.numeric.tolerance import AsWrittenFields, Tolerance
from grader.questions.output import values
from grader.questions.patterns import Pattern
from grader.questions.record import Points, Record
from grader.values import Opaque

MOST_FOUND = 3_000
"""Values that one expected thing is compared with."""
AS_PRINTED = Tolerance(any_of=(NOISE, Tolerance(as_written=AsWrittenFields(min_sf=3))))
"""What is allowed where a rubric names no tolerance: right to the last digit that is printed."""


@dataclass(frozen=True, slots=True)
class Row:
    """Some text that code showed, with the value where it was displayed as one."""

    text: str
    value: Any
    displayed: bool
    place: Source
    cut: int

    @classmethod
    def of(cls, plain: Any) -> Row:
        """A row as collecting makes it."""
        value, displayed = plain.get("value"), plain.get("displayed", False)
        place = Source(*plain.get("place", ()))
        return cls(plain["text"], value, displayed, place, plain.get("cut", 0))


@dataclass(frozen=True, slots=True)
class Found:
    """A value that may be meant, as it is written, with its line and place."""

    value: Any
    line: str
    place: Source


@dataclass(frozen=True, slots=True)
class Judged:
    """What one found value is worth, or None where nobody can tell."""

    share: Fraction | None
    told: str
    found: Found | None = None
    mistakes: tuple[str, ...] = ()


class Expected(Record):
    """One thing that has to be shown. `after`, `match` or `text` says where; without any of them
    `key` may stand anywhere in what is shown.
    """

    after: str | tuple[str, ...] | None = None
    """The words in front of the value, such as "test accuracy", or several ways to say it."""
    match: Pattern | None = None
    """A pattern with the value in the group `value`, in its only group, or as the whole."""
    text: str | None = None
    """Lines that have to be there, one below the other; blanks and case do not count."""
    key: Key | None = None
    """The number, or the lists of numbers, that has to stand there."""
    word: str | tuple[str, ...] | None = None
    """The word or words that have to stand there, or several that are right."""
    tolerance: Tolerance = AS_PRINTED
    """When a number counts as right; where left out, right to the last digit that is printed, with
    three figures at least."""
    which: Literal["only", "first", "last", "any"] = "only"
    """Which of several places counts; only: they have to agree; any: one has to be right."""
    absent: bool = False
    """Whether this must not be shown."""
    title: str = ""
    """What the report calls it, such as "the test accuracy"."""
    points: Points | None = None
    """What it earns; where left out, its share of what is left of the question's points."""

    @model_validator(mode="after")
    def _whole(self) -> Expected:
        ways = [name for name in ("after", "match", "text") if getattr(self, name) is not None]
        if len(ways) > 1:
            raise ValueError(f"write one of after, match and text; found {' and '.join(ways)}")
        if self.key is not None and self.word is not None:
            raise ValueError("write key for numbers or word for words, not both")
        if self.text is not None and (self.key is not None or self.word is not None):
            raise ValueError("text is compared as it stands: remove key and word")
        if not ways and self.key is None and self.word is None:
            raise ValueError("say what has to be shown: after, match, text, key or word")
        if self.after is not None and self.key is None and self.word is None:
            raise ValueError("say what has to stand after these words: key or word")
        if self.text is not None and not self.text.strip():
            raise ValueError("an empty text is in every output")
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The ways to say what stands in front of the value."""
        if self.after is None:
            return ()
        return (self.after,) if isinstance(self.after, str) else self.after

    @property
    def wanted_words(self) -> tuple[str, ...]:
        """The words that are right."""
        if self.word is None:
            return ()
        return (self.word,) if isinstance(self.word, str) else self.word

    @property
    def is_anywhere(self) -> bool:
        """Whether nothing says where the number stands."""
        return self.key is not None and not self.words and self.match is None

    @property
    def wants_list(self) -> bool:
        """Whether several numbers are wanted."""
        return isinstance(self.key, tuple)

    @functools.cached_property
    def digits(self) -> int:
        """How many digits of the key the tolerance looks at."""
        if isinstance(self.key, Fraction):
            for digits in range(1, 12):
                if self.tolerance.accepts(self.key * (1 + Fraction(1, 10**digits)), self.key):
                    return digits
        return 12

    def numeric(self, points: Fraction, credit: Mapping[str, Fraction]) -> Numeric:
        """The same question for numbers, which marks them."""
        return Numeric.model_construct(
            id="value", kind="numeric", points=points, key=self.key, tolerance=self.tolerance,
            per_entry=True, credit=dict(credit),
        )  # fmt: skip

    def found(self, rows: Sequence[Row]) -> list[Found]:
        """Every value that may be meant, in the order in which it is shown."""
        places = (found for row in rows for found in self._in(row))
        return list(itertools.islice(places, MOST_FOUND))

    def _in(self, row: Row) -> Iterator[Found]:
        if self.text is not None:
            if plain(self.text) in plain(row.text):
                yield Found(self.text, self.text[:200], row.place)
        elif self.words:
            for words in self.words:
                for line, value in self._after(row.text, words):
                    yield Found(value, line, row.place)
        elif self.match is not None:
            for start, end in spans(self.match, row.text):
                line = row.text[row.text.rfind("\n", 0, start) + 1 : end]
                value = row.text[start:end].strip()
                if self.key is not None:
                    read = values.value_at(row.text, start, end)
                    value = values.Unread(value) if read is None else read
                yield Found(value, line[:300], row.place)
        elif self.key is None:
            folded = f" {plain(row.text)} "
            for word in self.wanted_words:
                if re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", folded):
                    yield Found(word, word, row.place)
        else:
            yield from self._anywhere(row)

    def _after(self, text: str, words: str) -> Iterator[tuple[str, Any]]:
        if self.key is not None:
            yield from values.after(text, words)
            return
        pattern = r"[\s_-]{0,3}".join(map(re.escape, words.split()))
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)[ \t]*[:=]?(.{{0,300}})", text, re.I):
            yield found[0][:300], found[1].strip()

    def _anywhere(self, row: Row) -> Iterator[Found]:
        """Every number, or every list of numbers, of what is shown."""
        plain_number = isinstance(row.value, int | float | Fraction | complex)
        plain_list = self.wants_list and not isinstance(row.value, Opaque | None)
        if row.displayed and (plain_list or plain_number):
            yield Found(row.value, row.text[:200], row.place)
            return
        if not self.wants_list:
            found: Iterator[Any] = itertools.chain(
                values.numbers_in(row.text), values.with_a_comma(row.text)
            )
            yield from (Found(number, number, row.place) for number in found)
            return
        for several in (values.arrays_in, values.series_everywhere, values.rows_of_numbers):
            for one in several(row.text):
                yield Found(one, str(one)[:200], row.place)

    def judge(self, found: Found, points: Fraction, credit: Mapping[str, Fraction]) -> Judged:
        """What one of them is worth."""
        if self.key is None:
            return self._judge_words(found)
        if isinstance(found.value, values.Unread):
            return Judged(None, f"you show {found.value.text[:80]}, which cannot be read", found)
        if isinstance(found.value, str) and found.value.endswith("%"):
            bare = replace_value(found, found.value[:-1])
            rows = [self._judge_number(one, points, credit) for one in (found, bare)]
            return max(rows, key=lambda row: -1 if row.share is None else row.share)
        return self._judge_number(found, points, credit)

    def _judge_number(self, found: Found, points: Fraction, credit: Mapping[str, Fraction]
                      ) -> Judged:  # fmt: skip
        mark = self.numeric(points, credit).mark_answer(Given({"": Answer(found.value)}))
        if mark.status is Status.AWAITING:
            return Judged(None, f"you show {show_value(found)}", found)
        share = (mark.score or Fraction(0)) / points if points else Fraction(0)
        if share == 1:
            return Judged(share, "", found)
        return Judged(share, f"you show {show_value(found)}. {told(mark)}", found,
                      mark.mistakes)  # fmt: skip

    def _judge_words(self, found: Found) -> Judged:
        """A word has to be there; where none is asked for, what was found is enough."""
        if not self.wanted_words or (self.match is None and self.after is None):
            return Judged(Fraction(1), "", found)
        said = f" {plain(str(found.value))} "
        right = any(
            re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", said) for word in self.wanted_words
        )
        wrote = f"you show {str(found.value)[:80]!r}, which is not right."
        return Judged(Fraction(int(right)), "" if right else wrote, found)


def replace_value(found: Found, value: Any) -> Found:
    """The same place with another reading of what stands there."""
    return Found(value, found.line, found.place)


def told(mark: Mark) -> str:
    """What a mark of numbers says beside what was written."""
    lines = [*mark.feedback, *(line for part in mark.parts for line in part.feedback)]
    said = " ".join(lines[:6])
    repeated = re.compile(r"\b[Yy]ou wrote [^\n]*?, which is not right\.\s*")
    return repeated.sub("That is not right. ", said).strip()


def show_value(found: Found) -> str:
    """A value as feedback repeats it: as it is written where it is more than a number."""
    value = found.value
    plain_list = isinstance(value, list) and all(isinstance(one, str | list) for one in value)
    text = str(value).replace("'", "") if plain_list or isinstance(value, str) else found.line
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "..."


def plain(text: str) -> str:
    """A text without what does not count: case, blanks at the ends of lines, empty lines."""
    lines = (" ".join(line.split()) for line in text.casefold().split("\n"))
    return "\n".join(line for line in lines if line)


Expectations = Annotated[tuple[Expected, ...], Field(min_length=1, max_length=100)]
