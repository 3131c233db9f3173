"""What a run notes of itself, so that its marks can be reproduced years later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader import __version__
from grader.gradebook import RubricInfo, RunInfo, Split
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
    missing: tuple[Mapping[str, str], ...] = (),
    split: Split | None = None,
) -> RunInfo:
    """A run of this grader with a rubric, on what was collected with this interpreter."""
    return RunInfo(
        command,
        rubric_info(rubric),
        __version__,
        python,
        isolation,
        rubric.seed,
        packages,
        missing,
        split,
    )
