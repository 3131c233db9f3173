"""The arithmetic that values are worked out in: the one this machine has, and how many bits."""

import threading
from typing import Any

from grader.equivalence.comparison import Options

Arithmetic = Any
"""`balls.Balls` or its stand-in without python-flint."""
BITS = (128, 256, 512, 1024, 2048)
"""More and more, as long as a question stays open."""
LAST_BITS = BITS[-1]
LOCK = threading.RLock()
"""python-flint's precision belongs to the process."""


def field_at(bits: int, options: Options) -> Arithmetic:
    """The arithmetic of the options' domain: python-flint, or mpmath where that is missing."""
    try:
        from grader.equivalence.numbers.balls import Balls
    except ImportError:
        from grader.equivalence.numbers.paired import Pairs

        return Pairs(bits, options.domain == "complex")
    return Balls(bits, options.domain == "complex")
