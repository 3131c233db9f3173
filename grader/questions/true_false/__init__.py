"""`true_false`: a list of statements, each judged true or false, each perhaps with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.marks import Mark, Part, Status, awaiting, decided, missing, show, status_of
from grader.questions.asking.secrets import LEAD, Secret, phrase, said
from grader.questions.base import Given, Question
from grader.questions.echo import is_empty
from grader.questions.record import Record, Share, Take
from grader.questions.shapes.items import in_short, items
from grader.questions.true_false.start import start
from grader.questions.true_false.truth_words import FALSE_WORDS, TRUE_WORDS, in_usual_words
from grader.values import Opaque

_WORD = re.compile(r"^[\s*_`\"'“(\[]*([^\W\d_]+|[01])(?:\.0)?[\s*_`\"'”)\].]*")
_SENTENCE_END = re.compile(r"[.)]\W*\s$")


class Statement(Record):
    """One statement and whether it is true."""

    text: str = ""
    """The statement as students saw it."""
    key: bool
    """Whether it is true."""
    why: str = ""
    """The reason, shown to instructors, and to students where `reveal` is on."""


class TrueFalse(Question):
    """Asks which of several statements are true; each item is marked by itself.

    A reason may be demanded of items answered in a certain way: an item without its reason
    then earns only `without_reason` of its points.
    """

    kind: Literal["true_false"]
    items: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=200)]
    """The statements in order, each with its key."""
    reasons: Literal["optional", "required", "by_hand"] = "optional"
    """Whether a reason is needed, and whether a person judges it."""
    reason_for: Literal["false", "true", "both"] = "false"
    """Which answers need the reason."""
    without_reason: Share = Fraction(1, 2)
    """Share of the item's points left when the needed reason is not there."""

    entry: ClassVar[str] = "a list of truth values, each alone or with a reason"
    part_word: ClassVar[str] = "Item"
    look_again: ClassVar[str] = (
        "Read each statement marked wrong again and look for one case that breaks it."
    )
    begun = staticmethod(start)
    layout: ClassVar[str] = "mapped"

    @property
    def usually_taken(self) -> Take:
        """A list of truth values."""
        return "truth_list"

    def part_titles(self) -> Mapping[str, str]:
        """The statements by their number."""
        return {str(n): item.text for n, item in enumerate(self.items, 1) if item.text}

    def rule_of(self, mark: Mark) -> str:
        """What an item is worth, and one without its reason."""
        if mark.status not in (Status.PARTIAL, Status.INCORRECT) or mark.by_hand:
            return ""
        told = f"Each of the {len(self.items)} items is worth {show(self.points / len(self.items))}"
        half = self.reasons == "required" and self.without_reason < 1
        rest = f"; without its reason {float(self.without_reason):.0%} of that" if half else ""
        return f"{told}{rest}."

    def mark_answer(self, given: Given) -> Mark:
        """Mark item by item; what cannot be read as a truth value earns nothing and says so."""
        rows = read_items(given.value, len(self.items))
        if isinstance(rows, str):
            message = f"{rows} Expected: {self.entry} ({len(self.items)} of them)."
            form = given.source.form if given.source is not None else ""
            in_text = form == "writeup" or (form == "notebook" and _holds_texts(given.value))
            if in_text or isinstance(given.value, str | Opaque):
                told = f"{message} A person reads it."
                return awaiting(self.points, told, reason="unread", source=given.source)
            return decided(Fraction(0), self.points, [message], source=given.source)
        if all(row.blank for row in rows):
            return missing(self.points, f"Nothing is written. Expected: {self.entry}.")
        parts = tuple(self._item(i, row) for i, row in enumerate(rows))
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        right = sum(part.status == Status.CORRECT for part in parts)
        summary = f"{right} of {len(parts)} items earned full points."
        if score < self.points and self.reasons == "required":
            summary += f" An answer of {self._needing()} needs its reason."
        mark = decided(
            score, self.points, [summary], parts=parts, read=echo_of(rows), source=given.source
        )
        if unread := [i for i, row in enumerate(rows, 1) if row.unread]:
            summary += f" Not read surely: {', '.join(map(str, unread))}."
            mark = awaiting(
                self.points, summary, reason="unread", score=score, parts=parts,
                read=mark.read, source=given.source,
            )  # fmt: skip
        if self.reasons == "by_hand" and any(row.reason for row in rows):
            return self._by_hand(mark, given)
        return mark

    def secrets(self) -> Iterator[Secret]:
        """All truth values in a row, the one behind its own statement, and the reasons."""
        letters = r"\W{0,4}".join("(?:true|t)" if i.key else "(?:false|f)" for i in self.items)
        counted = r"\W{0,4}".join(
            rf"{n}\s*[.):]?\s*(?:{'true|t' if i.key else 'false|f'})(?!\w)"
            for n, i in enumerate(self.items, 1)
        )
        rows = [rf"(?<!\w){LEAD}{letters}(?!\w)"] if len(self.items) == 2 else []
        rows += [rf"(?<!\w){letters}(?!\w)"] if len(self.items) > 2 else []
        rows += [rf"(?<!\w){counted}"] if len(self.items) > 1 else []
        if rows:
            yield said("items", "the truth values", "|".join(rows))
        for index, item in enumerate(self.items):
            word = "true" if item.key else "false"
            yield said(f"items.{index}", word, rf"[(\[]\s*(?:{word}|{word[0]})\s*[)\]]\W*$")
            if len(item.why.split()) > 3:
                yield phrase(f"items.{index}.why", item.why)

    def _by_hand(self, mark: Mark, given: Given) -> Mark:
        if given.judgement is not None:
            told = (*mark.feedback, *filter(None, [given.judgement.comment]))
            return decided(
                given.judgement.points,
                self.points,
                told,
                parts=mark.parts,
                read=mark.read,
                by_hand=True,
            )
        told = (*mark.feedback, "Your reasons are read by a person; the points may change.")
        return awaiting(
            self.points,
            *told,
            reason="free_text",
            score=mark.score,
            read=mark.read,
            source=mark.source,
            parts=mark.parts,
        )

    def part_ids(self) -> tuple[str, ...]:
        """One part per statement."""
        return tuple(f"{self.id}.{number}" for number in range(1, len(self.items) + 1))

    def _needing(self) -> str:
        return {"false": "False", "true": "True", "both": "either kind"}[self.reason_for]

    def _item(self, index: int, row: Row) -> Part:
        full = self.points / len(self.items)
        item = self.items[index]
        name = f"{self.id}.{index + 1}"
        if row.truth is None:
            told = f"Item {index + 1}: {row.problem}"
            if row.unread:
                return Part(name, None, full, Status.AWAITING, (f"{told} A person reads it.",))
            status = Status.MISSING if row.blank else Status.INCORRECT
            return Part(name, Fraction(0), full, status, (told,))
        if row.truth != item.key:
            why = f" It is {item.key}. {item.why}".rstrip() if self.reveal else ""
            told = f"Item {index + 1}: you wrote {row.truth}, which is not right.{why}"
            return Part(name, Fraction(0), full, Status.INCORRECT, (told,))
        if self.lacks_reason(row):
            score = full * self.without_reason
            told = (
                f"Item {index + 1}: {row.truth} is right, but its reason is missing: "
                f"{show(score)} of {show(full)}."
            )
            return Part(name, score, full, status_of(score, full), (told,))
        return Part(name, full, full, Status.CORRECT)

    def lacks_reason(self, row: Row) -> bool:
        """Whether an item needs a reason and has none."""
        if self.reasons == "optional" or row.reason.strip():
            return False
        return self.reason_for == "both" or (self.reason_for == "true") == row.truth


class Row:
    """One item as the student wrote it: a truth value or the problem with it, and a reason."""

    __slots__ = ("blank", "problem", "reason", "truth", "unread")

    def __init__(
        self, truth: bool | None, reason: str = "", problem: str = "", *, unread: bool = False
    ) -> None:
        self.truth = truth
        self.reason = reason
        self.problem = problem
        self.blank = problem == "no answer."
        self.unread = unread


def _holds_texts(value: Any) -> bool:
    """Whether an answer is of texts, as cells of text give it, and not of truth values of code."""
    rows = list(value.values()) if isinstance(value, dict) else value
    return isinstance(rows, list) and any(isinstance(row, str | list) for row in rows)


def read_items(value: Any, count: int) -> list[Row] | str:
    """The items of an answer in order, or one sentence saying why it cannot be read."""
    if isinstance(value, list) and len(value) == 1 < count and isinstance(value[0], list):
        inner = value[0]
        if len(inner) == count and all(read_truth(one)[0] is not None for one in inner):
            value = inner
    found = items(value, count, "tf10yn")
    return found if isinstance(found, str) else [read_item(item) for item in found]


def read_item(item: Any) -> Row:
    """One item: a truth value, or a pair or mapping of truth value and reason."""
    if isinstance(item, dict):
        lower = {str(k).strip().lower(): v for k, v in item.items()}
        truth = next(
            (lower[k] for k in ("answer", "value", "truth", "verdict") if k in lower), None
        )
        reason = next(
            (lower[k] for k in ("reason", "why", "because", "explanation") if k in lower), ""
        )
        return read_item([truth, reason])
    if isinstance(item, list):
        if not 1 <= len(item) <= 2:
            return Row(None, problem=f"you wrote {in_short(item)}; expected a truth value.")
        short = len(item) == 2 and not (isinstance(item[1], str) and len(item[1]) > 8)
        if short and {read_truth(part)[0] for part in item} == {True, False}:
            return Row(None, problem=f"you wrote {in_short(item)}: both True and False.")
        row = read_item(item[0]) if not isinstance(item[0], list | dict) else Row(None)
        reason = item[1] if len(item) == 2 and isinstance(item[1], str) else ""
        return Row(row.truth, row.reason or reason.strip(), row.problem, unread=row.unread)
    truth, reason = read_truth(item)
    if truth is not None:
        return Row(truth, reason)
    if is_empty(item):
        return Row(None, problem="no answer.")
    problem = f"you wrote {in_short(item)}, which is neither True nor False."
    return Row(None, problem=problem, unread=isinstance(item, str | Opaque))


def read_truth(item: Any) -> tuple[bool | None, str]:
    """A truth value by rule, never by truthiness, and what was written after it."""
    if isinstance(item, bool):
        return item, ""
    if isinstance(item, int | float):
        return (bool(item), "") if item in (0, 1) else (None, "")
    if not isinstance(item, str):
        return None, ""
    usual = in_usual_words(item)
    if usual is None:
        return None, ""
    item = usual
    found = _WORD.match(item[:400])
    if not found:
        return None, ""
    word, rest = found.group(1).lower(), item[found.end() :]
    rest = rest.strip()
    if rest and word not in "01" and _SENTENCE_END.search(found.group()):
        if read_truth(rest[:80])[0] is not None:
            return None, ""  # two truth values, as in "F. True because"
        rest = f"- {rest}"
    if rest and not re.match(r"[-–—:;,.(=]|because\b|since\b|as\b", rest, re.I):
        return None, ""
    reason = re.sub(r"^[-–—:;,.\s(=]+", "", rest)
    if re.match(r"(?:or|oder|ou)\b", reason, re.I):
        return None, ""
    if len(reason) < 8 and read_truth(reason)[0] is not None:
        return None, ""
    if word in TRUE_WORDS:
        return True, reason
    return (False, reason) if word in FALSE_WORDS else (None, "")


def echo_of(rows: list[Row]) -> str:
    """Every item as it was read, a line each."""
    lines = []
    for i, row in enumerate(rows, 1):
        said = "?" if row.truth is None else str(row.truth)
        lines.append(f"{i}. {said}" + (f" - {row.reason}" if row.reason else ""))
    return "\n".join(lines)
