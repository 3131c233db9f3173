"""Evidence as a class would leave it, for tests of what keeps it."""

from __future__ import annotations

from fractions import Fraction

from grader.evidence import Answer, Evidence, Finding, Missing, Outcome, Raised, Source, Usage
from grader.gradebook import (
    EvidenceKey,
    Marked,
    RubricInfo,
    RunInfo,
    SubmissionRecord,
    evidence_key,
)
from grader.gradebook.codec import canonical
from grader.marks import Mark, Part, Status

RUBRIC = RubricInfo("a" * 64, "Homework", "homework.yaml", ("p1", "p2.table", "p3"), "title: x\n")


def run_info(rubric: RubricInfo = RUBRIC) -> RunInfo:
    """A run with every field filled in."""
    missing = ({"id": "zoe", "name": "Zoë"},)
    return RunInfo("grade", rubric, "0.1.0", "3.11.2", "none", 7, {"numpy": "2.0"}, missing)


def handed_in(number: int, content: str = "0") -> SubmissionRecord:
    """The `number`th submission of a class."""
    return SubmissionRecord(f"s{number:04}", f"Student {number}", (("hw.py", content * 64, 12),))


def key_of(one: SubmissionRecord, plan: str = "plan") -> EvidenceKey:
    """The key of its evidence."""
    files = [(name, digest) for name, digest, _ in one.files]
    plans = {"p1": plan, "p2.table": plan, "p3": plan}
    return evidence_key(files, plans, canonical({"seed": 7}))


def evidence_of(number: int) -> Evidence:
    """Answers, a missing one and an exception."""
    outcomes: dict[str, Outcome] = {
        "p1": Answer(
            [True, [number, 2.5], {(1, "a"): Fraction(1, 3)}], Source("module", "hw.py", 3)
        ),
        "p2.table": Answer([[float(number), float("nan")], [1e300, -0.0]]),
        "p2.table/calls": Raised("ValueError", "no é", detail="Traceback"),
        "p3": Missing("nothing here"),
    }
    others = {"p1": (Answer([False], Source("writeup", "hw.md")),)}
    finding = Finding("differs", "two answers", "hw.md", 4)
    return Evidence(outcomes, others, (finding,), "printed\n", Usage(0.5, 0.25, 1 << 20, 1))


def marks_of(number: int) -> dict[str, Marked]:
    """One mark a question."""
    part = Part("p1.1", Fraction(1, 3), Fraction(1, 2), Status.PARTIAL, ("why",), ("sign",))
    first = Mark(Status.PARTIAL, Fraction(1, 3), Fraction(2), ("a", "b"), ("sign",), (part,), "x")
    rest = Mark(Status.AWAITING, None, Fraction(1), source=Source("module", "hw.py", 1), plot={})
    return {"p1": Marked(first, f"i{number}"), "p2.table": Marked(rest), "p3": Marked(rest)}
