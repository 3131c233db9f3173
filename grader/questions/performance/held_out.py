"""Training rows, hidden rows and hidden labels of a question, and in what order and company hidden
rows are asked.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from grader.evidence import Finding
from grader.measures.copied_rows import Hidden, copies
from grader.questions.performance.tables import Table
from grader.questions.record import Record
from grader.values import Array, array_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Rows(Record):
    """Where a model's rows come from.

    Without `hidden` (as in a released rubric) the last quarter of the training rows is held out, so
    that a self-check still says something.
    """

    train: Table
    """Rows to train on, with the label."""
    label: str
    """The column of `train` that is predicted, with values 0 and 1."""
    features: tuple[str, ...] = ()
    """Columns handed to models; all but the label where left out."""
    hidden: Table | None = None
    """Rows to predict, without labels; sent only after training."""
    hidden_labels: Table | None = None
    """The labels of the hidden rows, one column; they never leave the trusted side."""
    holdout: Annotated[float, Field(gt=0, lt=1)] = 0.25
    """The share of training rows held out where nothing is hidden."""

    def problems(self) -> list[tuple[str, str]]:
        """Tables that do not fit one another, as (path, message)."""
        if not self.train.columns:
            return []
        found = []
        if self.label not in self.train.columns:
            found.append(("label", f"{self.train.file} has no column {self.label!r}"))
        found += [
            ("features", f"{self.train.file} has no column {name!r}")
            for name in self.columns
            if name not in self.train.columns
        ]
        if self.hidden is not None:
            missing = [name for name in self.columns if name not in self.hidden.columns]
            if missing:
                found.append(("hidden", f"{self.hidden.file} has no column {missing[0]!r}"))
            if self.hidden_labels is None:
                found.append(("hidden_labels", "name the file with the labels of the hidden rows"))
            elif len(self.hidden_labels.rows) != len(self.hidden.rows):
                found.append(("hidden_labels", "there must be one label for each hidden row"))
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns handed to models."""
        return self.features or tuple(name for name in self.train.columns if name != self.label)

    @property
    def is_released(self) -> bool:
        """Whether the hidden rows are held out of public ones."""
        return self.hidden is None or self.hidden_labels is None

    def parts(self) -> tuple[Floats, Floats, Floats, Floats]:
        """X and y to train on, X and y to predict: shapes (n, k), (n,), (m, k), (m,)."""
        import numpy as np

        X = np.array(self.train.take(self.columns), dtype=float)
        y = np.array(self.train.take((self.label,)), dtype=float)[:, 0]
        if self.hidden is None or self.hidden_labels is None:
            kept = len(X) - round(len(X) * self.holdout)
            return X[:kept], y[:kept], X[kept:], y[kept:]
        labels = np.array(self.hidden_labels.rows, dtype=float)[:, 0]
        return X, y, np.array(self.hidden.take(self.columns), dtype=float), labels

    def copied_into(self, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
        """The files that hold a long run of the hidden rows, or of their labels."""
        if self.is_released:
            return ()
        return tuple(
            Finding("hidden-rows-in-file", f"{name} {what}.", name)
            for name, what in copies(files, _hidden_of(self)).items()
        )


@functools.lru_cache(maxsize=16)
def _hidden_of(rows: Rows) -> Hidden:
    _, _, hidden, labels = rows.parts()
    return Hidden.of(hidden.tolist(), labels.tolist())


def seed_of(text: str) -> int:
    """A seed that stays the same between runs and machines."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def batches(count: int, seed: int) -> list[list[int]]:
    """In which batches hidden rows are asked: all of them shuffled, then some again in other
    company.

    A prediction that changes with the company is not a prediction for the row.
    """
    chance = random.Random(seed)
    everyone = chance.sample(range(count), count)
    again = [chance.sample(range(count), min(count, size)) for size in (max(count // 4, 1), 7, 1)]
    return [everyone, *again]


def balanced_shuffle(X: Floats, y: Floats, seed: int) -> Floats:
    """Shuffled labels that no linear score of the columns can tell from chance.

    Rows are ordered by their best linear score (ties at random) and the ones are spread evenly
    along that order. A plain permutation keeps a chance correlation with the score, and a model
    fitted to it lands far from 0.5 on rows whose label follows the same score: with a plain shuffle
    every second honest model looked as if it knew something.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    design = np.column_stack([np.ones(len(X)), X])
    score = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    order = np.lexsort((generator.random(len(y)), np.round(score, 9)))
    ones = round(float(y.sum()))
    edges = np.ceil(np.linspace(0, len(y), ones + 1)).astype(int)
    places = [int(generator.integers(a, max(b, a + 1))) for a, b in itertools.pairwise(edges)]
    shuffled = np.zeros(len(y))
    shuffled[order[places]] = 1
    return shuffled


def table_array(rows: Floats) -> Array:
    """Rows as a value that travels to a submission."""
    return array_of(rows)


def labels_array(labels: Floats) -> Array:
    """Labels as whole numbers that travel to a submission."""
    return array_of(labels.astype("int64"))
