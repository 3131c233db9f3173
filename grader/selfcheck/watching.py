"""Looks again whenever a file of the submission changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Stamp = Mapping[str, tuple[int, int]]


def stamp(paths: tuple[Path, ...]) -> Stamp:
    """When each file was changed, and its size; what vanishes meanwhile is left out."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        for file in (path, *path.rglob("*")) if path.is_dir() else (path,):
            if any(part.startswith(".") or part == "__pycache__" for part in file.parts[-3:]):
                continue
            try:
                seen = file.stat()
            except OSError:
                continue
            if not file.is_dir():
                found[str(file)] = (seen.st_mtime_ns, seen.st_size)
    return found


def changes(paths: tuple[Path, ...], wait: Callable[[], bool]) -> Iterator[Stamp]:
    """Once at first, then after each change that has settled; until `wait` says that it is over."""
    last = stamp(paths)
    yield last
    while wait():
        now = stamp(paths)
        if now == last:
            continue
        while wait() and (again := stamp(paths)) != now:
            now = again  # an editor may write in several steps
        last = now
        yield now
