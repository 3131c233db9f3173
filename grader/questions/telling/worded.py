"""What a report says of a question and its marks in the words of its kind."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, cast

import yaml

from grader.marks import Mark, Status, show
from grader.questions import own

if TYPE_CHECKING:
    from grader.questions.base import Question

_OPEN = (Status.AWAITING, Status.NOT_GRADABLE)


class Worded:
    """The hooks through which pages get their words: no page knows a kind by its name."""

    is_prose: ClassVar[bool] = False
    """Whether an answer is running text, to be set as such."""
    echoes: ClassVar[bool] = True
    """Whether what was read says something to who wrote it; counts of predictions do not."""
    spreads: ClassVar[bool] = False
    """Whether what a mistake costs is taken from every part alike, be it right by itself."""
    concerned_by: ClassVar[frozenset[str]] = frozenset()
    """Kinds of findings in the files that are about answers of this kind."""
    look_again: ClassVar[str] = "Hold your answer beside the question and look for the difference."
    """What to do next after losing points, where the rubric gives no `advice`."""

    def part_titles(self) -> Mapping[str, str]:
        """What each part is, by the end of its id, where that says too little."""
        return {}

    def expected(self) -> tuple[str, ...]:
        """The key as it was typed, a line for each row; shown where the rubric says `reveal`."""
        question = cast("Question", self)
        typed = "key" in type(question).model_fields
        key = getattr(question, "key") if typed else question.own_key()  # noqa: B009
        if isinstance(key, list | tuple) and key and isinstance(key[0], list | tuple):
            return tuple(map(as_typed, key))
        return () if key is None else (as_typed(key),)

    def snippet(self, read: str) -> str:
        """The line of `mistakes:` that names a wrong answer, as it was read; empty where none can.

        What it earns and says is for the instructor to write; it validates as it is.
        """
        question = cast("Question", self)
        for answer in _as_answers(read):
            half = as_typed(question.points / 2)
            line = f'mistakes: [{{answer: {answer}, points: {half}, say: "Say what went wrong."}}]'
            try:
                row = own.OwnMistake.model_validate(yaml.safe_load(line)["mistakes"][0])
                named = question.model_copy(update={"mistakes": (row,)})
                if not list(own.own_problems(named)):
                    return line
            except (ValueError, TypeError, yaml.YAMLError):
                continue
        return ""

    def next_step(self, status: Status) -> str:
        """What the student does about a mark below full; empty where nothing is lost."""
        question = cast("Question", self)
        if status in (*_OPEN, Status.CORRECT):
            return ""
        if question.advice:
            return question.advice
        if status is Status.MISSING and question.names:
            return f"Give `{question.names[0]}` a value, then hand in again."
        return self.look_again

    def advised(self, mark: Mark) -> Mark:
        """The mark with the rubric's advice, where points are lost and it is not told yet."""
        advice = cast("Question", self).advice
        lost = mark.score is not None and mark.score < mark.points
        if not advice or not lost or advice in mark.feedback:
            return mark
        return replace(mark, feedback=(*mark.feedback, advice))

    def cause_of(self, mark: Mark) -> str:
        """The one sentence that says what went wrong; empty where no mistake has a name."""
        told = [*mark.feedback, *(line for part in mark.parts for line in part.feedback)]
        question = cast("Question", self)
        for known in question.mistakes:
            if known.name in mark.mistakes:
                return known.say
        for name in _names(mark):
            for pattern in self._sentences().get(name, ()):
                found = next((m for line in told if (m := pattern.search(line))), None)
                if found is not None:
                    return found[0][:1].upper() + found[0][1:]
        return ""

    def rule_of(self, mark: Mark) -> str:
        """What the points follow from, in words."""
        question = cast("Question", self)
        if mark.status not in (Status.PARTIAL, Status.INCORRECT) or mark.by_hand:
            return ""
        for known in question.mistakes:
            if known.name in mark.mistakes and known.points is not None:
                return f"Your teacher gives {show(known.points)} of {show(question.points)} for it."
        rules = [rule for name in dict.fromkeys(mark.mistakes) if (rule := self._rule(name, mark))]
        return " ".join(dict.fromkeys(rules)) or self._shares(mark)

    def _rule(self, name: str, mark: Mark) -> str:
        question = cast("Question", self)
        row = next((row for row in question.mistake_table if name in (row.id, row.named_as)), None)
        if row is None or (row.costs and not row.costs.startswith("its ")):
            return f"This costs {row.costs}." if row is not None else ""
        part = (row.part or question.part_word).lower()
        if row.costs:
            return f"This costs the points of {row.costs}."
        credit = cast(Mapping[str, Fraction], getattr(question, "credit", {}) or {})
        kept = question.mistake_table.kept(credit, row.id)
        of_part = row.keeps is None and len(mark.parts) > 1
        what = f"the {part} it is in" if of_part else "the points"
        if kept >= 1:
            return "This costs nothing."
        whole = all(one.score is not None and 0 < one.score < one.points for one in mark.parts)
        if kept and len(mark.parts) > 1 and whole and not of_part:
            return f"This mistake keeps {_percent(kept)} of each {part}."
        return f"This mistake keeps {_percent(kept)} of {what}." if kept else (
            f"This mistake costs {what}."
        )

    def _shares(self, mark: Mark) -> str:
        """What each part is worth, where all are worth the same."""
        word = cast("Question", self).part_word.lower()
        worth = {part.points for part in mark.parts}
        if len(mark.parts) < 2 or len(worth) != 1:
            return ""
        return f"Each of the {len(mark.parts)} {word}s is worth {show(worth.pop())}."

    def _sentences(self) -> Mapping[str, tuple[re.Pattern[str], ...]]:
        return _patterns(cast(Any, type(self)))


@functools.cache
def _patterns(kind: type[Question]) -> dict[str, tuple[re.Pattern[str], ...]]:
    """By mistake, its sentences as they are told, whatever the answer filled in."""
    found: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in kind.mistake_table:
        made = tuple(_pattern(said) for said in row.sentences if said)
        for name in filter(None, (row.id, row.named_as)):
            found[name] = (*found.get(name, ()), *made)
    return found


def _pattern(said: str) -> re.Pattern[str]:
    pieces = re.split(r"\{\w+\}", said.replace("{{", "{").replace("}}", "}"))
    return re.compile(".{1,300}?".join(map(re.escape, pieces)), re.IGNORECASE | re.DOTALL)


def _as_answers(read: str) -> Iterator[str]:
    """A wrong answer as a rubric may write it: a number, a text, a list of texts, in YAML."""
    if len(read) > 200:
        return
    if re.fullmatch(r"-?\d+(?:\.\d+)?", read):
        yield read
    yield json.dumps(read)
    if read[:1] == "[" and read[-1:] == "]":
        yield json.dumps([piece.strip() for piece in read[1:-1].split(",")])


def _names(mark: Mark) -> Iterable[str]:
    """The mistakes of a mark, those of its parts after its own."""
    return dict.fromkeys([*mark.mistakes, *(name for part in mark.parts for name in part.mistakes)])


def _percent(share: Fraction) -> str:
    return f"{float(share):.0%}"


def as_typed(value: Any) -> str:
    """A number of the key as it was typed: a decimal where it has one, else a fraction."""
    if isinstance(value, Fraction):
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        places = next((n for n in range(30) if (value * 10**n).denominator == 1), None)
        if rest != 1 or not places:
            return str(value)
        digits = str(abs(value * 10**places)).rjust(places + 1, "0")
        return f"{'-' * (value < 0)}{digits[:-places]}.{digits[-places:]}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(as_typed, value)) + "]"
    return str(value)
