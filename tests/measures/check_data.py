"""What honest and other models earn over many splits: `python -m tests.measures.check_data [CSV]`.

Without a file the data is generated anew for each split; with one, its rows are split at random,
600 to train and 200 to test, by label. The table says how often each model keeps full marks in
Problem 5, and is the one in docs/models.md.
"""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.evidence import Answer
from grader.questions.base import Given
from grader.questions.performance.fits import Fits
from grader.questions.performance.measure import measure_performance
from tests.measures.homework import ROOT, improvement, performance
from tests.measures.models import HONEST, OTHERS, forest

Floats = NDArray[np.float64]
Split = tuple[Floats, Floats, Floats, Floats]
TRAIN, HIDDEN = 600, 200
SEEDED = {"stacked", "gated", "stacked in-sample"}


@dataclass
class Row:
    """What one model reached on each split."""

    auc: list[float] = field(default_factory=list)
    brier: list[float] = field(default_factory=list)
    points: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)

    @property
    def full(self) -> int:
        """On how many splits it kept full marks in p5.performance."""
        return sum(points == 4 for points in self.points)


def generated(splits: int) -> Iterator[Split]:
    """Fresh people of the course's own generator for every split."""
    path = ROOT / "answers/homework2/hidden/generate.py"
    spec = importlib.util.spec_from_file_location("generate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for number in range(splits):
        rows = np.array(module.people(TRAIN + HIDDEN, 1000 + number), dtype=float)
        yield rows[:TRAIN, :-1], rows[:TRAIN, -1], rows[TRAIN:, :-1], rows[TRAIN:, -1]


def from_file(path: Path, splits: int) -> Iterator[Split]:
    """Random splits of a table, by label: the real table of 800 rows, or any other like it."""
    from sklearn.model_selection import train_test_split

    with path.open(newline="", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    items = [f"A{number}_Score" for number in range(1, 11)]
    X = np.array([[float(row[item]) for item in items] for row in listed])
    y = np.array([float(row["Class/ASD"]) for row in listed])
    for number in range(splits):
        A, B, a, b = train_test_split(X, y, test_size=HIDDEN, stratify=y, random_state=number)
        yield A, a, B, b


def study(splits: Iterator[Split], say: Callable[[str], object] = lambda _: None) -> dict[str, Row]:
    """Every model on every split, marked as the rubric of Homework 2 marks."""
    question, better = performance(), improvement()
    table: dict[str, Row] = {name: Row() for name in (*HONEST, *OTHERS)}
    for number, (X, y, hidden, labels) in enumerate(splits):
        said = forest(X, y, hidden, number)
        baseline = {"name": "a random forest", "probabilities": said, "curve": None, "auc": None}
        facts = {"labels": labels.astype(int), "baseline": baseline}
        for name, model in {**HONEST, **OTHERS}.items():
            runs = [model(X, y, hidden, seed) for seed in range(2 if name in SEEDED else 1)]
            _score(table[name], (question, better), Fits(first=runs), facts, number)
        say(f"{number + 1} splits")
    return table


def _score(row: Row, pair: tuple[Any, Any], fits: Fits, facts: dict[str, Any], seed: int) -> None:
    question, better = pair
    measured = measure_performance(question, fits, facts, seed)
    main = Given({"": Answer([])}, measures=measured)
    compared = measure_performance(better, fits, facts, seed)
    row.points.append(float(question.mark(main).score))
    given = Given({}, measures=compared, others=lambda _: main)
    row.beats.append(float(better.mark(given).score))
    row.auc.append(measured["first"]["roc_auc"]["point"])
    row.brier.append(measured["first"]["brier"]["point"])


def markdown(table: dict[str, Row]) -> str:
    """The table as it stands in the documentation."""
    lines = [
        "| model | ROC AUC 5/50/95 % | Brier 5/50/95 % | full marks | of 4 | improvement of 2 |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in table.items():
        count = len(row.points)
        lines.append(
            f"| {name} | {_spread(row.auc)} | {_spread(row.brier)} | {row.full} of {count} "
            f"| {np.mean(row.points):.2f} | {np.mean(row.beats):.2f} |"
        )
    return "\n".join(lines)


def _spread(values: list[float]) -> str:
    return " / ".join(f"{value:.3f}" for value in np.quantile(values, [0.05, 0.5, 0.95]))


def main(arguments: list[str]) -> None:
    """Print the table for a file, or for generated data."""
    import torch

    torch.set_num_threads(1)
    count = int(arguments[1]) if len(arguments) > 1 else 100
    splits = (
        from_file(Path(arguments[0]), count) if arguments and arguments[0] else generated(count)
    )
    print(markdown(study(splits, lambda said: print(said, end="\r", file=sys.stderr))))


if __name__ == "__main__":
    main(sys.argv[1:])
