"""Taking transcripts into the gradebook: what is wrong is told and left, the rest is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.errors import did_you_mean
from grader.gradebook import Gradebook, Transcribed
from grader.intake.transcript import MAX_TEXT
from grader.marking.transcribing.entries import PAGES, Entry, by_token, entries_of
from grader.marking.transcribing.put_in import grid_of
from grader.marking.transcribing.read import Row, Sheets
from grader.questions.base import Question
from grader.rubric.model import Rubric

_INSTEAD = {
    "nothing": "absent",
    "absent": "absent",
    "illegible": "illegible",
    "unreadable": "illegible",
    "withdraw": "withdrawn",
    "suggested": "typed",
}
_TABULAR = ("table", "matrix")
_NO_CELL = ("=", "\\begin", "$$")
"""Signs of formulas and whole matrices, which are no rows of cells."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: transcripts added, entries as before or left for later, and mistakes."""

    added: tuple[Transcribed, ...]
    unchanged: int
    blank: int
    mistakes: tuple[str, ...]


def take_transcripts(
    book: Gradebook, rubric: Rubric, sheets: Sheets, who: str, overwrite: bool = False
) -> Taken:
    """Add what the sheets say to the history, but for entries with a mistake in them."""
    history: dict[tuple[str, str], list[Transcribed]] = defaultdict(list)
    for one in book.transcripts.history():
        history[one.question, one.key].append(one)
    desk = _Desk(rubric, by_token(entries_of(book, rubric)), history, who, overwrite)
    latest: dict[tuple[str, str], int] = {}
    for row in sheets.rows:
        place = (row.question, row.token)
        latest[place] = max(row.revision, latest.get(place, 0))
    for row in sheets.rows:
        if row.revision == latest[row.question, row.token]:  # an earlier export lies beside it
            desk.take(row)
    book.transcripts.add(desk.added)
    return Taken(tuple(desk.added), desk.unchanged, desk.blank, (*sheets.mistakes, *desk.mistakes))


class _Desk:
    """Looks at one row after the other."""

    def __init__(
        self,
        rubric: Rubric,
        known: Mapping[tuple[str, str], Entry],
        history: Mapping[tuple[str, str], Sequence[Transcribed]],
        who: str,
        overwrite: bool,
    ) -> None:
        self.questions = {question.id: question for question in rubric.questions}
        self.known = known
        self.history = history
        self.who = who
        self.overwrite = overwrite
        self.seen: dict[tuple[str, str], str] = {}
        self.added: list[Transcribed] = []
        self.mistakes: list[str] = []
        self.unchanged = self.blank = 0

    def take(self, row: Row) -> None:
        """Add a row, count it, or tell what is wrong with it."""
        if row.is_blank:
            self.blank += 1
            return
        place = (row.question, row.token)
        entry = self.known.get(place)
        before = self.seen.setdefault(place, row.place)
        row = _as_meant(row, entry)
        told = _misplaced(row, entry, before) or self._unmeant(row)
        if told or entry is None:
            self.mistakes.append(f"{row.place}: {told}")
            return
        typed = self._typed(row, entry)
        earlier = self.history.get((entry.question, entry.key), ())
        newer = [one for one in earlier if one.revision > row.revision]
        if typed.said == (entry.now.said if entry.now else ("withdrawn", "", (), ())):
            self.unchanged += 1
        elif self.overwrite or not newer or newer[-1].who == self.who:
            self.added.append(typed)
        elif any(one.said == typed.said for one in newer):
            self.unchanged += 1  # this sheet was taken before, and somebody followed
        else:
            last = newer[-1]
            self.mistakes.append(
                f"{row.place}: {last.who} typed this at {last.at}, after this sheet was written; "
                "export again, or add --overwrite to replace it"
            )

    def _unmeant(self, row: Row) -> str:
        """What is wrong with what was filled in, whatever it is for."""
        cells = any(cell for line in row.grid for cell in line)
        ways = [bool(row.transcript), cells, bool(row.instead)]
        if sum(ways) > 1:
            return "fill in one of `transcript`, `grid` and `instead`"
        if row.instead and row.instead not in _INSTEAD:
            close = did_you_mean(row.instead, list(_INSTEAD))
            known = "nothing, illegible, suggested or withdraw"
            return f"`instead` is {known}, not {row.instead!r}{close}"
        if row.instead == "suggested" and not row.suggested:
            return "there is no `suggested` that could be taken; type the transcript"
        if len(row.transcript) > MAX_TEXT:
            return f"a transcript has at most {MAX_TEXT} characters"
        if row.questions and row.question != PAGES:
            return "`questions` is for whole pages alone"
        unknown = [one for one in row.questions if one not in self.questions]
        if unknown:
            close = did_you_mean(unknown[0], list(self.questions))
            return f"there is no question {', '.join(unknown)}{close}"
        return ""

    def _typed(self, row: Row, entry: Entry) -> Transcribed:
        """The row as the gradebook keeps it."""
        state = _INSTEAD.get(row.instead, "typed")
        text = row.suggested if row.instead == "suggested" else row.transcript
        grid = row.grid if any(cell for line in row.grid for cell in line) else ()
        question = self.questions.get(entry.question)
        if question is not None and text and (cells := _cells(text, question)):
            text, grid = "", cells
        if state == "typed" and not text and not grid:
            state = "placed"
        return Transcribed(
            entry.question, entry.key, state, text if state == "typed" else "", grid,
            row.questions, self.who, row.why,
        )  # fmt: skip


def _as_meant(row: Row, entry: Entry | None) -> Row:
    """A row without what the export had filled in, where something else stands instead of it."""
    now = entry.now if entry is not None else None
    if now is None or not row.instead:
        return row
    transcript = "" if row.transcript == now.text.strip() else row.transcript
    return replace(row, transcript=transcript, grid=() if row.grid == now.grid else row.grid)


def _misplaced(row: Row, entry: Entry | None, before: str) -> str:
    if before != row.place:
        return f"answer {row.token} was typed already at {before}; keep one"
    if entry is None:
        what = f"picture {row.token!r} of question {row.question!r}"
        return f"no {what} is here; the submission may have changed since, so export again"
    return ""


def _cells(text: str, question: Question) -> tuple[tuple[str, ...], ...]:
    """The cells of a table typed with bars between them, or with commas where they fit its size."""
    takes = question.writeup.take if question.writeup is not None else ""
    size = grid_of(question)
    if (takes not in _TABULAR and size == (0, 0)) or any(sign in text for sign in _NO_CELL):
        return ()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    barred = [_split(line.strip("|"), "|") for line in lines]
    if len(set(map(len, barred))) == 1 and len(barred[0]) > 1:
        return tuple(barred) if not any(map(_is_rule, barred)) else ()
    commas = [_split(line.strip("()[] ,"), ",") for line in lines]
    fits = size[0] > 1 and [len(row) for row in commas] == [size[1]] * size[0]
    return tuple(commas) if fits else ()


def _split(line: str, sign: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split(sign))


def _is_rule(row: tuple[str, ...]) -> bool:
    """Whether a row only separates the head of a Markdown table."""
    return all(cell and set(cell) <= set("-:") for cell in row)
