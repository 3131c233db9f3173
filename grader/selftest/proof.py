"""The story of a selftest: the reference, the template, mutants, other forms, thresholds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.check import remarked, results_of_one
from grader.collect.launchers import Launchers
from grader.collect.plan import reference_of
from grader.collect.submission import evidence_of
from grader.errors import RubricError, UsageMistake
from grader.evidence import Evidence
from grader.grade import Options, Run, look_into, prepare
from grader.intake import FileBytes, Submission, single
from grader.intake.submission import Content
from grader.marks import Mark, Status, show
from grader.reports.records import Results
from grader.rubric import Rubric, load_rubric
from grader.rubric.second_opinion import Opinion, derive_again
from grader.selftest.branches import branches
from grader.selftest.forms import other_forms
from grader.selftest.thresholds import thresholds
from grader.selftest.trial import Survivor, Trial, try_mutants


@dataclass(slots=True)
class Proof:
    """What a selftest found; `short` are questions where the reference is not full."""

    results: Results
    opinion: Opinion
    trial: Trial
    short: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[Survivor]:
        """What lived, and no reason in the rubric accepts."""
        return [one for one in self.trial.survivors if not one.reason]

    @property
    def accepted(self) -> list[Survivor]:
        """What lived, and the rubric says why."""
        return [one for one in self.trial.survivors if one.reason]


def prove(path: Path, options: Options) -> Proof:
    """Everything that can be tried of a rubric; raises `UsageMistake` where it has no reference."""
    rubric = load_rubric(path)
    opinion = derive_again(rubric, path)
    reference = reference_of(rubric)
    if reference is None:
        raise UsageMistake(f"{path}: names no reference; add `reference: FOLDER`")
    run = prepare(rubric, options)
    with closing(run.launchers.open()) as launchers:
        evidence = _collected(rubric, reference, run, launchers)
        marks = _marks(run, evidence)
        trial = try_mutants(rubric, run.marking, evidence, marks)
        notes: list[str] = []
        trial.survivors += _waiting(rubric, marks)
        trial.survivors += thresholds(rubric, run.marking, evidence)
        trial.survivors += _template(path, rubric, run, launchers, notes)
        trial.survivors += _otherwise(rubric, reference, run, launchers, marks)
        trial.survivors += _wrong_somewhere(rubric, reference, run, launchers, marks, trial)
    notes += _untried(rubric, marks, trial)
    trial.survivors = [_with_reason(one, rubric) for one in trial.survivors]
    results = results_of_one(rubric, reference, run, evidence)
    questions = results["submissions"][0]["questions"]
    short = tuple(q["id"] for q in questions if q["status"] not in ("correct", "awaiting"))
    return Proof(results, opinion, trial, short, tuple(remarked(rubric, run)), notes)


def _with_reason(one: Survivor, rubric: Rubric) -> Survivor:
    """The survivor with the reason for which the rubric accepts it, if it gives one."""
    question = rubric.question(one.question)
    return one if question is None else replace(one, reason=question.survivors.get(one.name, ""))


def _collected(rubric: Rubric, one: Submission, run: Run, launchers: Launchers) -> Evidence:
    return look_into(rubric, one, evidence_of(one.loaded(), run.plan, launchers))


def _marks(run: Run, evidence: Evidence) -> dict[str, Mark]:
    return {name: marked.mark for name, marked in run.marking.one(evidence).marks().items()}


def _untried(rubric: Rubric, marks: Mapping[str, Mark], trial: Trial) -> Iterator[str]:
    """Of which questions no wrong answer was made, and why not."""
    why: dict[str, list[str]] = {}
    for question in rubric.questions:
        mark = marks[question.id]
        if question.id in trial.tried:
            continue
        if question.points == 0:
            said = "they have no points"
        elif mark.status is Status.AWAITING:
            said = "a person reads them"
        elif mark.status in (Status.MISSING, Status.NOT_GRADABLE):
            said = "the reference has no answer to them"
        else:
            said = "none could be made of their answers"
        why.setdefault(said, []).append(question.id)
    for said, names in why.items():
        yield f"no wrong answers to {', '.join(names)}: {said}"


def _waiting(rubric: Rubric, marks: Mapping[str, Mark]) -> list[Survivor]:
    """Questions that the machine should decide, and whose right answer waits for a person."""
    return [
        Survivor(
            question.id,
            "right answer waits",
            "even the reference's answer waits for a person: everybody's would",
        )
        for question in rubric.questions
        if (mark := marks[question.id]).status is Status.AWAITING
        and mark.score is None
        and mark.reason not in ("free_text", "borderline")
    ]


def _template(
    path: Path, rubric: Rubric, run: Run, launchers: Launchers, notes: list[str]
) -> list[Survivor]:
    """Whatever the templates that students get would earn as they are."""
    from grader.release import package_of

    try:
        package = package_of(path)
    except RubricError as error:
        notes.append(f"it cannot be released as it is: {error.lines()[0]}")
        return []
    found = []
    work = [name for name in package.files if name.startswith(("submission/", "other-forms/"))]
    for name in work:
        with tempfile.TemporaryDirectory(prefix="grader-") as folder:
            file = Path(folder) / Path(name).name
            file.write_bytes(package.files[name])
            marks = _marks(run, _collected(rubric, single(file), run, launchers))
        for id_, mark in marks.items():
            if mark.score:
                told = f"{name}, handed in as it is, earns {show(mark.score)}"
                found.append(Survivor(id_, f"template {Path(name).name}", told))
    return found


def _wrong_somewhere(
    rubric: Rubric,
    reference: Submission,
    run: Run,
    launchers: Launchers,
    marks: Mapping[str, Mark],
    trial: Trial,
) -> list[Survivor]:
    """Places of the reference's functions at which nothing asks."""
    found = []
    for file in reference.files:
        if not file.name.endswith(".py"):
            continue
        for branch in branches(rubric, file.read().decode("utf-8", "replace")):
            if marks[branch.question].status is not Status.CORRECT:
                continue
            trial.tried[branch.question] = trial.tried.get(branch.question, 0) + 1
            content = Content(branch.source.encode())
            made = FileBytes(file.name, len(content.data), content)
            others = [one for one in reference.files if one is not file]
            wrong = replace(reference, files=(*others, made))
            only = replace(run, plan=run.plan.only([branch.question]))
            mark = _marks(only, _collected(rubric, wrong, only, launchers))[branch.question]
            if mark.status is Status.CORRECT:
                told = (
                    f"another result than `{branch.code}` ({file.name}, line {branch.line}) is "
                    "accepted: nothing asks there"
                )
                found.append(Survivor(branch.question, f"line {branch.line}", told))
    return found


def _otherwise(
    rubric: Rubric, reference: Submission, run: Run, launchers: Launchers, marks: Mapping[str, Mark]
) -> list[Survivor]:
    """Marks that the reference loses where it is handed in in another form."""
    found = []
    for form, file, questions in other_forms(rubric, reference, run.plan):
        asked: Sequence[str] = [name for name in questions if marks[name].status is Status.CORRECT]
        if not asked:
            continue
        with tempfile.TemporaryDirectory(prefix="grader-") as folder:
            path = Path(folder) / file.name
            path.write_bytes(file.read())
            only = replace(run, plan=run.plan.only(asked))
            seen = _marks(run, _collected(rubric, single(path), only, launchers))
        for name in asked:
            if seen[name].status is not Status.CORRECT:
                why = " ".join(seen[name].feedback)[:160]
                told = f"the reference's answer is not full as a {form}: {why}"
                found.append(Survivor(name, f"as a {form}", told))
    return found
