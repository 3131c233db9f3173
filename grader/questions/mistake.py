"""A mistake that was recognised, for every kind that names mistakes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """The name under which a rubric keeps credit for it, and the sentence that says it."""

    id: str
    says: str
