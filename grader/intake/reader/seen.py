"""Lines of text in pictures, as a program sees them: a help for whoever types, never an answer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

MAX_LINES = 200
MAX_LINE = 400
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def lines_in(pictures: Sequence[bytes]) -> list[str]:
    """What stands in each picture, line by line from the top."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return ["\n".join(_lines(engine(picture))) for picture in pictures]


def _lines(found: Any) -> list[str]:
    """The pieces that were seen, those at one height on one line."""
    if found is None or found.txts is None or found.boxes is None:
        return []
    pieces = []
    for box, text in zip(found.boxes, found.txts, strict=False):
        heights = [float(point[1]) for point in box]
        top, bottom = min(heights), max(heights)
        left = min(float(point[0]) for point in box)
        pieces.append(((top + bottom) / 2, bottom - top, left, str(text)))
    rows: list[list[tuple[float, float, float, str]]] = []
    for piece in sorted(pieces):
        last = rows[-1][-1] if rows else None
        if last is not None and piece[0] - last[0] < min(piece[1], last[1]) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    told = ["  ".join(one[3] for one in sorted(row, key=lambda one: one[2])) for row in rows]
    return [line[:MAX_LINE] for line in told[:MAX_LINES]]
