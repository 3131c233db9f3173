"""Probes of a model's honesty, on models that cheat and on many that do not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.marking.facts import build_facts
from grader.marking.measures import measure_all
from grader.measures.copied_rows import file_findings
from tests.measures.homework import collected, performance

CASES = Path(__file__).parents[1] / "cases"
QUESTION = performance()


@pytest.fixture(scope="module")
def facts() -> Mapping[str, Any]:
    """Key facts of p5.performance."""
    return build_facts([QUESTION], 11)


def kinds_of(source: bytes, facts: Mapping[str, Any]) -> list[str]:
    """The kinds of findings that a module's model raises."""
    evidence = collected(source, [QUESTION])
    measured = measure_all([QUESTION], facts, evidence.outcomes, 11)
    assert not measured["p5.performance"]["problems"] or "labels" in str(measured)
    return [finding.kind for finding in QUESTION.findings_of(measured[QUESTION.id])]


def cases_of(kind: str) -> list[Path]:
    """The golden cases of one probe."""
    return sorted((CASES / f"leak-{kind}").glob("*.py"))


@pytest.mark.parametrize("case", cases_of("batch-dependence"), ids=lambda path: path.stem)
def test_predictions_must_not_depend_on_the_batch(case: Path, facts: Mapping[str, Any]) -> None:
    """Rows asked twice, in other company, get the same probability from honest models."""
    found = kinds_of(case.read_bytes(), facts)
    assert found == (["batch-dependence"] if case.stem.startswith("positive") else [])


@pytest.mark.parametrize("case", cases_of("shuffled-labels"), ids=lambda path: path.stem)
def test_shuffled_labels_teach_nothing(case: Path, facts: Mapping[str, Any]) -> None:
    """A model that still knows the true labels knew them before; a given rule is no such thing."""
    found = kinds_of(case.read_bytes(), facts)
    assert found == (["shuffled-labels"] if case.stem.startswith("positive") else [])


def _csv(rows: Any) -> bytes:
    return "\n".join(",".join(f"{x:g}" for x in row) for row in rows).encode()


def _files() -> dict[str, tuple[bytes, bool]]:
    assert QUESTION.rows is not None
    X, y, hidden, labels = QUESTION.rows.parts()
    mixed = np.random.default_rng(3).permutation(len(hidden))
    wide = np.column_stack([np.arange(60), hidden[40:100], np.zeros(60)])
    text = ",".join(str(int(label)) for label in labels)
    raw = b"\x93NUMPY\x01\x00" + b"\0" * 120
    return {
        "rows.csv": (_csv(hidden), True),
        "wide.csv": (_csv(wide), True),
        "rows.py": (f"ROWS = {hidden[:25].astype(int).tolist()}".encode(), True),
        "labels.py": (f"Y = [{text}]".encode(), True),
        "labels.csv": (_csv(np.column_stack([np.arange(200), labels])), True),
        "labels.txt": (text.replace(",", "").encode(), True),
        "labels.npy": (raw + labels.astype("int64").tobytes(), True),
        "train.csv": (_csv(np.column_stack([X, y])), False),
        "shuffled.csv": (_csv(hidden[mixed]), False),
        "few.csv": (_csv(hidden[:15]), False),
        "predictions.csv": (_csv(np.random.default_rng(5).random((200, 1))), False),
        "coins.csv": (_csv(np.random.default_rng(5).integers(0, 2, (500, 11))), False),
        "zeros.csv": (_csv(np.zeros((300, 10))), False),
        "code.py": (b"x = [0, 1, 0]\nfor i in range(10):\n    print(i)\n", False),
        "noise.bin": (bytes(range(256)) * 40, False),
    }


@pytest.mark.parametrize("name", list(_files()))
def test_long_runs_of_hidden_rows_or_labels_are_noticed_in_files(name: str) -> None:
    """Only long runs in the hidden order count: single rows of ten answers always repeat."""
    content, is_copy = _files()[name]
    found = file_findings({name: content}, [QUESTION])
    assert bool(found) == is_copy, found
    assert all(one["file"] == name for one in found)
