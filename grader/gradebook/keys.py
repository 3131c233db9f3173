"""When stored evidence may stand for a new execution: everything it depends on, as digests."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from grader.gradebook.codec import digest
from grader.questions.base import Probe
from grader.values import encode

COLLECT = Path(__file__).parent.parent / "collect"


@dataclass(frozen=True, slots=True)
class EvidenceKey:
    """What evidence depends on: `surroundings` for all of it, `plans` question by question.

    `surroundings` is a digest over files, seed, limits, interpreter, packages, tier and the
    version of collect; `plans` maps a question id to the digest of all that it asks and sends.
    """

    surroundings: str
    plans: Mapping[str, str]

    @property
    def whole(self) -> str:
        """One digest over everything, in the order in which the questions are asked."""
        return digest(self.surroundings, list(self.plans.items()))


def plan_digest(probes: Iterable[Probe]) -> str:
    """What one question asks, with all the data that is sent for it; time limits left out."""
    return digest(*(_probe(probe) for probe in probes))


def _probe(probe: Probe) -> dict[str, Any]:
    return {f.name: _plain(getattr(probe, f.name)) for f in fields(probe) if f.name != "seconds"}


def _plain(value: Any) -> Any:
    """Like `encode`, but bytes and records are taken too, since this is never read back."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, f.name)) for f in fields(value))]
    return encode(value)


def evidence_key(
    files: Iterable[tuple[str, str]], plans: Mapping[str, str], **surroundings: Any
) -> EvidenceKey:
    """The key of a hand-in's evidence.

    `files` are (name, SHA-256 of the bytes) of everything read; `plans` comes from `plan_digest`;
    `surroundings` are JSON-able: seed, limits, python, packages, isolation and what else counts.
    """
    read = sorted(files)
    return EvidenceKey(digest(read, surroundings, collect_version()), dict(plans))


@functools.cache
def collect_version() -> str:
    """A digest over the source of the collect program, names and bytes."""
    sources = sorted(COLLECT.rglob("*.py"))
    return digest(*(part for path in sources for part in (path.name, path.read_bytes())))


def content_digest(files: Iterable[tuple[str, str]]) -> str:
    """One digest over the names and the digests of the bytes of all files of a hand-in."""
    return digest(sorted(files))
