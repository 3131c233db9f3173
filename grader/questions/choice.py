"""`choice`: one option, or several, out of a list."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.marks import Mark, decided
from grader.questions.base import Given, Question
from grader.values import plain


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
    layout: ClassVar[str] = "mapped"

    def problems(self) -> list[tuple[str, str]]:
        """A key must name options."""
        known = ", ".join(self.options)
        return [
            ("key", f"{label!r} is not one of the options; they are {known}")
            for label in self.key
            if label not in self.options
        ]

    def mark_answer(self, given: Given) -> Mark:
        """Compare the set of picks with the key."""
        picks = self.read(given.value)
        if isinstance(picks, str):
            unread = f"{picks} Expected: one of {', '.join(self.options)}."
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
        items = value if isinstance(value, list) else [value]
        if len(items) == 1 and isinstance(items[0], str) and self._label(items[0]) is None:
            items = [piece for piece in re.split(r"[\s,;]+", items[0]) if piece]
        picks = set()
        for item in items[:100]:
            label = self._label(item)
            if label is None:
                return f"You wrote {str(item)[:60]!r}, which is not an option."
            picks.add(label)
        return picks or "No option was picked."

    def _label(self, item: Any) -> str | None:
        if isinstance(item, bool) or not isinstance(item, int | str):
            return None
        if isinstance(item, int) and str(item) not in self.options:
            labels = list(self.options)
            return labels[item - 1] if 1 <= item <= len(labels) else None
        wanted = re.sub(r"[\s().\]\[:]+", "", str(item)).casefold()
        for label, text in self.options.items():
            if wanted in (label.casefold(), re.sub(r"[\s().\]\[:]+", "", text).casefold()):
                return label
        return None
