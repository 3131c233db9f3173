"""Training rows, hidden rows and hidden labels of a question, and in what order and company hidden
rows are asked.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from grader.evidence import Finding
from grader.measures.copied_rows import Hidden, copies
from grader.questions.record import Record
from grader.questions.tables import Table, TableData
from grader.values import Array, array_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


MAX_CLASSES = 100


class Rows(Record):
    """Where a model's rows come from.

    Without `hidden` (as in a released rubric) the last quarter of the training rows is held out, so
    that a self-check still says something.
    """

    train: Table
    """Rows to train on, with the label."""
    label: str
    """The column of `train` that is predicted: classes as numbers or words, or numbers."""
    features: tuple[str, ...] = ()
    """Columns handed to models; all but the label where left out."""
    hidden: Table | None = None
    """Rows to predict, without labels; sent only after training."""
    hidden_labels: Table | None = None
    """The labels of the hidden rows, one column; they never leave the trusted side."""
    holdout: Annotated[float, Field(gt=0, lt=1)] = 0.25
    """The share of training rows held out where nothing is hidden."""

    def problems(self, *, handed: bool = True) -> list[tuple[str, str]]:
        """Tables that do not fit one another, as (path, message); `handed` says that models are
        handed the rows, and nobody has predicted them beforehand.
        """
        if not self.train.columns:
            return []
        found = []
        if self.label not in self.train.columns:
            names = ", ".join(self.train.columns[:8])
            said = f"{self.train.file} has no column {self.label!r}; its columns are {names}"
            return [("label", said)]
        if not self.train.rows:
            return [("train", f"{self.train.file} has no rows below its header")]
        if said := self.train.amiss((self.label,), empty=False):
            found.append(("label", f"{said}, and every row needs its label"))
        found += [
            ("features", f"{self.train.file} has no column {name!r}")
            for name in self.columns
            if name not in self.train.columns
        ]
        if handed and not self.columns:
            found.append(("train", f"{self.train.file} has no column beside the label"))
        if self.label in self.features:
            found.append(("features", f"{self.label!r} is the label, which models have to predict"))
        tables = [("train", self.train), *([("hidden", self.hidden)] if self.hidden else [])]
        for path, table in tables if handed and not found else ():
            found += self._unfit(path, table)
        return found + self._hidden_problems(handed=handed)

    def _hidden_problems(self, *, handed: bool) -> list[tuple[str, str]]:
        """Hidden rows and labels that do not fit the training rows, or one another."""
        if self.hidden is None or self.hidden_labels is None:
            if self.hidden is not None:
                return [("hidden_labels", "name the file with the labels of the hidden rows")]
            said = "name the file with the hidden rows that these labels are of"
            return [("hidden", said)] if self.hidden_labels is not None else []
        found = []
        missing = [name for name in self.columns if name not in self.hidden.columns]
        if missing and handed:
            found.append(("hidden", f"{self.hidden.file} has no column {missing[0]!r}"))
        if not self.hidden.rows:
            found.append(("hidden", f"{self.hidden.file} has no rows below its header"))
        if len(self.hidden_labels.rows) != len(self.hidden.rows):
            numbers = f"{len(self.hidden_labels.rows)} labels and {len(self.hidden.rows)} rows"
            said = f"there must be one label for each hidden row; there are {numbers}"
            found.append(("hidden_labels", said))
        elif len(self.hidden_labels.columns) > 1:
            found.append(("hidden_labels", "write one column, the labels, and no other"))
        elif self.holds_words != bool(self.hidden_labels.words):
            said = "the labels are words in one file and numbers in the other"
            found.append(("hidden_labels", said))
        elif said := self.hidden_labels.amiss(self.hidden_labels.columns, empty=False):
            found.append(("hidden_labels", f"{said}, and every row needs its label"))
        return found

    def _unfit(self, path: str, table: TableData) -> list[tuple[str, str]]:
        """Columns that cannot be handed to models: of words, or with infinite numbers."""
        columns = [name for name in self.columns if name in table.columns]
        listed = [name for name in columns if name in table.words]
        if listed:
            said = "holds words, and models are handed numbers: name the columns of numbers"
            return [(path, f"{table.file}: column {listed[0]!r} {said} as features")]
        said = table.amiss(columns, empty=True)
        return [(path, said)] if said else []

    @property
    def holds_words(self) -> bool:
        """Whether the labels are words."""
        return self.label in self.train.words

    @cached_property
    def classes(self) -> tuple[float | str, ...]:
        """Every label of the training rows, in order; empty where nobody read the table."""
        if self.label not in self.train.columns:
            return ()
        return tuple(sorted({row[0] for row in self.train.take((self.label,))}))

    @property
    def are_many(self) -> bool:
        """Whether the labels are too many, or too rarely the same, to be classes."""
        return len(self.classes) > min(MAX_CLASSES, len(self.train.rows) // 2)

    def class_problems(self, labels: str) -> list[tuple[str, str]]:
        """Why the labels cannot be classes, as (path, message)."""
        if len(self.classes) < 2:
            return [("label", f"every training row has the same label; {labels}")]
        if self.are_many:
            return [("label", f"these are no classes: {labels}")]
        unknown = next((name for name in self.hidden_names if name not in self.classes), None)
        if unknown is not None:
            return [("hidden_labels", f"no training row has the label {shown_class(unknown)}")]
        return []

    @property
    def hidden_names(self) -> list[float | str]:
        """The labels of the hidden rows as they stand in their file; none where there is none."""
        return [row[0] for row in self.hidden_labels.rows] if self.hidden_labels else []

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns handed to models."""
        return self.features or tuple(name for name in self.train.columns if name != self.label)

    @property
    def is_released(self) -> bool:
        """Whether the hidden rows are held out of public ones."""
        return self.hidden is None or self.hidden_labels is None

    def parts(
        self, *, as_classes: bool = False, labels_only: bool = False
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """X and y to train on, X and y to predict: shapes (n, k), (n,), (m, k), (m,).

        Labels that are words come as their places in `classes`, numbers too with `as_classes`;
        with `labels_only` rows have no columns, whatever stands in them.
        """
        import numpy as np

        places = {name: float(place) for place, name in enumerate(self.classes)}
        as_places = as_classes or self.holds_words

        def numbers(rows: Iterable[Sequence[float | str]]) -> Floats:
            listed = [places[row[0]] if as_places else row[0] for row in rows]
            return np.array(listed, dtype=float)

        columns = () if labels_only else self.columns
        X = np.array(self.train.take(columns), dtype=float)
        y = numbers(self.train.take((self.label,)))
        if self.hidden is None or self.hidden_labels is None:
            kept = len(X) - round(len(X) * self.holdout)
            if set(y.tolist()) == {0.0, 1.0}:
                return X[:kept], y[:kept], X[kept:], y[kept:]
            # Files are often sorted by what is predicted: rows are held out all along them.
            order = np.random.default_rng(len(X)).permutation(len(X))
            first, last = np.sort(order[:kept]), np.sort(order[kept:])
            return X[first], y[first], X[last], y[last]
        labels = numbers(self.hidden_labels.rows)
        return X, y, np.array(self.hidden.take(columns), dtype=float), labels

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


def shown_class(label: float | str) -> str:
    """A label as a rubric or a report writes it."""
    return label if isinstance(label, str) else f"{label:g}"


def seed_of(text: str) -> int:
    """A seed that stays the same between runs and machines."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def secret_seed(rows: Rows | None, word: str) -> int:
    """A seed that nobody can work out who does not have the hidden labels."""
    table = (rows.hidden_labels or rows.train) if rows else None
    return seed_of(f"{word}/{table.rows if table else ()}")


def mixed_fits(
    roles: Sequence[str], shuffles: int, start: int, seed: int
) -> list[dict[str, Any]]:
    """Fits in their turn, those to shuffled labels anywhere between those to the true ones.

    Each has the seed of another fit, so that nothing but its labels tells which it is.
    """
    chance = random.Random(seed)
    fits = [{"seed": start + n, "role": role, "y": 0} for n, role in enumerate(roles)]
    for number in range(shuffles):
        one = {"seed": start + number, "role": "shuffled", "y": number + 1}
        fits.insert(chance.randint(0, len(fits)), one)
    return fits


def batches(count: int, seed: int) -> list[list[int]]:
    """In which batches hidden rows are asked: all of them shuffled, and before or after them some
    alone, in other company.

    A prediction that changes with the company is not a prediction for the row.
    """
    chance = random.Random(seed)
    everyone = chance.sample(range(count), count)
    again = [chance.sample(range(count), min(count, size)) for size in (max(count // 4, 1), 7, 1)]
    again.insert(chance.randint(0, len(again)), everyone)
    return again


def whole_of(asked: Sequence[Sequence[int]], rows: int) -> int:
    """Which batch holds every row."""
    return next(place for place, batch in enumerate(asked) if len(batch) == rows)


def table_array(rows: Floats) -> Array:
    """Rows as a value that travels to a submission."""
    return array_of(rows)


def labels_array(labels: Floats, classes: Sequence[float | str] = ()) -> Array | list[str]:
    """Labels that travel to a submission, whole numbers as such; with `classes` their names."""
    named = [classes[int(place)] for place in labels] if classes else labels.tolist()
    words = [name for name in named if isinstance(name, str)]
    if words:
        return words
    is_whole = all(float(name).is_integer() for name in named)
    return array_of(_column(named, whole=is_whole))


def _column(numbers: Sequence[float | str], *, whole: bool) -> Any:
    import numpy as np

    return np.array(numbers, dtype="int64" if whole else "float64")
