"""`numeric`: a number, a vector, a matrix or a table, each entry within a tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from grader.equivalence.numbers.spelled import Spelled
from grader.equivalence.numbers.written import Written
from grader.marks import Mark, Part, Reason, Status, awaiting, decided, missing, status_of
from grader.questions.asking.secrets import Secret
from grader.questions.base import Given, Probe, Question
from grader.questions.echo import shown
from grader.questions.key import WrongKey
from grader.questions.mistake import MistakeTable, credit_problems
from grader.questions.numeric.entries import (
    NotRead,
    echo,
    flat,
    in_shape,
    is_blank,
    is_turned,
    places,
    read_entry,
    slip,
    times_a_letter,
)  # fmt: skip
from grader.questions.numeric.free import as_listed, free_parts, free_problems, in_doubt, several
from grader.questions.numeric.freedom import Number, tells_apart
from grader.questions.numeric.key import Key, others_than, secret_of
from grader.questions.numeric.mistakes import MISTAKES
from grader.questions.numeric.percent import Remarked, right_per_cent
from grader.questions.numeric.rounded import is_rounded
from grader.questions.numeric.start import start
from grader.questions.numeric.tolerance import RelAbsFields, Tolerance
from grader.questions.numeric.units import converted, measured, unit_problems
from grader.questions.numeric.unnamed import in_its_unit, in_words, words_asked
from grader.questions.numeric.writing import nested, writing_of
from grader.questions.record import Share, Take
from grader.questions.shapes.simple import Shape, shape_of, size_in_words
from grader.questions.telling.worded import as_typed

NOISE = Tolerance(relabs=RelAbsFields(absolute=Fraction(1, 10**9), relative=Fraction(1, 10**9)))
"""What is allowed where the rubric names no tolerance: the noise of binary arithmetic."""

class Numeric(Remarked, Question):
    """Asks for a number, a vector, a matrix or a table of numbers.

    Where the shape is right each entry earns its share by itself. A blank is not a zero, and
    what is not a number equals nothing.
    """

    kind: Literal["numeric"]
    key: Key
    """The number, or the list or list of rows of numbers, exact: 0.1 is one tenth, 1/3 a third."""
    tolerance: Tolerance = NOISE
    """When an entry counts as right; where left out, equal but for the noise of arithmetic."""
    per_entry: bool = True
    """Whether each entry earns its share; false: all entries or nothing."""
    order: Literal["as_written", "any"] = "as_written"
    """any: the entries of a list, or the rows of a matrix, are right in any order."""
    up_to: Literal["sign", "scale", "span"] | None = None
    """A list is right as its negative (sign) or any multiple but zero (scale); so is each row of a
    matrix, all or nothing. span: the rows are right as any basis of the same space."""
    unit: str = ""
    """The unit that the key is in, such as m/s^2; answers in another one are converted."""
    without_unit: Literal["accept", "half", "refuse"] = "accept"
    """What a right number earns that is written without its unit."""
    credit: dict[str, Share] = Field(default_factory=dict)
    """Share of the points left after a named mistake: wrong_sign, wrong_decimal_point (of an
    entry's points) and transposed (of all)."""

    entry: ClassVar[str] = "a number, or lists of numbers"
    of_numbers: ClassVar[bool] = True
    part_word: ClassVar[str] = "Entry"
    look_again: ClassVar[str] = "Work it out once more, and check its size with a rough estimate."
    begun = staticmethod(start)
    layout: ClassVar[str] = "mapped"
    mistake_table: ClassVar[MistakeTable] = MISTAKES

    @property
    def shape(self) -> Shape:
        """The lengths of the key's lists from the outside in; () for a single number."""
        return shape_of(self.key) or ()

    def probes(self) -> tuple[Probe, ...]:
        """The value of the name; the shape of a list or matrix shows what else could be it."""
        shape = {"shape": list(self.shape)} if self.shape else {}
        return tuple(replace(probe, data=shape) for probe in super().probes())

    @property
    def usually_taken(self) -> Take:
        """A number, or lists of them as they stand."""
        free = self.up_to is not None or self.order == "any" or len(self.shape) == 1
        return "claim" if free else "matrix" if self.shape else "formula"

    @property
    def targets(self) -> tuple[Number, ...]:
        """The key's numbers in reading order."""
        return tuple(flat(self.key))

    def problems(self) -> list[tuple[str, str]]:
        """A tolerance must mean something for every target, a credit must name a mistake."""
        found = dict.fromkeys(self.tolerance.problems(self.targets))
        return [
            *[("tolerance", said) for said in found],
            *credit_problems(self.credit, MISTAKES.credited),
            *free_problems(self.shape, self.vectors, self.order, self.up_to),
            *unit_problems(self.unit, self.up_to, "without_unit" in self.model_fields_set),
        ]

    @property
    def vectors(self) -> list[tuple[Number, ...]]:
        """The rows of the key; a single list, or number, is one of them."""
        return self._rows(self.targets)

    def _rows(self, numbers: tuple[Number, ...]) -> list[tuple[Number, ...]]:
        width = self.shape[-1] if self.shape else 1
        return [numbers[at : at + width] for at in range(0, len(numbers), width)]

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether an answer is this one, which may have a unit as an answer has one."""
        return super().is_answer(converted(answer, self.unit) if self.unit else answer, given)

    def own_key(self) -> Any | None:
        """The numbers, each written as the tolerance wants it; None where it takes no writing."""
        ways = [writing_of(target, self.tolerance) for target in self.targets]
        if None in ways:
            return None
        pairs = zip(ways, self.targets, strict=True)
        unit = f" {self.unit}" if self.unit else ""
        texts = [f"{way(target)}{unit}" for way, target in pairs if way is not None]
        return nested(texts, self.shape)

    def wrong_keys(self) -> Iterator[WrongKey]:
        """One number that is another; a range is meant to take in more than its key."""
        if self.tolerance.range is not None:
            return
        ways = [writing_of(target, self.tolerance) for target in self.targets]
        texts = [way(target) for way, target in zip(ways, self.targets, strict=True) if way]
        for index, (place, right) in enumerate(zip(places(self.shape), self.targets, strict=True)):
            where = f"entry {', '.join(map(str, place))}" if place else "the number"
            before, after = self.targets[:index], self.targets[index + 1 :]
            for wrong in others_than(right):
                way = ways[index]
                text = way(wrong) if way else ""
                rows = self._rows((*before, wrong, *after))
                if text and text != texts[index] and tells_apart(self.up_to, rows, self.vectors):
                    changed = [*texts[:index], text, *texts[index + 1 :]]
                    yield WrongKey(where, texts[index], text, nested(changed, self.shape))

    def secrets(self) -> Iterator[Secret]:
        """Each number of the key."""
        pairs = zip(places(self.shape), self.targets, strict=True)
        return (one for place, target in pairs for one in secret_of(place, target))

    def mark_answer(self, given: Given) -> Mark:
        """Mark entry by entry; another shape earns nothing and says which one was expected."""
        expected = f"Expected: {size_in_words(self.shape)}."
        if is_blank(given.value) or given.value == []:
            return missing(self.points, f"Nothing is written. {expected}")
        read, value = shown(given.value), as_listed(given.value, self)
        raw = in_shape(value, self.shape)
        counted = isinstance(raw, str | NotRead) or isinstance(value, dict)
        if counted and self.order == "any" and self.up_to is None and len(self.shape) == 1:
            raw = several(value) or raw
        if isinstance(raw, str) and (why := in_doubt(self, value)):
            raw = NotRead(why)
        if isinstance(raw, NotRead):
            told = f"You wrote {read}; {raw.why}. A person reads it."
            return awaiting(
                self.points, told, expected, reason="unread", read=read, source=given.source
            )
        if isinstance(raw, str):
            return decided(
                Fraction(0), self.points, [f"{raw} {expected}"], mistakes=["wrong_shape"],
                read=read, source=given.source,
            )  # fmt: skip
        if all(is_blank(item) for item in raw):
            return missing(self.points, f"Nothing is written. {expected}")
        is_free = self.up_to or self.order == "any"
        parts = free_parts(self, raw) if is_free else self._parts(raw)
        found = self._alone(parts[0]) if len(parts) == 1 else self._together(raw, parts)
        return replace(found, read=read, source=given.source)

    def _parts(self, raw: list[Any]) -> list[Part]:
        full = self.points / len(raw)
        rows = zip(places(self.shape), raw, self.targets, strict=True)
        return [self.entry_part(place, item, target, full) for place, item, target in rows]

    def entry_part(self, place: Shape, item: Any, target: Number, full: Fraction) -> Part:
        """The part of one entry, named by its row and column."""
        name = ".".join((self.id, *map(str, place)))
        where = f"Entry {', '.join(map(str, place))}: " if place else ""
        if is_blank(item):
            return Part(name, Fraction(0), full, Status.MISSING, (f"{where}nothing is written.",))
        if self.unit:
            return self._measured_part(Part(name, full, full, Status.CORRECT), where, item, target)
        found, right = read_entry(item), self.accepts(item, target)
        if right:
            return Part(name, full, full, Status.CORRECT)
        if right is None and (
            right_per_cent(self, item, target) is None
            or in_its_unit(item, target, self.tolerance) is None
        ):
            told = f"{where}you wrote {echo(item)}, and no unit was asked. A person decides."
            return Part(name, None, full, Status.AWAITING, (told,), ("undecided",))
        if isinstance(found, NotRead):
            told = f"{where}you wrote {echo(item)}; {found.why}. A person reads it."
            return Part(name, None, full, Status.AWAITING, (told,), ("unread",))
        if isinstance(found, str):
            told = f"{where}you wrote {echo(item)}; {found}."
            if (share := times_a_letter(item)) and self.accepts(share, target):
                told += " A person decides."
                return Part(name, None, full, Status.AWAITING, (told,), ("undecided",))
            return Part(name, Fraction(0), full, Status.INCORRECT, (self._with_key(told, target),))
        if right is None:
            why = ("has two readings", "is rounded")[is_rounded(found.usual, target)]
            told = f"{where}you wrote {echo(item)}, which {why}. A person decides."
            return Part(name, None, full, Status.AWAITING, (told,), ("undecided",))
        return self._wrong(Part(name, full, full, Status.CORRECT), where, item, found.usual, target)

    def _measured_part(self, part: Part, where: str, item: Any, target: Number) -> Part:
        """The part of a number with its unit."""
        wrote = f"{where}you wrote {echo(item)}"
        found = measured(item, self.unit)
        if found is None:
            told = f"{wrote}, in which no number with its unit could be read. A person reads it."
            return Part(part.id, None, part.points, Status.AWAITING, (told,), ("unread",))
        if found.number is None:
            mistake = MISTAKES["other_quantity"].told(wrote=wrote, unit=found.unit)
        elif any(self.tolerance.accepts(one, target) for one in found.ways(self.unit)):
            if found.unit or self.without_unit == "accept":
                return part
            mistake = MISTAKES["missing_unit"].told(wrote=wrote, unit=self.unit)
            half = part.points / 2 if self.without_unit == "half" else Fraction(0)
            status = Status.PARTIAL if half else Status.INCORRECT
            return replace(
                part, score=half, status=status, feedback=(mistake.says,), mistakes=(mistake.id,)
            )
        elif found.unit and found.plain and self.tolerance.accepts(found.plain, target):
            mistake = MISTAKES["wrong_unit"].told(wrote=wrote, unit=found.unit)
        else:
            return self._wrong(part, where, item, found.number, target)
        told = self._with_key(mistake.says, target)
        kept = MISTAKES.kept(self.credit, mistake.id)
        return replace(
            part, score=kept * part.points, status=status_of(kept, Fraction(1)),
            feedback=(told + _kept(kept),), mistakes=(mistake.id,),
        )  # fmt: skip

    def accepts(self, item: Any, target: Number) -> bool | None:
        """Whether an entry is right; None where it is not read, or only some readings are."""
        if is_blank(item):
            return False
        if self.unit:
            in_unit = measured(item, self.unit)
            if in_unit is None:
                return None
            return any(self.tolerance.accepts(one, target) for one in in_unit.ways(self.unit))
        found = read_entry(in_words(item, words_asked(self)) or item)
        if (said := right_per_cent(self, item, target)) is not False:
            return said
        right = self._is_right(found, target) if isinstance(found, Spelled) else False
        right = in_its_unit(item, target, self.tolerance) if right is False else right
        return None if right is False and isinstance(found, NotRead) else right

    def _is_right(self, found: Spelled, target: Number) -> bool | None:
        """Whether a number is the target; None where only some of its readings are."""
        first, *forms = found.forms
        others = [self.tolerance.accepts(other, target) for other in found.others]
        if self.tolerance.accepts(first, target) and (found.sure or (others and all(others))):
            return True
        doubt = self.tolerance.accepts(first, target) or any(others)
        doubt |= "tolerance" not in self.model_fields_set and is_rounded(first, target)
        return None if doubt or any(self.tolerance.accepts(f, target) for f in forms) else False

    def _wrong(self, part: Part, where: str, item: Any, number: Written, target: Number) -> Part:
        """The part of an entry that is not accepted, with its cause where there is one."""
        told = f"{where}you wrote {echo(item)}, which is not right."
        found = slip(number, target, self.tolerance)
        if found is None:
            told = self._with_key(told, target)
            return replace(part, score=Fraction(0), status=Status.INCORRECT, feedback=(told,))
        kept = MISTAKES.kept(self.credit, found.id)
        told = self._with_key(f"{told} {found.says}{_kept(kept)}", target)
        status = Status.PARTIAL if kept else Status.INCORRECT
        return replace(
            part, score=kept * part.points, status=status, feedback=(told,), mistakes=(found.id,)
        )

    def _with_key(self, told: str, target: Number) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"{told} Expected: {as_typed(target)}{unit}." if self.reveal else told

    def _alone(self, part: Part) -> Mark:
        """The mark of a single number."""
        told = [re.sub(r"^Entry 1(, 1)?: ", "", line) for line in part.feedback]
        told = [line[:1].upper() + line[1:] for line in told]
        if part.status is Status.AWAITING:
            return awaiting(self.points, *told, reason=_reason([part]))
        return decided(part.score or Fraction(0), self.points, told, mistakes=part.mistakes)

    def _together(self, raw: list[Any], parts: list[Part]) -> Mark:
        """The mark of several numbers."""
        right = sum(part.status is Status.CORRECT for part in parts)
        told = [f"{right} of {len(parts)} entries are right."]
        mistakes = [mistake for part in parts for mistake in part.mistakes]
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        if not self.per_entry and right < len(parts):
            score = Fraction(0)
            told.append("They earn points only all together.")
        is_short = right < len(parts) and self.up_to is None
        if is_short and is_turned(raw, self.shape, self.targets, self.tolerance):
            kept = MISTAKES.kept(self.credit, "transposed")
            told.append(MISTAKES["transposed"].told().says + _kept(kept))
            score, mistakes = max(score, kept * self.points), ["transposed"]
        is_plain = len(self.shape) == 2 and not self.up_to
        rows = zip(raw, self.targets, strict=False) if is_plain else ()
        blank = [target == 0 for item, target in rows if is_blank(item)]
        if blank and all(blank) and right + len(blank) == len(parts):
            told.append("Where nothing is written a zero may be meant. A person decides.")
            return awaiting(self.points, *told, reason="undecided", score=score)
        if open_ := [part for part in parts if part.status is Status.AWAITING]:
            told.append(f"{len(open_)} of them could not be read surely; a person decides.")
            mistakes = [name for name in mistakes if name not in ("unread", "undecided")]
            return awaiting(
                self.points, *told, reason=_reason(open_), score=score, mistakes=tuple(mistakes),
                parts=tuple(parts) if self.per_entry else (),
            )  # fmt: skip
        if not self.per_entry:
            told += [line for part in parts for line in part.feedback]
            parts = []
        return decided(score, self.points, told, mistakes=mistakes, parts=parts)


def _reason(parts: list[Part]) -> Reason:
    """Why entries wait for a person: what was not read at all counts first."""
    return "unread" if any("unread" in part.mistakes for part in parts) else "undecided"


def _kept(share: Fraction) -> str:
    return f" It still earns {share} of the points." if share else ""
