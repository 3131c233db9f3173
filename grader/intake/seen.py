"""Asks the reader, in its sandbox, which lines of text a program sees in pictures."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import replace

from grader.intake.reading import READER_LIMITS, converse
from grader.sandbox.child import Launcher
from grader.sandbox.frames import Frame, pack
from grader.values import text

SEEING_LIMITS = replace(READER_LIMITS, seconds=300.0, load_seconds=300.0, memory_bytes=8 << 30)
MAX_PICTURES = 8
"""In one process; loading the library takes as long as one of them."""
_MOST = 20_000


def is_installed() -> bool:
    """Whether the extra for it is there."""
    return importlib.util.find_spec("rapidocr") is not None


def seen_in(pictures: Sequence[bytes], launcher: Launcher) -> list[str]:
    """The lines in each of at most `MAX_PICTURES`, nothing where the program was lost."""
    child = launcher.start(SEEING_LIMITS)
    frame: Frame | None = None
    try:
        request = pack({"pictures": len(pictures)}, list(pictures))
        frame, _ = converse(child, request, SEEING_LIMITS.seconds)
    finally:
        child.kill()
        child.wait()
    rows = frame.body.get("seen") if frame is not None else None
    if not isinstance(rows, list) or len(rows) != len(pictures):
        return [""] * len(pictures)
    return [text(row, _MOST) for row in rows]
