"""Key facts with memory: built once for what they follow from, then read from the gradebook.

Building them may fit a baseline or run the reference; a corrected key or tolerance does neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from grader.collect.plan import Plan
from grader.gradebook import Gradebook, collect_version, fingerprint, plan_digest
from grader.marking.mark import Facts
from grader.marking.measures import measured_part, measuring_version
from grader.rubric.model import Rubric


def kept_facts(
    book: Gradebook, rubric: Rubric, plan: Plan, build: Callable[[], Facts], *surroundings: Any
) -> Facts:
    """The facts of a rubric, built only where the gradebook does not hold them.

    `surroundings` are the interpreter and packages that a reference would be run with; a gradebook
    that is only read is left as it is.
    """
    key = fingerprint(
        measuring_version(),
        rubric.seed,
        [measured_part(question) for question in rubric.questions if _needs_facts(question)],
        list(_files(rubric)),
        _reference(rubric, plan),
        *surroundings,
    )
    found: Facts | None = book.derived.get(key)
    if found is None:
        found = build()
        if book.is_writable:
            book.derived.keep("facts", {key: found})
    return found


def _needs_facts(question: Any) -> bool:
    return question.kind in ("performance", "mixture") or question.needs_reference


def _files(rubric: Rubric) -> Iterator[str]:
    """Digests of every file that a question with facts names."""
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
