"""Which of our own code a stored result rests on, as one digest over the names and bytes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def code_digest(places: Iterable[str], root: Path = PACKAGE) -> str:
    """A digest over the files at `places`, which are files, folders with all below, or patterns.

    Raises `FileNotFoundError` for a place that is not there, since a file that moved away would
    otherwise be covered no longer without anybody noticing.
    """
    total = hashlib.sha256()
    for path in sorted(set(files_at(places, root))):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def files_at(places: Iterable[str], root: Path = PACKAGE) -> Iterator[Path]:
    """The files that such places stand for, some of them twice where places overlap."""
    for place in places:
        matches = list(root.glob(place))
        if not matches:
            raise FileNotFoundError(f"{root / place}: named as code that results rest on")
        for match in matches:
            below = match.rglob("*") if match.is_dir() else [match]
            yield from (path for path in below if path.is_file() and path.suffix != ".pyc")
