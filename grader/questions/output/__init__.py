"""`output`: what a script, a call or the cells under a heading print and display."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.equivalence.numbers.complexes import Complex
from grader.evidence import Answer, Missing, Outcome, Source
from grader.marks import Mark, Part, Status, awaiting, decided, missing, show, status_of
from grader.questions.asking.secrets import Secret, number, phrase
from grader.questions.base import Given, Probe, Question
from grader.questions.lost import explain
from grader.questions.mistake import MistakeTable, credit_problems
from grader.questions.output.expected import Expectations, Expected, Judged, Row
from grader.questions.output.mistakes import MISTAKES
from grader.questions.output.several import judged_item
from grader.questions.record import Label, Record, Share
from grader.questions.words import upper
from grader.values import MAX_NODES, MAX_TEXT

MOST_READ = 2_000


class Run(Record):
    """One run of the script, or one call, and what it has to show."""

    call: str | tuple[str, ...] | None = None
    """The function to call, or several names of it; where left out the whole script is run."""
    arguments: tuple[Any, ...] = ()
    """Arguments of the call; of a script, the words on its command line."""
    stdin: str = ""
    """What is typed in, line by line."""
    expect: Expectations
    """What has to be shown."""


class Output(Question):
    """Asks for what code prints or displays while it runs: under a heading, or anywhere; or when a
    script is run or a function called with given input.

    What is shown in another way than expected goes to a person; `when_unsure: zero` turns that off.
    """

    kind: Literal["output"]
    under: Label | tuple[Label, ...] = ()
    """The label over the cells whose output counts; all that is shown where left out."""
    expect: Annotated[tuple[Expected, ...], Field(max_length=100)] = ()
    """What has to be shown when the submission is loaded."""
    runs: Annotated[tuple[Run, ...], Field(max_length=50)] = ()
    """Instead, runs of the script or calls, each with what it has to show."""
    credit: dict[str, Share] = Field(default_factory=dict)
    """Share of a number's points left after a named mistake, such as wrong_sign."""

    most_elements: ClassVar[int] = MAX_NODES
    most_text: ClassVar[int] = MAX_TEXT
    entry: ClassVar[str] = "printed or displayed values"
    part_word: ClassVar[str] = "Item"
    look_again: ClassVar[str] = (
        "Run your code from the top and compare what it prints with what the sheet asks for."
    )
    mistake_table: ClassVar[MistakeTable] = MISTAKES
    observes: ClassVar[Literal["", "text", "figures"]] = "text"

    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The label over the cells, beside those of rules."""
        under = (self.under,) if isinstance(self.under, str) else self.under
        return {**super().labels(), **({"cells": under} if under else {})}

    def probes(self) -> tuple[Probe, ...]:
        """A probe for each run; what loading shows needs none."""
        return tuple(
            Probe(
                f"{self.id}/run.{number}",
                "observe",
                (run.call,) if isinstance(run.call, str) else run.call or (),
                (list(run.arguments),),
                {"stdin": run.stdin},
                seconds=self.seconds,
            )
            for number, run in enumerate(self.runs)
        )

    @property
    def items(self) -> list[Expected]:
        """Everything expected, run after run."""
        return [*self.expect, *(one for run in self.runs for one in run.expect)]

    def problems(self) -> list[tuple[str, str]]:
        """Where what is expected is missing, is worth too much, or can be no answer."""
        found = credit_problems(self.credit, MISTAKES.credited)
        if bool(self.expect) == bool(self.runs):
            said = "write expect, for what loading shows, or runs with an expect in each"
            found.append(("expect" if self.expect else "kind", said))
        if self.runs and self.under:
            found.append(("under", "a run has no cells under a label: remove under or runs"))
        if self.find:
            found.append(("find", "what is looked for stands in expect; remove find"))
        places = [f"expect.{n}" for n in range(len(self.expect))]
        places += [f"runs.{n}.expect.{m}" for n, r in enumerate(self.runs)
                   for m in range(len(r.expect))]  # fmt: skip
        for place, item in zip(places, self.items, strict=True):
            if item.key is not None:
                numeric = item.numeric(Fraction(1), {})
                found += [
                    (f"{place}.tolerance", said)
                    for said in dict.fromkeys(item.tolerance.problems(numeric.targets))
                ]
        given = [item.points for item in self.items if item.points is not None]
        if sum(given) > self.points or (len(given) == len(self.items) and sum(given) < self.points):
            said = f"the items are worth {show(Fraction(sum(given)))} of {show(self.points)} points"
            found.append(("points", f"{said}: let them add up, or leave one without points"))
        return found

    @property
    def worth(self) -> list[Fraction]:
        """The points of each item."""
        given = [item.points for item in self.items]
        left = self.points - sum((one for one in given if one is not None), Fraction(0))
        open_ = sum(one is None for one in given)
        return [left / open_ if one is None else one for one in given]

    def as_text(self, value: Any) -> str | None:
        """What is printed and displayed, or was in an earlier run."""
        whole = value if isinstance(value, Mapping) else {}
        rows = whole.get("shown") or whole.get("saved") or whole.get("elsewhere") or ()
        return "\n".join(row["text"].strip() for row in rows)[:20_000] or "(nothing is shown)"

    def secrets(self) -> Iterator[Secret]:
        """The numbers and words that have to be shown."""
        for index, item in enumerate(self.expect):
            texts = (item.word,) if isinstance(item.word, str) else item.word or ()
            yield from (phrase(f"expect.{index}.word", text) for text in texts)
            if item.key is not None:
                for value in item.numeric(Fraction(1), {}).targets:
                    if not isinstance(value, Complex):
                        yield number(f"expect.{index}.key", value)

    def mark_answer(self, given: Given) -> Mark:
        """Mark item by item; what is shown in a way that was not expected waits for a person."""
        value = given.value
        if self.runs:
            return self._marked_runs(given)
        if not isinstance(value, Mapping) or "shown" not in value:
            return missing(self.points, "Nothing is shown.")
        saved = value.get("trust") == "saved" and not value["shown"]
        rows = [Row.of(row) for row in value.get("saved" if saved else "shown", ())]
        if value.get("labelled") is False:
            return self._elsewhere(value)
        if not rows:
            return self._nothing_shown(value, given.source)
        parts = [
            self._part(number, item, worth, rows, _is_cut_short(value))
            for number, (item, worth) in enumerate(zip(self.items, self.worth, strict=True), 1)
        ]
        told = [*value.get("errors", ()), *self._saved_differs(value, rows)]
        return self._mark(parts, rows, told, given.source)

    def _marked_runs(self, given: Given) -> Mark:
        parts: list[Part] = []
        rows: list[Row] = []
        worth = iter(self.worth)
        told: list[str] = []
        number = 0
        outcomes = [given.outcomes.get(f"run.{n}", Missing()) for n in range(len(self.runs))]
        if all(isinstance(outcome, Missing) for outcome in outcomes):
            return missing(self.points, f"There is nothing to run. Expected: {self.entry}.")
        for place, run in enumerate(self.runs):
            outcome = outcomes[place]
            shown = _rows_of_run(outcome)
            rows += shown or []
            told += _raised_in_run(place + 1, outcome)
            for item in run.expect:
                number += 1
                points = next(worth)
                if shown is None:
                    lost = self.lost(outcome)
                    said = lost.feedback[0] if lost else explain(outcome, self.entry)
                    open_ = lost is not None and lost.score is None
                    parts.append(self._lost_part(number, points, f"Run {place + 1}: {said}", open_))
                else:
                    title = f"Run {place + 1}"
                    parts.append(self._part(number, item, points, shown, False, title))
        return self._mark(parts, rows, told, given.source)

    def part_ids(self) -> tuple[str, ...]:
        """One part per thing that is to be shown, where there are several."""
        numbers = range(1, len(self.worth) + 1) if len(self.worth) > 1 else ()
        return tuple(f"{self.id}.{number}" for number in numbers)

    def _lost_part(self, number: int, points: Fraction, said: str, open_: bool) -> Part:
        if open_:
            return Part(f"{self.id}.{number}", None, points, Status.AWAITING, (said,))
        return Part(f"{self.id}.{number}", Fraction(0), points, Status.INCORRECT, (said,))

    def _part(
        self,
        number: int,
        item: Expected,
        points: Fraction,
        rows: Sequence[Row],
        lost: bool,
        title: str = "",
    ) -> Part:
        judged = judged_item(item, points, rows, self.credit, lost)
        name = item.title or title or (f"Item {number}" if len(self.items) > 1 else "")
        if judged.share is None and self.when_unsure == "zero":
            judged = Judged(Fraction(0), judged.told, judged.found, judged.mistakes)
        where = judged.found.place.where() if judged.found is not None else ""
        place = f"{upper(name)} ({where})" if name and where else upper(name) if name else where
        said = f"{place}: {judged.told}" if place else upper(judged.told or " ")
        feedback = (said,) if judged.told else ()
        if judged.share is None:
            return Part(f"{self.id}.{number}", None, points, Status.AWAITING, feedback)
        score = judged.share * points
        status = status_of(score, points)
        return Part(f"{self.id}.{number}", score, points, status, feedback, judged.mistakes)

    def _mark(
        self, parts: list[Part], rows: Sequence[Row], told: list[str], source: Source | None
    ) -> Mark:
        right = sum(part.status is Status.CORRECT for part in parts)
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        read = "\n".join(row.text.strip() for row in rows if row.text.strip())
        read = read if len(read) <= MOST_READ else f"...{read[-MOST_READ:]}"
        mistakes = [name for part in parts for name in part.mistakes]
        summary = f"{right} of {len(parts)} expected things are shown." if len(parts) > 1 else ""
        lines = [line for line in (summary, *told) if line]
        open_ = [part for part in parts if part.status is Status.AWAITING]
        if len(parts) == 1:
            lines = [*parts[0].feedback, *lines]
            parts = []
        if open_:
            lines.append("A person looks at what is shown.")
            return awaiting(
                self.points, *lines, reason="unsure", score=score or None, read=read,
                source=source, parts=tuple(parts), mistakes=tuple(mistakes),
            )  # fmt: skip
        return decided(
            score, self.points, lines, mistakes=mistakes, parts=parts, read=read, source=source
        )

    def _nothing_shown(self, value: Mapping[str, Any], source: Source | None) -> Mark:
        """Nothing came of running it here: that is nothing, or something only seen elsewhere."""
        if value.get("saved"):
            said = "Running it here shows nothing; an earlier run showed what stands here."
            read = "\n".join(row["text"] for row in value["saved"])[:MOST_READ]
            return awaiting(self.points, said, *value.get("lost", ()), "A person looks at it.",
                            reason="unread", read=read, source=source)  # fmt: skip
        if value.get("lost"):
            said = "Nothing is shown here, where something that it needs is lacking."
            return awaiting(self.points, said, *value["lost"], reason="unread", source=source)
        if value.get("written", "").strip():
            said = "No cell under the label shows anything; a person reads what is written there."
            return awaiting(self.points, said, reason="unread", read=value["written"],
                            source=source)  # fmt: skip
        errors = [f"Your code raised {said}." for said in value.get("errors", ())]
        return missing(self.points, *errors, "Nothing is printed or displayed where it is asked.")

    def _elsewhere(self, value: Mapping[str, Any]) -> Mark:
        """The label is not there: whatever is shown elsewhere, a person decides."""
        rows = [Row.of(row) for row in value["elsewhere"]]
        if not rows:
            said = "The label was not found, and nothing is printed or displayed."
            return awaiting(self.points, said, *value.get("lost", ()), reason="unread")
        parts = [
            self._part(number, item, worth, rows, False)
            for number, (item, worth) in enumerate(zip(self.items, self.worth, strict=True), 1)
        ]
        found = self._mark(parts, rows, [], rows[0].place)
        said = "The label was not found; what is shown elsewhere was looked through."
        return awaiting(self.points, said, *found.feedback, reason="unsure", read=found.read,
                        source=found.source)  # fmt: skip

    def _saved_differs(self, value: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
        """Where the notebook's saved output holds another value than running it gives."""
        earlier = [Row.of(row) for row in value.get("earlier", ())]
        told = []
        for item in self.items:
            now, then = item.found(rows), item.found(earlier)
            if item.key is None or not now or not then or now[-1].place.cell != then[-1].place.cell:
                continue
            one, other = str(then[-1].value)[:60], str(now[-1].value)[:60]
            if one != other and len(now) == len(then) and (item.words or item.match):
                told.append(f"The saved output says {one}; run again here it is {other}.")
        return told

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether one of the shown values is this number."""
        try:
            made = Expected.model_validate({"key": answer, "tolerance": {"relative": 1e-9}})
        except ValueError as error:
            raise ValueError("write a number, or lists of them, as an answer") from error
        if not isinstance(given.value, Mapping):
            return True
        rows = [Row.of(row) for row in given.value.get("shown", ())]
        found = [one for item in self.items for one in item.found(rows)]
        return any(made.judge(one, Fraction(1), {}).share == 1 for one in found)


def _is_cut_short(value: Mapping[str, Any]) -> bool:
    """Whether something shown is made of what is not here, or a cell stopped that once went on."""
    return bool(value.get("lacking")) or bool(value.get("errors") and value.get("earlier"))


def _raised_in_run(number: int, outcome: Outcome) -> list[str]:
    """That a run ended in an error, whatever it printed before."""
    value = outcome.value if isinstance(outcome, Answer) else None
    raised = value.get("raised") if isinstance(value, dict) else None
    if not (isinstance(raised, list) and len(raised) == 2 and isinstance(raised[0], str)):
        return []
    line = f" at line {raised[1]}" if type(raised[1]) is int else ""
    return [f"Run {number}: your code raised {raised[0][:200]}{line}."]


def _rows_of_run(outcome: Outcome) -> list[Row] | None:
    """What a run showed; None where it did not come to that."""
    if not isinstance(outcome, Answer) or not isinstance(outcome.value, dict):
        return None
    text, cut = outcome.value.get("text"), outcome.value.get("cut")
    if not isinstance(text, str):
        return None
    shown = [Row(text, None, False, outcome.source, cut if type(cut) is int else 0)]
    result = outcome.value.get("value")
    return shown if result is None else [*shown, Row(str(result), result, True, outcome.source, 0)]


__all__ = ["Output", "Run"]
