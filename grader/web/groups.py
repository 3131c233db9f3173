"""The groups of a question, worked out once in the background and known by its answers."""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

from grader.evidence import Answer
from grader.gradebook import Judged
from grader.marking.judging.answers import text_of
from grader.marks import show
from grader.values import plain
from grader.web.alike import Alike
from grader.web.desk import Desk
from grader.web.entries import Entry
from grader.web.nodes import LONGEST, is_text
from grader.web.people import given_by


class Groups:
    """Which answers are alike, by question; nobody waits for it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known: dict[tuple[int, str], Alike] = {}
        self._working: set[tuple[int, str]] = set()

    def of(self, question: str) -> Alike | None:
        """What is known by now; asking starts the work."""
        key = (self.desk.generation, question)
        if key not in self._known and key not in self._working:
            self._working.add(key)
            threading.Thread(target=self.work, args=(key,), daemon=True).start()
        return self._known.get(key)

    def work(self, key: tuple[int, str]) -> None:
        """Compare all answers to a question."""
        try:
            texts = self._texts(key[1])
            self._known[key] = Alike(list(texts), list(texts.values()))
        except sqlite3.ProgrammingError:  # the page was closed meanwhile
            return
        finally:
            self._working.discard(key)

    def _texts(self, question: str) -> dict[str, str]:
        """The answers that are texts, by token."""
        desk, texts = self.desk, {}
        with desk.turn:
            asked = desk.questions[question]
            first = {one.submissions[0]: one.token for one in desk.entries(question).values()}
            book = desk.book
        for batch in book.evidence.batches():
            for submission, sealed in batch.items():
                token = first.get(submission)
                outcome = sealed.outcomes(question).get(question) if token else None
                if token and isinstance(outcome, Answer) and is_text(plain(outcome.value)):
                    texts[token] = text_of(asked, sealed)[:LONGEST]
        return texts

    def view(self, entry: Entry) -> dict[str, Any]:
        """What the page shows beside an answer: its group, and what its neighbours were given."""
        alike = self.of(entry.question)
        if alike is None:
            return {"ready": False, "members": [], "suggestion": None}
        texts = dict(zip(alike.tokens, alike.texts, strict=True))
        entries = self.desk.entries(entry.question)
        group = self._group(alike, entry.token)
        members = [
            {
                "token": token,
                "count": len(entries[token].submissions),
                "revision": self.desk.word(entries[token]).revision,
                "decided": self.desk.word(entries[token]).holding > 0,
                "words": differences(texts[entry.token], texts[token]),
            }
            for token in group
            if token in entries and token != entry.token
        ]
        return {"ready": True, "members": members, "suggestion": self._suggestion(alike, entry)}

    def _group(self, alike: Alike, token: str) -> list[str]:
        for first, others in alike.groups.items():
            if token == first or token in others:
                return [first, *others]
        return []

    def _suggestion(self, alike: Alike, entry: Entry) -> dict[str, Any] | None:
        decided, question = {}, self.desk.questions[entry.question]
        for one in self.desk.entries(entry.question).values():
            newest: Judged | None = self.desk.word(one).newest
            if newest is not None and newest.points is not None and newest.answer == one.answer:
                decided[one.token] = (newest.items, show(given_by(question, newest)))
        found = alike.suggestion(entry.token, decided)
        if found is None:
            return None
        return {
            "items": list(found.items),
            "points": found.points,
            "agree": found.agree,
            "neighbours": found.neighbours,
        }


def differences(here: str, there: str, most: int = 400) -> list[list[Any]]:
    """The words of another answer, each with whether this one has it in the same place."""
    from difflib import SequenceMatcher

    own, other = here.split()[:most], there.split()[:most]
    found: list[list[Any]] = []
    for tag, _, _, start, end in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if start != end:
            found.append([" ".join(other[start:end]), tag != "equal"])
        elif tag == "delete":
            found.append(["…", True])
    return found
