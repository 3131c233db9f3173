"""Golden cases of the mathematical kinds: a rubric's questions, and what answers must earn."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.marks import Mark
from grader.questions.base import Given, Question
from grader.rubric.model import AnyQuestion

CASES = Path(__file__).parents[1] / "cases"
SEEDS = (0, 1, 7, 20260101, 4_294_967_295)


def questions() -> dict[str, Question]:
    """The mathematical questions of the homework, by id."""
    import json

    text = (CASES / "mathematics" / "rubric.yaml").read_text("utf-8")
    adapter: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
    found = [adapter.validate_json(json.dumps(q)) for q in yaml.safe_load(text)["questions"]]
    return {question.id: question for question in found}


QUESTIONS = questions()


def cases(folder: str) -> list[dict[str, Any]]:
    """The cases of one folder, each a mapping."""
    found: list[dict[str, Any]] = yaml.safe_load((CASES / folder / "cases.yaml").read_text("utf-8"))
    return found


def mark(
    question_id: str,
    answer: Any,
    others: dict[str, Any] | None = None,
    seed: int = 1,
    **changes: Any,
) -> Mark:
    """The mark of one answer, beside answers to other questions, the question perhaps changed."""
    question = QUESTIONS[question_id].model_copy(update=changes)
    given = {name: Given({"": Answer(value)}, seed=seed) for name, value in (others or {}).items()}
    found = question.mark(
        Given({"": Answer(answer)}, seed=seed, others=given.get, questions=QUESTIONS.get)
    )
    strangers = set(found.mistakes) - known_names(question)
    assert not strangers, f"{question.kind} has no row for {strangers} in its table of mistakes"
    return found


def known_names(question: Question) -> set[str]:
    """Every name that a kind's table of mistakes says it may give."""
    steps = getattr(question, "steps", ()) if question.kind == "derivation" else ()
    absent = {f"missing_{step.id}" for step in steps}
    return absent.union(*({row.id, row.named_as} for row in question.mistake_table)) - {""}


def check(case: dict[str, Any], seed: int = 1) -> None:
    """Hold one golden case: its score, its named mistakes, a phrase of its feedback."""
    changes = {key: case[key] for key in ("min_decimals", "credit") if key in case}
    found = mark(case["question"], case["answer"], case.get("others"), seed, **changes)
    wanted = Fraction(str(case["score"]))
    assert found.score is not None and abs(found.score - wanted) < Fraction(1, 1000), (case, found)
    assert list(found.mistakes) == case.get("mistakes", []), (case, found.mistakes)
    told = " ".join([*found.feedback, *(line for part in found.parts for line in part.feedback)])
    assert case.get("says", "") in told, (case, told)
    if "status" in case:
        assert found.status == case["status"], (case, found.status)
