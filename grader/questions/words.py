"""Measured numbers as feedback says them, and the first letter of a sentence."""

from __future__ import annotations

import math
from typing import Any


def as_float(value: Any) -> float:
    """A stored measure as a float; one that is undefined is not a number."""
    return math.nan if value is None else float(value)


def short(value: Any) -> str:
    """A measure to three decimals."""
    return "undefined" if value is None else f"{float(value):.3f}"


def upper(said: str) -> str:
    """A clause as the beginning of a sentence."""
    return said[0].upper() + said[1:]
