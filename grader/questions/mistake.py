"""A mistake that was recognised, for every kind that names mistakes, and credit for it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Mistake:
    """The name under which a rubric keeps credit for it, and the sentence that says it."""

    id: str
    says: str


def credit_problems(
    credit: Mapping[str, Fraction], known: Collection[str]
) -> list[tuple[str, str]]:
    """Names in `credit:` that no mistake of the kind has, with the one that may be meant."""
    found = []
    for name in credit:
        if name not in known:
            close = difflib.get_close_matches(name, list(known), 1, 0.6)
            hint = f"did you mean `{close[0]}`?" if close else "one of " + ", ".join(sorted(known))
            found.append((f"credit.{name}", f"there is no mistake called {name!r}; {hint}"))
    return found
