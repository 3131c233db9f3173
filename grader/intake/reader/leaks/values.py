"""What is known about a value in a student's analysis: whose rows it holds, where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

TRAIN, TEST, SCALED, INSIDE = "train", "test", "scaled", "inside"
"""Rows to train on, rows to test on, preprocessed with all rows, predicted on rows seen in
training.
"""

_TEST_NAME = re.compile(r"(^|_)(test|tst|holdout)(_|\d|$)", re.I)
_TRAIN_NAME = re.compile(r"(^|_)(train|trn|training)(_|\d|$)", re.I)
_TEST_FILE = re.compile(r"(^|[/\\_-])test\.(csv|tsv|xlsx?|parquet|txt|npy|npz|pkl)$", re.I)
_TRAIN_FILE = re.compile(r"(^|[/\\_-])train\.(csv|tsv|xlsx?|parquet|txt|npy|npz|pkl)$", re.I)


@dataclass(frozen=True)
class Value:
    """What is known of one value; `key` is equal for two values that hold the same rows.

    `columns` are names of columns it was taken from, `frame` the table it is a part of, `lost` and
    `kept` which columns of that table are gone or chosen, `via` which models made it from which
    rows, `parts` a tuple's elements.
    """

    tags: frozenset[str] = frozenset()
    key: Any = None
    columns: frozenset[str] = frozenset()
    text: str | None = None
    frame: int | None = None
    lost: frozenset[str] = frozenset()
    kept: frozenset[str] | None = None
    via: frozenset[tuple[int, Any]] = frozenset()
    parts: tuple[Value, ...] | None = None
    model: Model | None = None
    line: int = 0
    function: Any = None

    def named(self, name: str) -> Value:
        """The value after it was given a name, which may say whose rows it holds."""
        return replace(self, tags=self.tags | tags_of(name))

    @property
    def is_test_only(self) -> bool:
        """Whether it holds test rows and no training rows."""
        return TEST in self.tags and TRAIN not in self.tags


@dataclass(eq=False)
class Model:
    """An object made by calling a class: what it is, and the rows it was fitted to."""

    name: str
    number: int
    fitted: set[Any] = field(default_factory=set)


NOTHING = Value()


def tags_of(name: str) -> frozenset[str]:
    """Whose rows a name claims to hold."""
    return _claimed(name, _TEST_NAME, _TRAIN_NAME)


def tags_of_file(text: str) -> frozenset[str]:
    """Whose rows a file's name claims to hold."""
    return _claimed(text, _TEST_FILE, _TRAIN_FILE)


def _claimed(text: str, test: re.Pattern[str], train: re.Pattern[str]) -> frozenset[str]:
    found = ((TEST, test), (TRAIN, train))
    return frozenset(tag for tag, pattern in found if pattern.search(text))


def joined(values: list[Value], key: Any = None, line: int = 0) -> Value:
    """A value made from several: all that is known of any of them."""
    known = [value for value in values if value is not NOTHING]
    if not known:
        return Value(key=key, line=line)
    empty: frozenset[Any] = frozenset()
    return Value(
        tags=empty.union(*(value.tags for value in known)),
        key=key,
        columns=empty.union(*(value.columns for value in known)),
        via=empty.union(*(value.via for value in known)),
        line=line,
    )
