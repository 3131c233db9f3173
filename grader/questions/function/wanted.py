"""What may be wanted of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Raising:
    """An exception is wanted, this one or one derived from it."""

    name: str


@dataclass(frozen=True, slots=True)
class OfShape:
    """Numbers of a shape are wanted, whatever they are; `any` is any length."""

    shape: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A result is wanted that agrees with this one."""

    value: Any


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A result is wanted that agrees with one of these."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class InSteps:
    """Something is wanted of each step on one object, or of some: (method, what), what may be None.
    """

    steps: tuple[tuple[str, Wanted | None], ...]


Wanted = Raising | OfShape | Result | AnyOf | InSteps
