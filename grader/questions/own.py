"""Mistakes of the instructor's own: wrong answers known beforehand, each with what it earns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError

from grader.evidence import Answer
from grader.marks import Mark, Status, show, status_of
from grader.questions.echo import shown
from grader.questions.record import Points, Record

if TYPE_CHECKING:
    from grader.questions.base import Given, Question

MOST = 100
"""Mistakes that one question may list: each is compared with every wrong answer."""
MOST_IN_A_NAME = 6
_SCORES = ("Score:", "Credited:")
_OPEN = ("by a person.", "person decides.", "A person reads it.", "A person looks at it.")


class OwnMistake(Record):
    """An answer that students are known to give beside the key: how it is told, what it earns.

    One that earns all the points is another right answer.
    """

    answer: Annotated[Any, Field(description="The wrong answer, as a student would write it.")]
    """The wrong answer, as a student would write it."""
    say: Annotated[str, Field(min_length=1, max_length=600)]
    """What the student is told, such as "That is the circumference."."""
    points: Points | None = None
    """What it earns; where left out, what the answer would earn without this entry."""
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")] | None = None
    """What the class page counts it as; where left out, the first words of `say`."""

    @property
    def name(self) -> str:
        """The name in a mark."""
        if self.id is not None:
            return self.id
        words = re.findall(r"[a-z0-9]+", self.say.lower())[:MOST_IN_A_NAME]
        return "_".join(words)[:60] or "own_mistake"


def with_own_mistake(question: Question, found: Mark, given: Given) -> Mark:
    """A mark below full, explained by the first mistake of the instructor's that the answer is."""
    left_open = found.status is Status.AWAITING and found.reason == "undecided"
    if not (left_open or found.status in (Status.INCORRECT, Status.PARTIAL)):
        return found
    for known in question.mistakes:
        if question.is_answer(known.answer, given):
            return _explained(question, found, given, known)
    return found


def _explained(question: Question, found: Mark, given: Given, known: OwnMistake) -> Mark:
    read = found.read or shown(given.value)
    told = [f"You wrote {'; '.join(read.split(chr(10)))}. {known.say}"]
    if not question.is_short:
        rest = [said for said in found.feedback if not said.startswith(_SCORES)]
        if known.points is not None:  # nobody else decides any more
            rest = [said for said in rest if not said.endswith(_OPEN)]
        told = [known.say, *rest]
    score = found.score if known.points is None else known.points
    if score is not None:
        told.append(f"Score: {show(score)} of {show(question.points)} points.")
    if question.reveal and question.is_short:
        told += [line for line in found.feedback if line.startswith("Expected")]
    names = (known.name,) if question.is_short else (known.name, *found.mistakes)
    named = replace(found, feedback=tuple(told), mistakes=names, read=read)
    if known.points is None:
        return named
    status = status_of(known.points, question.points)
    return replace(named, status=status, score=known.points, parts=(), reason=None)


def with_key(question: Question, key: str) -> Question:
    """The same question with another key, in JSON; raises `ValueError` where it can have none."""
    if "key" not in type(question).model_fields:
        raise ValueError(f"a question of kind {question.kind} recognises no mistakes of your own")
    fields = question.model_dump(mode="json", exclude_unset=True, exclude={"mistakes"})
    answer, problem = json.loads(key), ""
    for form in (answer, str(answer), [answer], [str(answer)]):  # as this kind writes its keys
        try:
            made = type(question).model_validate_json(json.dumps({**fields, "key": form}))
        except ValidationError as error:
            said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
            problem = problem or said
            continue
        problems = [said for path, said in made.problems() if path.partition(".")[0] == "key"]
        if not problems:
            return made
        problem = problems[0]
        break
    raise ValueError(f"this can be no answer: {problem}")


def own_problems(question: Question) -> Iterator[tuple[str, str]]:
    """What is wrong with the mistakes that a rubric lists: none is right, each is recognised."""
    if len(question.mistakes) > MOST:
        yield "mistakes", f"at most {MOST} mistakes can be listed"
        return
    seen: set[str] = set()
    for index, known in enumerate(question.mistakes):
        path = f"mistakes.{index}"
        if known.name in seen:
            yield path, f"two mistakes are called {known.name}: give one of them another `id`"
        seen.add(known.name)
        if known.points is not None and known.points > question.points:
            most = show(question.points)
            yield f"{path}.points", f"no answer earns more than the question's {most} points"
        if said := _answer_problem(question, known.answer):
            yield f"{path}.answer", said


def _answer_problem(question: Question, answer: Any) -> str:
    from grader.questions.base import Given

    given = Given({"": Answer(answer)})
    try:
        if not question.is_answer(answer, given):
            return "an answer like this would not be recognised: write it as a student would"
    except ValueError as error:
        return str(error)
    mark = question.mark_answer(given)
    if mark.status is Status.CORRECT or (mark.score or Fraction(0)) >= question.points:
        return "this answer is right by the key: it is no mistake"
    return ""
