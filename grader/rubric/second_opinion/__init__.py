"""A second opinion on a rubric: SymPy derives its keys again, and wrong keys must not be full.

No verdict on a student depends on anything in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import Mistake, RubricError
from grader.evidence import Answer
from grader.questions.base import Given, Question
from grader.questions.key import WrongKey
from grader.rubric.load import places_in
from grader.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Opinion:
    """How many entries of keys SymPy derived the same, and which it could not derive."""

    agreed: int
    open: tuple[str, ...]

    def line(self) -> str:
        """The opinion in a sentence; nothing where there was nothing to derive."""
        if not (self.agreed or self.open):
            return ""
        entries = "entry" if self.agreed == 1 else "entries"
        said = f"SymPy derives {self.agreed} {entries} of keys the same"
        return said + (f"; it cannot derive {', '.join(self.open)}" if self.open else "")


def derive_again(rubric: Rubric, file: Path) -> Opinion:
    """Every gradient, Jacobian and table of the rubric, derived again with SymPy.

    Raises `RubricError` with each entry that comes out different, at its place in the file.
    """
    entries = [list(question.derivable()) for question in rubric.questions]
    if not any(entries):
        return Opinion(0, ())
    from grader.rubric.second_opinion.derive import Open, difference  # and with it SymPy

    agreed, left = 0, []
    wrong: list[tuple[tuple[str | int, ...], str]] = []
    for index, question in enumerate(rubric.questions):
        unsettled = False
        for entry in entries[index]:
            try:
                said = difference(entry)
            except Open:
                unsettled = True
                continue
            if said:
                wrong.append((("questions", index, *entry.path.split(".")), said))
            agreed += not said
        left += [question.id] if unsettled else []
    if wrong:
        places = places_in(file, [loc for loc, _ in wrong])
        told = [Mistake(*place, said) for place, (_, said) in zip(places, wrong, strict=True)]
        raise RubricError(file, told)
    return Opinion(agreed, tuple(left))


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the wrong keys made of a rubric's own."""

    tried: int = 0
    questions: int = 0
    survivors: tuple[tuple[str, WrongKey], ...] = ()
    """Wrong keys that are full, each with its question."""
    refused: tuple[str, ...] = ()
    """Questions whose own key, handed in as an answer, is not full."""

    def lines(self, most: int = 3) -> list[str]:
        """What the author of the rubric should look at, at most so many lines per question."""
        told = [f"{name}: the key itself, handed in, is not full" for name in self.refused]
        for name in dict.fromkeys(name for name, _ in self.survivors):
            keys = [key for owner, key in self.survivors if owner == name]
            told += [f"{name}: {k.where}: {k.wrong} is accepted for {k.right}" for k in keys[:most]]
            told += [f"{name}: and {len(keys) - most} more"] if len(keys) > most else []
        return told


def try_wrong_keys(rubric: Rubric) -> Trial:
    """Mark every wrong key as if a student had handed it in, and the key itself."""
    tried = questions = 0
    survivors: list[tuple[str, WrongKey]] = []
    refused: list[str] = []
    for question in rubric.questions:
        own = question.own_key()
        if own is None:
            continue
        if not _is_full(question, own, rubric.seed):
            refused.append(question.id)
            continue
        questions += 1
        for key in question.wrong_keys():
            full = _is_full(question, key.answer, rubric.seed)
            if full and _is_no_slip(key):
                continue
            tried += 1
            survivors += [(question.id, key)] if full else []
    return Trial(tried, questions, tuple(survivors), tuple(refused))


def _is_full(question: Question, answer: Any, seed: int) -> bool:
    mark = question.mark(Given({"": Answer(answer)}, seed=seed))
    return mark.score is not None and mark.score >= question.points


def _is_no_slip(key: WrongKey) -> bool:
    """Whether the slip made no difference, or nobody can say that it made one."""
    from grader.rubric.second_opinion.derive import Open, differ

    if key.formulas is None:
        return False
    try:
        return not differ(*key.formulas, key.positive)
    except Open:
        return True
