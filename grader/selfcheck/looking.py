"""Runs a student's own work and looks at the form of each answer; no key is anywhere near."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from grader.collect.launchers import LauncherFactory
from grader.collect.plan import plan_of
from grader.collect.submission import evidence_of
from grader.errors import UsageMistake, did_you_mean
from grader.evidence import Answer, Evidence, Fault, Finding, Readings
from grader.intake import single
from grader.marking.sureness import places_told
from grader.questions.asking.form import Form, Look, State
from grader.questions.asking.given import given_for
from grader.questions.echo import shown
from grader.rubric.load import load_released
from grader.rubric.released import Released
from grader.sandbox import verified_tier
from grader.sandbox.interpreter import describe

FEW = 2
"""Places of one question that are told one by one."""
STOPS = frozenset({"load-error", "load-lost"})
"""Kinds of findings that say code stopped while it was run from top to bottom."""
NEAR_LIMIT = 0.6
"""The share of a time limit from which on another machine may be too slow."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question with what can be said of its answer."""

    form: Form
    look: Look

    @property
    def needs_fixing(self) -> bool:
        """Whether points are lost as it stands; nobody has to answer for a bonus."""
        state = self.look.state
        return state is State.FIX or (state is State.MISSING and not self.form.bonus)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: each question, and what was noticed of files and time."""

    title: str
    submission: str
    files: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    questions: int = 0
    """How many the rubric has, whatever was asked for."""

    @property
    def checkable(self) -> int:
        """Of how many more can be said here than that there is an answer."""
        return sum(row.form.is_checked for row in self.rows)

    @property
    def to_fix(self) -> list[Row]:
        """What loses points as it stands."""
        return [row for row in self.rows if row.needs_fixing]

    @property
    def stops(self) -> list[Finding]:
        """Where code stopped; what stands below it never ran."""
        return [finding for finding in self.findings if finding.kind in STOPS]

    @property
    def faults(self) -> list[str]:
        """Internal errors, which are no fault of the student's."""
        return [f"{row.form.id}: {row.look.says[0]}" for row in self.rows
                if row.look.state is State.OPEN and row.look.is_fault]  # fmt: skip


def look_at(
    path: Path,
    rubric: Path,
    *,
    python: str | None = None,
    isolation: str = "none",
    questions: Sequence[str] = (),
) -> Checked:
    """The form of the answers in the submission at `path`, by a released rubric.

    Raises `UsageMistake` where there is nothing to look at.
    """
    released = load_released(rubric)
    known = [form.id for form in released.questions]
    for name in questions:
        if name not in known:
            raise UsageMistake(
                f"--question: there is no question {name}{did_you_mean(name, known)}"
            )
    one = single(path)
    interpreter = describe(python)
    tier = verified_tier(isolation, interpreter.path)
    plan = plan_of(released)
    if questions:
        plan = plan.only(questions)
    with closing(LauncherFactory(plan, tier, interpreter).open()) as launchers:
        evidence = evidence_of(one.loaded(), plan, launchers).evidence
    wanted = [form for form in released.questions if not questions or form.id in questions]
    rows = tuple(Row(form, _look(form, evidence)) for form in wanted)
    findings = tuple(one for one in (*one.findings, *evidence.findings) if not one.staff)
    return Checked(
        released.title,
        one.name,
        tuple(sorted(file.name for file in one.files)),
        rows,
        (*findings, *_times(evidence, released), *_other_assignment(rows, evidence)),
        len(released.questions),
    )


def rubric_near(folder: Path, otherwise: str) -> Path:
    """The rubric in this folder or above it; raises `UsageMistake` with what to do `otherwise`."""
    whole = folder.resolve()
    for place in (whole, *whole.parents[:3]):
        if (place / "rubric.yaml").is_file():
            return place / "rubric.yaml"
    raise UsageMistake(f"there is no rubric.yaml in {folder} or above it; {otherwise}")


def _look(form: Form, evidence: Evidence) -> Look:
    """What the form says of an answer, and how surely it was read at all."""
    given = given_for(form, evidence)
    found = form.look(given)
    if isinstance(given.answer, Fault):
        return replace(found, is_fault=True)
    readings = given.readings
    if readings is None:
        return found
    places = places_told(readings.unread)
    more = (f"And {len(places) - FEW} more places.",) if len(places) > FEW + 1 else ()
    unread = (*places[:FEW], *more) if more else tuple(places)
    if found.state is State.MISSING:
        if not unread and readings.whole:
            return found
        near = form.call_it() if any(gap.why == "name" for gap in readings.unread) else ()
        told = (*unread, *near, "A person looks at it.") if unread else (
            "Not every file could be read, so a person looks at it.",
        )  # fmt: skip
        return replace(found, state=State.PERSON, says=told)
    if found.state in (State.FIX, State.FINE, State.OPEN) and isinstance(given.answer, Answer):
        return _as_surely(form, found, readings, unread)
    return found


def _as_surely(
    form: Form, found: Look, readings: Readings, unread: tuple[str, ...]
) -> Look:
    """The look of an answer that may be another, or of which more was written than was read."""
    best = readings.candidates[0] if readings.candidates else None
    others = [one for one in readings.candidates[1:] if one.value != getattr(best, "value", None)]
    says = found.says
    if others:
        places = ", ".join(dict.fromkeys(one.source.where() for one in others[:4]))
        says = (*says, f"Something else stands at {places}: where both differ, a person decides.")
    if unread:
        return replace(found, state=State.PERSON, says=(*says, *unread, "A person looks at them."))
    if best is not None and not best.sure:
        told = f"It was not surely read, so a person decides: {shown(best.value)}"
        near = form.call_it() if best.source.form in ("module", "notebook") else ()
        return replace(found, state=State.PERSON, says=(told, *near, *says))
    return replace(found, says=says)


def _times(evidence: Evidence, released: Released) -> list[Finding]:
    """What took so long here that another machine may stop it."""
    limit = released.limits.seconds
    found = []
    if evidence.usage.seconds > NEAR_LIMIT * limit:
        said = f"all of it took {evidence.usage.seconds:.0f} of {limit:g} s"
        found.append(Finding("near-limit", f"{said}; a slower machine stops it"))
    for probe, (seconds, allowed) in evidence.usage.training.items():
        if seconds > NEAR_LIMIT * allowed:
            told = f"{probe} took {seconds:.0f} of {allowed:g} s; a slower machine stops it"
            found.append(Finding("near-limit", told))
    return found


def _other_assignment(rows: Sequence[Row], evidence: Evidence) -> list[Finding]:
    """That nothing here answers anything, not even a name or a heading."""
    given = [given_for(row.form, evidence) for row in rows]
    if len(rows) < 2 or any(isinstance(one.answer, Answer) for one in given):
        return []
    if any(row.look.state not in (State.MISSING, State.PERSON, State.OPEN) for row in rows):
        return []
    if any(one.readings is not None and one.readings.labelled for one in given):
        return []
    if any(one.readings is not None and not one.readings.whole for one in given):
        return []
    said = "nothing here answers any question of this rubric: is it of another assignment?"
    return [Finding("other-assignment", said)]
