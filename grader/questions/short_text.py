"""`short_text`: a word or a short phrase with its aliases."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, Source
from grader.marks import Mark, awaiting, decided, missing
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.asking.mutant import Mutant
from grader.questions.asking.secrets import Secret, phrase
from grader.questions.base import Given, Question
from grader.questions.echo import is_empty
from grader.questions.record import Share
from grader.questions.shapes.asked import without_question
from grader.questions.starting import SURE, Said, Started
from grader.values import Opaque

MAX_WORDS = 5
"""A wrong answer of more words than these is a sentence, which a person reads."""
_LEAD = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore),?\s+)?(?:(?:the|my|our)\s+)?(?:(?:final|correct)\s+)?"
    r"(?:answer|solution|result|it|this|that|antwort|lösung|réponse|respuesta|risposta|resposta|ответ"
    r"|答案|答え|答|解)[\s*_]*(?:is(?:\s+called)?|:|：|=)[\s*_`]*(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^\W*(?:the|an?)\s+(?=\w)", re.IGNORECASE)


class ShortText(Question):
    """Asks for a word or short phrase; spaces, case and punctuation at the ends do not count."""

    kind: Literal["short_text"]
    key: Annotated[tuple[str, ...], Field(min_length=1)]
    """Every answer that earns full points."""
    partly: dict[str, Share] = Field(default_factory=dict)
    """Answers that earn a share of the points."""
    case_sensitive: bool = False
    """Whether upper and lower case differ."""
    typos: Share = Fraction(1)
    """Share earned by a key of six letters or more with one typo."""

    entry: ClassVar[str] = "a word or a short phrase"
    look_again: ClassVar[str] = "Look the term up where the sheet introduces it."

    @staticmethod
    def begun(said: Said) -> Started:
        """One word."""
        return Started(
            {"key": ["gradient"]}, f'{said.name} = "gradient"', f'{said.name} = "other"',
            SURE if said.asks(r"\b(?:in one word|one[- ]word|fill in the blank|name the)\b") else 0,
            note="the word is a placeholder",
        )  # fmt: skip

    def secrets(self) -> Iterator[Secret]:
        """Every answer that earns something."""
        for index, key in enumerate(self.key):
            yield phrase(f"key.{index}", key)
        for key in self.partly:
            yield phrase(f"partly.{key}", key)

    def mark_answer(self, given: Given) -> Mark:
        """Compare normalised text with every key and alias."""
        value = given.value
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        named = isinstance(value, str) and self.normal(value) in map(self.normal, self.key)
        if is_empty(value) and not named:
            return missing(self.points, f"Nothing is written. Expected: {self.entry}.")
        if isinstance(value, Opaque):
            unread = f"You wrote an object of type {value.type}. Expected: {self.entry}."
            return awaiting(self.points, unread, reason="unread", source=given.source)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            unread = f"You wrote something that is not text. Expected: {self.entry}."
            return decided(Fraction(0), self.points, [unread], source=given.source)
        written = str(value)[:2000]
        share, told = self._share(self.normal(written))
        if share == 0:
            said = without_question(written)
            bare = (said, _LEAD.sub("", said), _ARTICLE.sub("", said))
            share, told = max((share, told), *(self._share(self.normal(one)) for one in bare))
        if share == 0 and self._is_open(written):
            told = ["This says more than a word. A person reads it."]
            return awaiting(self.points, *told, reason="unread", read=written, source=given.source)
        words = [self.normal(written), *self.normal(written).split()]
        if share == 0 and any(_one_stem(one, self.normal(k)) for one in words for k in self.key):
            told = ["This may be another form of the word. A person decides."]
            return awaiting(self.points, *told, read=written, source=given.source)
        if share < 1 and self.reveal:
            told = [*told, f"Expected: {self.key[0]}."]
        return decided(share * self.points, self.points, told, read=written, source=given.source)

    def _share(self, text: str) -> tuple[Fraction, list[str]]:
        if not text:
            return Fraction(0), ["The answer is empty."]
        if text in map(self.normal, self.key):
            return Fraction(1), []
        for alias, share in self.partly.items():
            if text == self.normal(alias):
                return share, ["That is partly right."]
        for key in map(self.normal, self.key):
            if len(key) >= 6 and _one_slip(text, key):
                return self.typos, ["Accepted with a typo; check the spelling."]
        return Fraction(0), ["That is not the word looked for."]

    def _is_open(self, written: str) -> bool:
        """Whether a sentence may say the word in its own way: it holds a key, or is long."""
        text = self.normal(written)
        words = len(re.findall(r"\w+", text))
        named = any(re.search(rf"(?<!\w){re.escape(self.normal(k))}(?!\w)", text) for k in self.key)
        return named or words > max(MAX_WORDS, *(2 * len(key.split()) for key in self.key))

    def normal(self, text: str) -> str:
        """Text without what does not count: compatibility forms, outer punctuation, case."""
        text = unicodedata.normalize("NFKC", text)
        text = re.sub(r"\s+", " ", text).strip(" \t\n.,;:!?\"'`*_()")
        return text if self.case_sensitive else text.casefold()


_ENDINGS = re.compile(
    r"(?:s|es|e|ed|d|ing|[bdgmnprt]ing|ly|ity|ness|ions?|ations?|al|er|ers|ive|y|ies|en|n|ung)?"
)


def _one_stem(text: str, key: str) -> bool:
    """Whether two words differ in nothing but their endings: overfit and overfitting."""
    pairs = enumerate(zip(text, key, strict=False))
    shared = next((place for place, (a, b) in pairs if a != b), min(len(text), len(key)))
    ends = (text[shared:], key[shared:])
    same = shared >= max(4, 0.6 * max(len(text), len(key)))
    return same and " " not in text + key and all(map(_ENDINGS.fullmatch, ends))


def _one_slip(text: str, key: str) -> bool:
    """One letter missing, added, changed, or two neighbours exchanged."""
    if abs(len(text) - len(key)) > 1:
        return False
    steps = [
        step
        for step in difflib.SequenceMatcher(None, text, key, autojunk=False).get_opcodes()
        if step[0] != "equal"
    ]
    if len(steps) == 1:
        _, a, b, c, d = steps[0]
        return max(b - a, d - c) == 1
    return len(text) == len(key) and any(
        text[:i] + text[i + 1] + text[i] + text[i + 2 :] == key for i in range(len(text) - 1)
    )


def mutants(question: ShortText, given: Given) -> Iterator[Mutant]:
    """Other words, and every key in other letters."""
    for key in question.key:
        for wrong in (key[::-1], f"not {key}", f"{key} zebra", f"anti{key}"):
            if question.normal(wrong) not in map(question.normal, question.key):
                told = f"{wrong!r} is accepted for {key!r}"
                yield Mutant(f"{wrong} for {key}", told, {"": Answer(wrong)})
        said = f"{key!r} with blanks and a full stop is not full"
        yield Mutant(f"{key} with blanks", said, {"": Answer(f"  {key}. ")}, keeps=True)


def written(question: ShortText, typed: bool) -> str:
    """The word."""
    return f"Answer: {question.key[0]}"


class ShortTextForm(Form):
    """The question without its word."""

    kind: Literal["short_text"]

    public: ClassVar[tuple[str, ...]] = PLACES
    checks: ClassVar[str] = "that it is a word or a short phrase"
    entry: ClassVar[str] = ShortText.entry

    def looked_at(self, value: Any, given: Given) -> Look:
        """A word; what says more is read by a person."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return self.looked(value, given, [f"This is no text. Expected: {self.entry}."])
        if len(str(value).split()) > MAX_WORDS:
            told = "This says more than a word, so a person may have to read it."
            return Look(State.PERSON, (told,), str(value), given.source or Source())
        return self.looked(value, given)

    def stub(self) -> str:
        """An empty text."""
        return super().stub().replace("None", '""')
