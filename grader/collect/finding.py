"""Answers by the rubric's own rules, for questions whose name no code holds.

The first rule that finds exactly one answer counts; where it finds several that differ, a person
decides. What a notebook holds of an earlier run counts only where the rubric trusts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.collect.plan import Sought
from grader.collect.rules import Rule
from grader.collect.shown import is_without_a_value, read, value_of
from grader.collect.tables import column_of, entries_of, printed_table, whole_of
from grader.evidence import (
    Answer,
    Evidence,
    Finding,
    Outcome,
    Shown,
    Source,
    Unavailable,
    Unread,
    Unsure,
)
from grader.evidence.patterns import matches
from grader.intake.choose import alike
from grader.intake.reading import Reading
from grader.intake.reply import Section
from grader.values import Opaque

MAX_ANSWERS = 8
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".npy", ".npz", ".txt", ".json")


@dataclass(frozen=True, slots=True)
class Search:
    """One question's rules, and all that they look through."""

    question: Sought
    outcomes: Mapping[str, Outcome]
    shown: Sequence[Shown]
    sections: Mapping[str, Sequence[Section]]

    def found(self) -> Outcome | None:
        """What the rules find: one answer, several, or None."""
        for number, rule in enumerate(self.question.find):
            rows = _different(self.by(rule, f"{self.question.id}/find.{number}"))
            if len(rows) == 1:
                return rows[0]
            if rows:
                return Unsure(tuple(rows[:MAX_ANSWERS]), "by a rule of the rubric")
        return None

    def by(self, rule: Rule, name: str) -> Iterator[Answer]:
        """Everything that one rule finds, the likeliest first."""
        if rule.kind == "name":
            yield from self.named(name)
        elif rule.kind == "printed":
            yield from printed(rule, self.under(rule, name), self.shown)
        elif rule.kind == "value":
            yield from displayed(rule, self.under(rule, name), self.shown)
        elif rule.kind == "table":
            yield from self.tables(rule, name)
        elif rule.kind == "file":
            yield from self.files(rule, name)

    def under(self, rule: Rule, name: str) -> list[Section] | None:
        """The cells under a rule's label; None where it has none and looks everywhere."""
        if not rule.under:
            return None
        return places(self.sections.get(name, ()))

    def named(self, name: str) -> Iterator[Answer]:
        """The values whose names fit; of each form of code the one made last comes first."""
        for source, row in found_rows(self.outcomes.get(name)):
            if not isinstance(row[1], Opaque):
                yield Answer(row[1], source)

    def tables(self, rule: Rule, name: str) -> Iterator[Answer]:
        """Entries of tables in texts and sheets, then in what cells display."""
        for section in self.sections.get(name, ()):
            if rule.under and section.label != "own":
                continue
            for one in section.candidates:
                entries = entries_of(one.value, rule.columns, rule.row)
                if entries is not None:
                    yield Answer(entries, one.source)
        cells = places(self.sections.get(name, ())) if rule.under else None
        for shown in _within(cells, self.shown):
            entries = entries_of(printed_table(shown.text), rule.columns, rule.row)
            if entries is not None:
                yield Answer(entries, shown.source)

    def files(self, rule: Rule, name: str) -> Iterator[Answer]:
        """The wanted column of each file that has the wanted number of rows.

        What the code wrote just now goes before what was handed in.
        """
        rows = [(s, row[1]) for s, row in found_rows(self.outcomes.get(name))]
        written = {source.file for source, _ in rows}
        rows += [
            (one.source, one.value)
            for section in self.sections.get(name, ())
            for one in section.candidates
            if one.source.file not in written
        ]
        for source, table in rows:
            column = column_of(table, next(iter(rule.columns), None), rule.rows)
            found = whole_of(table) if rule.whole else column
            if found is not None:
                yield Answer(found, source)


@dataclass(frozen=True, slots=True)
class Searched:
    """What came of one question's rules: an answer that counts, or what a person should see."""

    sure: Answer | None = None
    open: Outcome | None = None
    unread: tuple[Unread, ...] = ()
    findings: tuple[Finding, ...] = ()

    def instead_of(self, ran: Outcome) -> Outcome:
        """What the rules leave open, where code gave no answer of its own."""
        return ran if self.open is None else self.open


def by_rules(question: Sought, evidence: Evidence, reading: Reading) -> Searched:
    """What the rules of one question find, where nothing has its name or stands under its label."""
    labelled = any(
        one.sure for s in reading.sections.get(question.id, ()) if s.label == "own"
        for one in s.candidates
    )  # fmt: skip
    if not question.find or labelled or not is_without_a_value(evidence.outcomes.get(question.id)):
        return Searched()
    stored = _not_run_again(reading.stored, evidence.shown)
    live: list[Shown] = [*evidence.shown, *(stored if question.trust == "saved" else ())]
    hit = Search(question, evidence.outcomes, live, reading.sections).found()
    if isinstance(hit, Answer):
        return Searched(hit, findings=tuple(_differing(question, hit, reading)))
    if hit is not None:
        return Searched(open=hit)
    earlier = Search(question, evidence.outcomes, reading.stored, reading.sections).found()
    answers = (earlier,) if isinstance(earlier, Answer) else getattr(earlier, "candidates", ())
    if answers:
        told = "; ".join(str(one.value)[:100] for one in answers[:3])
        reason = f"nothing came of running it, and an earlier run of it showed {told}"
        return Searched(open=Unavailable("earlier", reason, answers[0].source))
    if all(rule.kind == "file" for rule in question.find) and not _holds_tables(reading):
        return Searched()
    files = dict.fromkeys((form.form, form.file) for form in reading.forms)
    return Searched(unread=tuple(Unread("rules", Source(*one)) for one in list(files)[:3]))


def _holds_tables(reading: Reading) -> bool:
    """Whether a file was handed in that may be a table under another name."""
    return any(name.lower().endswith(TABLES) for name in reading.files)


def _not_run_again(stored: Iterable[Shown], shown: Iterable[Shown]) -> list[Shown]:
    """What an earlier run showed in cells that show nothing now."""
    live = {(one.source.file, one.source.cell) for one in shown}
    return [one for one in stored if (one.source.file, one.source.cell) not in live]


def _differing(question: Sought, hit: Answer, reading: Reading) -> Iterator[Finding]:
    """A finding where the notebook's saved output says something else than running it did."""
    earlier = Search(question, {}, reading.stored, reading.sections).found()
    if isinstance(earlier, Answer) and hit.source.cell == earlier.source.cell is not None:
        one, other = str(earlier.value)[:100], str(hit.value)[:100]
        if not alike(earlier.value, hit.value):
            said = f"{question.id}: the saved output says {one}; run again it is {other}."
            yield Finding("saved-differs", said, hit.source.file, None, hit.source.cell)


def places(sections: Iterable[Section]) -> list[Section]:
    """The code cells under the very label that is looked for."""
    return [section for section in sections if section.label == "own" and section.cells]


def printed(
    rule: Rule, cells: Sequence[Section] | None, shown: Iterable[Shown]
) -> Iterator[Answer]:
    """What a pattern finds in printed texts and in what displayed values print as."""
    found = []
    for one in _within(cells, shown):
        for wanted in matches(rule.match, one.text):
            value = read(wanted)
            found.append(Answer(wanted.strip() if value is None else value, one.source))
    if rule.which == "first":
        found = found[:1]
    yield from found[-1:] if rule.which == "last" else found


def displayed(
    rule: Rule, cells: Sequence[Section] | None, shown: Iterable[Shown]
) -> Iterator[Answer]:
    """The last value that is displayed in the wanted cell, or in any."""
    if cells is not None and rule.cell is not None:
        cells = [
            replace(one, cells=one.cells[rule.cell - 1 : rule.cell])
            for one in cells
            if len(one.cells) >= rule.cell
        ]
    answers: list[Answer] = []
    for one in _within(cells, shown):
        if one.value is not None:
            answers += value_of(one)
        elif one.stored and one.expression and (value := read(one.text)) is not None:
            answers.append(Answer(value, one.source))
    yield from answers[-1:]


def _within(cells: Sequence[Section] | None, shown: Iterable[Shown]) -> list[Shown]:
    return [
        one for one in shown if cells is None or any(place.holds(one.source) for place in cells)
    ]


def found_rows(outcome: Outcome | None) -> Iterator[tuple[Source, list[Any]]]:
    """(place, [name, value]) of what a probe without a fixed name brought; data of a child."""
    rows = outcome.value if isinstance(outcome, Answer) else None
    for row in rows[:60] if isinstance(rows, list) else ():
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[1], list)):
            continue
        place, said = row
        if isinstance(place, list) and len(place) == 4 and len(said) == 2:
            form, file, line, cell = place
            yield (
                Source(
                    form if form in ("module", "notebook", "writeup", "data") else "",
                    file[:200] if isinstance(file, str) else "",
                    line if type(line) is int and 0 < line < 10**7 else None,
                    cell if type(cell) is int and 0 <= cell < 10**6 else None,
                ),
                said,
            )


def _different(answers: Iterable[Answer]) -> list[Answer]:
    kept: list[Answer] = []
    for answer in answers:
        if not any(alike(answer.value, other.value) for other in kept):
            kept.append(answer)
    return kept
