"""Which files of a submission go into the work folder: what fits, and can lie there together."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grader.evidence import Finding

MAX_BYTES = 40 << 20
MAX_FILES = 1_000
MAX_ENTRIES = 1_500
"""Files and the folders above them: the work folder itself holds no more than 2,000."""


def fitting(
    files: Mapping[str, bytes], reserved: Collection[str] = ()
) -> tuple[dict[str, bytes], list[Finding]]:
    """The files that can be written, code first and small ones before large ones.

    `reserved` are the course's own files there. A name that another file has as its folder, or
    that differs from it in case only, cannot be written beside it.
    """
    order = sorted(files, key=lambda name: (not name.endswith(".py"), len(files[name]), name))
    taken: dict[str, bool] = {}
    for name in reserved:
        _take(taken, name)
    kept: set[str] = set()
    findings: list[Finding] = []
    total = 0
    for name in order:
        size = len(files[name])
        if _clashes(taken, name, name in reserved):
            message = f"{name} cannot lie beside another file of that name and is left out."
            findings.append(Finding("name-clash", message, name))
        elif total + size > MAX_BYTES or len(kept) >= MAX_FILES or _is_full(taken, name):
            message = (
                f"{name} is left out: only {MAX_FILES} files and {MAX_BYTES >> 20} MB "
                "lie beside the code."
            )
            findings.append(Finding("files-left-out", message, name))
        else:
            _take(taken, name)
            kept.add(name)
            total += size
    return {name: data for name, data in files.items() if name in kept}, findings[:50]


def _parents(name: str) -> list[str]:
    parts = name.casefold().split("/")
    return ["/".join(parts[:size]) for size in range(1, len(parts))]


def _take(taken: dict[str, bool], name: str) -> None:
    """Remember a file (True) and the folders above it (False)."""
    taken[name.casefold()] = True
    for parent in _parents(name):
        taken.setdefault(parent, False)


def _is_full(taken: Mapping[str, bool], name: str) -> bool:
    """Whether the file and its new folders would be too many entries."""
    return len(taken) + 1 + sum(parent not in taken for parent in _parents(name)) > MAX_ENTRIES


def _clashes(taken: Mapping[str, bool], name: str, replaces: bool) -> bool:
    if any(taken.get(parent) for parent in _parents(name)):
        return True
    return name.casefold() in taken and not (replaces and taken[name.casefold()])
