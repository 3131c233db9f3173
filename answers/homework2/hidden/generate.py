"""Makes the screening data of Homework 2: `python answers/homework2/hidden/generate.py` rewrites all its tables.

Nobody's answers are in it. Each person has a latent trait z ~ N(0, 1). Item j is answered 1 with probability
1 / (1 + exp(-LOADINGS[j] (z - DIFFICULTIES[j]))), a two-parameter logistic model whose items differ in how much they say, so
that weighing them beats counting them. The label is 1 with probability 1 / (1 + exp(-STEEPNESS (z - CUT))), which gives a
prevalence of about 20 %, and is then flipped for one person in a hundred. Because the label depends on z and on luck, no model
of the items can be perfect: honest ones reach an accuracy of about 0.87 and a ROC AUC of about 0.90 on unseen rows.

Only the standard library's `random()` is used, whose sequence Python promises to keep, so the tables are the same everywhere.
A course changes SEED each term: hidden inputs are in a student's memory while they are being graded.
"""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path
from statistics import NormalDist

SEED = 20250221
TRAIN, HIDDEN, EXPERTS = 600, 200, 200
LOADINGS = (1.2, 2.2, 2.8, 2.6, 1.6, 2.4, 1.8, 1.0, 2.6, 1.4)
DIFFICULTIES = (-0.2, -0.1, 0.2, 0.3, 0.3, 0.8, 0.3, 0.0, 0.0, -0.4)
STEEPNESS, CUT, FLIPPED = 3.5, 0.98, 0.01
ITEMS = tuple(f"A{number}_Score" for number in range(1, 11))
LABEL = "Class/ASD"


def people(count: int, seed: int) -> list[list[int]]:
    """Rows of ten items and the label."""
    chance = random.Random(seed).random
    return [_person(chance(), [chance() for _ in range(12)]) for _ in range(count)]


def _person(trait: float, luck: list[float]) -> list[int]:
    z = NormalDist().inv_cdf(min(max(trait, 1e-9), 1 - 1e-9))
    items = [
        int(chance < _logistic(loading * (z - difficulty)))
        for chance, loading, difficulty in zip(luck, LOADINGS, DIFFICULTIES, strict=False)
    ]
    label = int(luck[10] < _logistic(STEEPNESS * (z - CUT)))
    return [*items, 1 - label if luck[11] < FLIPPED else label]


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _write(path: Path, header: tuple[str, ...], rows: list[list[int]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(root: Path) -> None:
    """Write the public training table and, beside this file, hidden inputs and their labels."""
    rows = people(TRAIN + HIDDEN + EXPERTS, SEED)
    _write(root / "rubric/homework2/asd_train.csv", (*ITEMS, LABEL), rows[:TRAIN])
    tables = {"hidden": rows[TRAIN : TRAIN + HIDDEN], "experts": rows[TRAIN + HIDDEN :]}
    for name, part in tables.items():
        folder = root / "answers/homework2/hidden"
        _write(folder / f"asd_{name}.csv", ITEMS, [row[:-1] for row in part])
        _write(folder / f"asd_{name}_labels.csv", (LABEL,), [row[-1:] for row in part])


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[3])
