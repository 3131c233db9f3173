"""Write-ups (stub)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .result import Result


def read_writeup(file: str, text: str, hints: Mapping[str, Any], result: Result) -> None:
    """Add the answers and the code of a write-up."""


def read_cells(
    file: str, cells: Sequence[tuple[int, str]], hints: Mapping[str, Any], result: Result
) -> None:
    """Add the answers in the Markdown cells of a notebook."""
