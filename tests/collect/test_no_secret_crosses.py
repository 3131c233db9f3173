"""No worker, reader or student's process is ever sent a secret of the rubric."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.collect.elsewhere.remote import Parcel
from grader.collect.launchers import LauncherFactory, Launchers
from grader.collect.plan import Plan, plan_of
from grader.collect.submission import Task, collect_task
from grader.evidence import Answer
from grader.intake import READER, single
from grader.questions import KINDS
from grader.questions.base import Probe, Question
from grader.questions.performance.held_out import Rows
from grader.rubric import Rubric, load_rubric
from grader.sandbox.interpreter import describe
from grader.sandbox.job import Job
from grader.sandbox.process import ProcessLauncher
from tests.collect import planted
from tests.collect.crossing import Secrets, Tapped

HOMEWORK = Path(__file__).parents[2] / "rubric" / "homework2.yaml"
TRAVELS = {"id", "kind", "name", "sources", "seconds", "writeup", "find", "trust"}
"""Fields of any question that are no secret: without them nothing could be found or asked."""
TRAVELS_OF = {
    "performance": {
        *("rows", "output", "inputs", "gate", "seeds", "more_seeds", "shuffled"),
        *("fitted", "predictions"),
    },
    "mixture": {"rows"},  # rows and hidden rows are sent, the labels of hidden rows are not
    # how to make it, and inputs that fit its first layer
    "architecture": {"build", "layers", "input"},
    "jacobian": {"at", "call"},
    # what an object is made of, what lists are sent as, which argument comes back
    "function": {"built_from", "inputs", "in_place", "changes"},
    "pytest": {"file", "beside", "module"},  # tests go in; what they expect is no secret
    "figure": {"under", "call", "arguments"},
    "output": {"under", "runs"},  # of a run its input; what is expected of one is sought below
}
NO_MARK = {  # what else these fields hold is a word of a list
    *("bonus", "reveal", "audience", "feedback", "when_unsure"),
    *("reasons", "reason_for", "case_sensitive", "partial", "per_entry", "per_case", "domain"),
    *("per_element", "own_comparison", "visible", "code", "with_loss"),
    *("common_domain", "method", "borderline", "framework", "form", "bias", "activations"),
    *("unit", "without_unit", "order", "up_to", "in_place", "per_element", "changes"),
    *("events", "random", "independent", "probability"),
    *(
        "distributions",
        "integer",
        "positive",
        "follow_through",
        "min_decimals",
        "min_figures",
        "steps",
        "shares",
    ),
}
"""Fields that cannot hold a mark: switches, words of a fixed list, ids, and small counts."""


@dataclass(frozen=True)
class Course:
    """A rubric, what it keeps secret, and a submission that makes all of it be asked."""

    rubric: Rubric
    plan: Plan
    secrets: Secrets
    task: Task


def texts_and_numbers(value: Any) -> Iterator[str | float]:
    """The leaves of a field's plain data that are long or odd enough to be known again."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts_and_numbers(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_and_numbers(item)
    elif isinstance(value, str) and re.fullmatch(r"-?\d+/\d+", value):
        yield from [float(Fraction(value))] if (Fraction(value) * 20) % 1 else []
    elif isinstance(value, str) and len(value) >= 10:
        yield value


def labels_of(rubric: Rubric) -> tuple[tuple[int, ...], ...]:
    """The hidden labels of every question that has some."""
    found = [getattr(question, "rows", None) for question in rubric.questions]
    tables = [rows for rows in found if isinstance(rows, Rows)]
    return tuple({tuple(int(x) for x in rows.parts()[3]) for rows in tables})


@pytest.fixture(params=["every kind, planted", "homework 2"], scope="module")
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose whole rubric would be asked of its submission."""
    folder = tmp_path_factory.mktemp("course")
    path = planted.plant(folder)
    if request.param == "homework 2":
        rubric = load_rubric(HOMEWORK)
        leaves = [
            leaf
            for question in rubric.questions
            for field, value in question.model_dump().items()
            if field not in TRAVELS | TRAVELS_OF.get(question.kind, set())
            for leaf in texts_and_numbers(value)
        ]
        ids = {question.id for question in rubric.questions}
        texts = tuple({leaf for leaf in leaves if isinstance(leaf, str)} - ids)
        numbers = frozenset(leaf for leaf in leaves if isinstance(leaf, float))
        assert len(texts) > 50
        assert len(numbers) > 3
        work = folder / "submission" / "work.py"
        work.write_text(work.read_text().replace("class Model", "class MixtureOfExperts"))
    else:
        rubric = load_rubric(path)
        texts = (planted.MARK,)
        found = re.findall(r"[\d.]*7391[\d.]*", planted.RUBRIC)
        numbers = frozenset(sign * float(number) for number in found for sign in (1, -1))
    secrets = Secrets(texts, numbers, labels_of(rubric))
    assert secrets.labels
    plan = plan_of(rubric)
    asked = frozenset(question.id for question in rubric.questions)
    return Course(rubric, plan, secrets, Task(single(folder / "submission").loaded(), asked))


def test_what_a_worker_is_given_holds_no_secret(course: Course) -> None:
    """Neither the plan, a task nor what opens launchers; a reference is the instructor's own."""
    assert course.secrets.held_by(course.rubric)
    bare = replace(course.plan, reference=None)
    plan = bare if course.rubric.path == str(HOMEWORK) else course.plan
    factory = LauncherFactory(plan, "none", describe(None))
    for given in (plan, course.task, factory, plan.only(["p5.performance", "model"])):
        assert course.secrets.held_by(given) == []
    parcel = Parcel(plan, None, "none", ("json",))
    assert course.secrets.held_by_bytes(parcel.packed()) == []
    for travels in (plan, course.task, parcel):
        data = pickle.dumps(travels)
        assert course.secrets.held_by_bytes(data) == []
        assert pickle.loads(data) == travels


def test_no_byte_that_is_sent_into_the_sandbox_is_of_a_secret(course: Course) -> None:
    """The reader's request, the job's frames and the held rows: all of it, as it went down."""
    code, reader = Tapped(ProcessLauncher()), Tapped(ProcessLauncher(program=READER))
    collected = collect_task(course.plan, course.task, Launchers(code, reader))
    trained = [q.id for q in course.rubric.questions if q.kind == "performance" and q.name]
    assert isinstance(collected.evidence.outcomes[trained[0]], Answer)
    (rows,) = course.plan.probes[trained[0]]
    assert rows.held[0]["rows"].data in code.sent, "hidden rows go in, without labels"
    assert b"writeup" in reader.sent
    for sent in (bytes(code.sent), bytes(reader.sent)):
        assert course.secrets.held_by_bytes(sent) == []
        assert course.plan.reference is not None
        assert not [f.name for f in course.plan.reference.files if _own(f.read(), course) in sent]


def _own(content: bytes, course: Course) -> bytes:
    """A file of the reference, where the submission does not hold the same."""
    same = any(content == file.read() for file in course.task.submission.files)
    return b"\0never\0" if same or not content else content


@pytest.mark.parametrize(
    "place",
    ["a text", "bytes", "a number", "deep in a probe", "labels", "an array", "a closure", "a key"],
)
def test_a_secret_in_a_plan_is_found(place: str, tmp_path: Path) -> None:
    """The search bites, wherever a secret slips in."""
    rubric = load_rubric(planted.plant(tmp_path))
    plan = plan_of(rubric)
    labels = labels_of(rubric)
    secrets = Secrets((planted.MARK,), frozenset({0.7391}), labels)
    (probe,) = plan.probes["model"]
    key: Any = rubric.questions[0]
    leaks = {
        "a text": replace(plan, sources=(*plan.sources, "word7391")),
        "bytes": replace(plan, data={**plan.data, "key.npy": b"\0\x017391"}),
        "a number": _with(plan, replace(probe, seconds=0.7391)),
        "deep in a probe": _with(plan, replace(probe, data={"X": [({"y": "7391"},)]})),
        "labels": _with(plan, replace(probe, data={"y": [list(labels[0])]})),
        "an array": _with(plan, replace(probe, held=(labels_array(labels[0]),))),
        "a closure": _with(plan, replace(probe, arguments=(lambda: rubric.title,))),
        "a key": replace(plan, sought=(*plan.sought, key)),
    }
    assert secrets.held_by(plan) == []
    assert secrets.held_by(leaks[place])


def test_a_secret_in_a_frame_is_found(tmp_path: Path) -> None:
    """The search of bytes bites too: on a text, and on labels sent as an array."""
    rubric = load_rubric(planted.plant(tmp_path))
    labels = labels_of(rubric)
    secrets = Secrets((planted.MARK,), frozenset(), labels)
    (honest,) = [ask for ask in plan_of(rubric).asks if ask.id == "model"]
    for body, found in (
        (honest.body, []),
        ({**honest.body, "arguments": ["word7391"]}, [planted.MARK]),
        ({**honest.body, "data": {"y": labels_array(labels[0])}}, ["labels"]),
    ):
        ask = replace(honest, body=body)
        assert secrets.held_by_bytes(Job({}, (), (ask,)).frame((ask,), ())) == found


def labels_array(labels: tuple[int, ...]) -> Any:
    """Labels as an array that travels."""
    import numpy as np

    from grader.values import array_of

    return array_of(np.array(labels, dtype="float32"))


def _with(plan: Plan, probe: Probe) -> Plan:
    return replace(plan, probes={**plan.probes, "model": (probe,)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_secret_field_is_planted(kind: type[Question]) -> None:
    """A new field either may travel, or holds a mark that the tests above look for."""
    questions = planted.RUBRIC.replace("\n    kind:", planted.COMMON + "    kind:")
    rows = yaml.safe_load(questions)["questions"]
    row: dict[str, Any] = {}
    for one in rows:  # a kind may take two questions to show all its fields
        if one["kind"] in str(kind.model_fields["kind"].annotation):
            row = one | row
    name = row["kind"]
    fields = set(kind.model_fields) - TRAVELS - TRAVELS_OF.get(name, set()) - NO_MARK
    if name in ("derivation", "architecture"):  # where these hold more than a count or an id
        fields |= {"steps", "shares"} & set(kind.model_fields)
    if "key" not in kind.model_fields and kind.is_answer is Question.is_answer:
        fields -= {"mistakes"}  # it recognises none, and a rubric is told so
    unmarked = {field for field in fields if planted.MARK not in str(row.get(field, ""))}
    assert unmarked == set()
