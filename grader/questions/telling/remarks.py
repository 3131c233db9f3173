"""What is worth saying of a rubric in which nothing is wrong: by its text, and by its model answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Remarked(Protocol):
    """A kind of question that has something to say of its own fields."""

    def remarks(self, reference: Mapping[str, bytes]) -> Iterator[str]:
        """What `validate` says, which runs nothing, beside the files of the model answer."""

    def learned(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """What `selftest` says once the model answer was run; `facts` hold what came of it."""
