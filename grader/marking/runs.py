"""What the gradebook keeps of a run and of its rubric, so that results can be reproduced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from grader import __version__
from grader.gradebook import RubricInfo, RunInfo
from grader.rubric.model import Rubric


def rubric_info(rubric: Rubric) -> RubricInfo:
    """What the gradebook keeps of a rubric, its source among it."""
    return RubricInfo(
        rubric.sha256,
        rubric.title,
        rubric.path,
        tuple(question.id for question in rubric.questions),
        Path(rubric.path).read_text(encoding="utf-8-sig"),
    )


def run_info(
    command: str,
    rubric: Rubric,
    *,
    python: str,
    isolation: str,
    packages: Mapping[str, str],
    missing: Iterable[Mapping[str, str]] = (),
) -> RunInfo:
    """All that a result must name to be reproduced."""
    return RunInfo(
        command,
        rubric_info(rubric),
        __version__,
        python,
        isolation,
        rubric.seed,
        packages,
        tuple(missing),
    )
