"""Ids of submissions: short, fit for a file name, and the same in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

MAX_ID = 80
_OUTSIDE = re.compile(r"[^A-Za-z0-9._-]")
_DOUBLE = (".tar.gz", ".tar.bz2", ".tar.xz")


def stem_of(file_name: str) -> str:
    """A file's name without its suffix; `.tar.gz` counts as one suffix."""
    lower = file_name.lower()
    for suffix in _DOUBLE:
        if lower.endswith(suffix) and len(file_name) > len(suffix):
            return file_name[: -len(suffix)]
    stem, dot, _ = file_name.rpartition(".")
    return stem if dot and stem else file_name


def base_id(stem: str) -> str:
    """The id of a stem where nothing clashes: NFC, `[A-Za-z0-9._-]`, at most 80 characters."""
    text = unicodedata.normalize("NFC", stem.encode("utf-8", "replace").decode())
    text = _OUTSIDE.sub("-", text)[:MAX_ID]
    return "submission" if text.strip(".") == "" else text


def shown(name: str) -> str:
    """A name as it can be stored and shown: bytes of it that are no text become `?`."""
    return name.encode("utf-8", "replace").decode()


def digest(original: str) -> str:
    """Six hex digits of the original name's SHA-256, which tell clashing ids apart."""
    return hashlib.sha256(original.encode("utf-8", "surrogateescape")).hexdigest()[:6]


def assign(names: Sequence[tuple[str, str]]) -> list[str]:
    """Ids for (stem, original name) pairs, in their order.

    Ids that differ in case only clash too, since some systems see one report file there. Every
    clashing id gets its suffix, so that no id depends on which submission was listed first.
    """
    bases = [base_id(stem) for stem, _ in names]
    seen = Counter(base.casefold() for base in bases)
    ids: list[str] = []
    taken = {base.casefold() for base in bases if seen[base.casefold()] == 1}
    for base, (_, original) in zip(bases, names, strict=True):
        if seen[base.casefold()] == 1:
            ids.append(base)
            continue
        candidate, salt = _suffixed(base, original), 0
        while candidate.casefold() in taken:
            salt += 1
            candidate = _suffixed(base, f"{original}\x00{salt}")
        taken.add(candidate.casefold())
        ids.append(candidate)
    return ids


def _suffixed(base: str, original: str) -> str:
    return f"{base[: MAX_ID - 7]}-{digest(original)}"
