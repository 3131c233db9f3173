"""Key facts: what marking needs beyond the rubric's text, plain data built once per rubric.

Building them may fit a baseline or run the reference; a corrected key or tolerance does neither,
since facts are kept in the gradebook under what they follow from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.collect.plan import Plan
from grader.evidence import Evidence, outcome_to_plain
from grader.gradebook import Gradebook, collect_version, fingerprint, plan_digest
from grader.marking.mark import Facts
from grader.marking.measures import measured_part, measuring_version
from grader.questions.base import Question
from grader.questions.program import Ask, ProgramCalls, Programmed
from grader.rubric.model import Rubric

Reference = Callable[[Sequence[str]], Evidence]
"""Runs the reference, in the same sandbox as submissions, and asks it these questions."""


def facts_of(rubric: Rubric, reference: Reference, programs: Ask | None = None) -> Facts:
    """What each kind builds for its questions, and what the reference answered for those that ask.

    The reference is run only where a question asks for its outputs, and so are programs of the
    instructor's own.
    """
    facts = build_facts(rubric.questions, rubric.seed)
    wanted = [q.id for q in rubric.questions if q.needs_reference]
    if wanted and rubric.reference is not None:
        evidence = reference(wanted)
        for name in wanted:
            answered = {
                f"reference{probe.removeprefix(name)}": outcome_to_plain(outcome)
                for probe, outcome in evidence.outcomes.items()
                if probe == name or probe.startswith(f"{name}/")
            }
            if answered:
                facts[name] = {**facts.get(name, {}), **answered}
    for name, asked in own_calls(rubric).items():
        if programs is not None:
            said = {f"called/{key}": outcome_to_plain(programs(one)) for key, one in asked.items()}
            facts[name] = {**facts.get(name, {}), **said}
    return facts


def own_calls(rubric: Rubric) -> dict[str, Mapping[str, ProgramCalls]]:
    """What programs are asked once per rubric, by question."""
    programmed = [one for one in rubric.questions if isinstance(one, Programmed)]
    return {one.id: calls for one in programmed if (calls := one.own_calls())}


def build_facts(questions: Iterable[Question], seed: int) -> dict[str, Mapping[str, Any]]:
    """Facts by question id, of those questions that have any; a second or two for a baseline."""
    known = {question.id: question for question in questions if question.has_facts()}
    built = {name: question.facts(known, seed) for name, question in known.items()}
    return {name: facts for name, facts in built.items() if facts}


def kept_facts(
    book: Gradebook, rubric: Rubric, plan: Plan, build: Callable[[], Facts], *surroundings: Any
) -> Facts:
    """The facts of a rubric, built only where the gradebook does not hold them.

    `surroundings` are the interpreter and packages that a reference would be run with; a gradebook
    that is only read is left as it is.
    """
    with_facts = [question for question in rubric.questions if question.has_facts()]
    key = fingerprint(
        measuring_version({type(question) for question in with_facts}),
        rubric.seed,
        [measured_part(question) for question in with_facts],
        list(_files(rubric)),
        _reference(rubric, plan),
        own_calls(rubric),
        *surroundings,
    )
    found: Facts | None = book.derived.get(key)
    if found is None:
        found = build()
        if book.is_writable:
            book.derived.keep("facts", {key: found})
    return found


def _files(rubric: Rubric) -> Iterator[str]:
    """Digests of every file that a question names."""
    folder = Path(rubric.path).parent
    for question in rubric.questions:
        for _, name in question.files():
            yield hashlib.sha256((folder / name).read_bytes()).hexdigest()


def _reference(rubric: Rubric, plan: Plan) -> list[str]:
    """What the reference is and is asked, where a question needs its answers."""
    wanted = [q.id for q in rubric.questions if q.needs_reference]
    if not wanted or rubric.reference is None:
        return []
    place = Path(rubric.path).parent / rubric.reference
    files = sorted(path for path in place.rglob("*") if path.is_file()) or [place]
    asked = [plan_digest(plan.probes.get(name, ())) for name in wanted]
    contents = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    given = fingerprint(plan.data, repr(plan.limits))
    return [collect_version(), given, *asked, *contents]
