"""Hidden rows, or hidden labels, that stand inside a submitted file.

Single rows of ten answers always repeat, so only long runs in the hidden order count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RUN = 20
"""Hidden rows in a row, in their order, that cannot be chance."""
LABELS = 60
"""Hidden labels in a row that cannot be chance, provided at least `ONES` of each value are among
them.
"""
ONES = 5
MAX_BYTES = 4 << 20
MAX_COLUMNS = 40
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_RECORD = re.compile(r"[^\n\[\](){};]+")
_BITS = re.compile(f"[01]{{{LABELS},}}")
_DTYPES = ("float64", "float32", "int64", "int32", "uint8")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden rows as texts of numbers, and their labels as one string of digits."""

    rows: Sequence[tuple[str, ...]]
    labels: str

    @classmethod
    def of(cls, rows: Iterable[Iterable[float]], labels: Iterable[float]) -> Hidden:
        """From numbers; runs of labels other than 0 and 1 are not looked for."""
        listed = [tuple(_plain(str(x)) for x in row) for row in rows]
        said = list(labels)
        is_binary = set(said) <= {0, 1}
        return cls(listed, "".join(str(int(label)) for label in said) if is_binary else "")


def copies(files: Mapping[str, bytes], hidden: Hidden) -> dict[str, str]:
    """What each submitted file holds of hidden rows or labels, in words; most hold nothing.

    Text is read as numbers by line or bracket, other files as raw arrays; nothing is executed, and
    each file is read up to `MAX_BYTES`.
    """
    told = {
        name: _looks_into(content[:MAX_BYTES], hidden.rows, hidden.labels)
        for name, content in sorted(files.items())
    }
    return {name: what for name, what in told.items() if what}


def _looks_into(content: bytes, rows: Sequence[tuple[str, ...]], labels: str) -> str:
    """What was found in one file, in words, or nothing."""
    if b"\0" in content[:4096]:
        return _in_raw(content, rows, labels)
    text = content.decode("utf-8", "replace")
    if not _BITS.search(text) and len(_NUMBER.findall(text)) < LABELS:
        return ""
    records = [
        tuple(_plain(number) for number in _NUMBER.findall(record)[:MAX_COLUMNS])
        for record in _RECORD.findall(text)
    ]
    records = [record for record in records if record]
    length = _longest_run(records, rows)
    if length >= RUN:
        return f"holds {length} hidden rows in a row, in their hidden order"
    streams = [*_BITS.findall(text), *_columns(records), _flat(text)]
    if any(_holds_labels(stream, labels) for stream in streams):
        return "holds the hidden labels in their hidden order"
    return ""


def _longest_run(records: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> int:
    """The longest run of hidden rows that stands in the records, whatever stands beside them."""
    width, best = len(rows[0]), 0
    starts: dict[tuple[tuple[str, ...], ...], list[int]] = {}
    for index in range(len(rows) - RUN + 1):
        starts.setdefault(tuple(rows[index : index + RUN]), []).append(index)
    widest = max((len(record) for record in records), default=0)
    for offset in range(max(widest - width + 1, 0)):
        column = [record[offset : offset + width] for record in records]
        for here in range(len(column) - RUN + 1):
            for start in starts.get(tuple(column[here : here + RUN]), ()):
                length = RUN
                while (
                    start + length < len(rows)
                    and here + length < len(column)
                    and column[here + length] == rows[start + length]
                ):
                    length += 1
                best = max(best, length)
    return best


def _columns(records: Sequence[tuple[str, ...]]) -> list[str]:
    """Each column of zeros and ones as a string of digits."""
    widest = max((len(record) for record in records), default=0)
    return [
        "".join(
            record[column] if column < len(record) and record[column] in ("0", "1") else "-"
            for record in records
        )
        for column in range(widest)
    ]


def _flat(text: str) -> str:
    """The numbers of the whole file, as one string of digits."""
    numbers = (_plain(number) for number in _NUMBER.findall(text))
    return "".join(number if number in ("0", "1") else "-" for number in numbers)


def _holds_labels(stream: str, labels: str) -> bool:
    for start in range(0, len(labels) - LABELS + 1):
        window = labels[start : start + LABELS]
        if ONES <= window.count("1") <= LABELS - ONES and window in stream:
            return True
    return False


def _in_raw(content: bytes, rows: Sequence[tuple[str, ...]], labels: str) -> str:
    """The same in arrays saved as raw numbers, such as `.npy` files and pickles of arrays."""
    import numpy as np

    table = np.array(rows, dtype=float)
    answers = np.array([int(label) for label in labels])
    for dtype in _DTYPES:
        with np.errstate(all="ignore"):
            kept, said = table.astype(dtype), answers.astype(dtype)
        if any(kept[i : i + RUN].tobytes() in content for i in range(0, len(kept) - RUN + 1, RUN)):
            return f"holds at least {RUN} hidden rows in a row, in their hidden order"
        windows = (said[i : i + LABELS] for i in range(0, len(said) - LABELS + 1, LABELS // 2))
        if any(ONES <= w.sum() <= LABELS - ONES and w.tobytes() in content for w in windows):
            return "holds the hidden labels in their hidden order"
    return ""


def _plain(number: str) -> str:
    """One spelling for each number: `1.0`, `1.` and `1` are the same."""
    return number.rstrip("0").rstrip(".") if "." in number else number
