"""When stored evidence may stand for a new execution: everything it depends on, as digests."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grader.gradebook.codec import digest
from grader.gradebook.sources import code_digest
from grader.values import encode

if TYPE_CHECKING:
    from grader.questions.base import Probe

EVIDENCE_CODE = (
    "collect",
    "intake/reader",
    "intake/reading.py",
    "intake/reply.py",
    "intake/submission.py",
    "intake/choose.py",
    "intake/fitting.py",
    "intake/data_alone.py",
    "sandbox/server",
    "sandbox/__init__.py",
    "sandbox/supervise.py",
    "sandbox/conversation.py",
    "sandbox/audience.py",
    "sandbox/apart.py",
    "sandbox/session.py",
    "sandbox/told.py",
    "sandbox/job.py",
    "sandbox/frames.py",
    "sandbox/child.py",
    "sandbox/launcher.py",
    "sandbox/forkserver.py",
    "sandbox/process.py",
    "sandbox/learn.py",
    "sandbox/slots.py",
    "values.py",
    "evidence",
)
"""What makes evidence of a submission's files; a change of it runs everything again."""


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


def plan_digest(probes: Iterable[Probe], *hints: Any) -> str:
    """What one question asks, with all the data that is sent for it; time limits left out.

    `hints` is what else decides which answer is taken, such as where a write-up holds it.
    """
    asked = [
        [_plain(getattr(probe, f.name)) for f in fields(probe) if f.name != "seconds"]
        for probe in probes
    ]
    return fingerprint(asked, *hints)


def fingerprint(*values: Any) -> str:
    """A digest over plain data, records, arrays and bytes; equal values, equal digest."""
    return digest(*(_plain(value) for value in values))


def _plain(value: Any) -> Any:
    """Like `encode`, but bytes and records are taken too, since this is never read back."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, f.name)) for f in fields(value))]
    if hasattr(value, "model_dump"):
        return [type(value).__name__, _plain(value.model_dump())]
    if hasattr(value, "tobytes") and hasattr(value, "dtype"):
        return [str(value.dtype), list(value.shape), hashlib.sha256(value.tobytes()).hexdigest()]
    return encode(value)


def evidence_key(
    files: Iterable[tuple[str, str]], plans: Mapping[str, str], surroundings: bytes
) -> EvidenceKey:
    """The key of a submission's evidence.

    `files` are (name, SHA-256 of the bytes) of everything read; `plans` comes from `plan_digest`;
    `surroundings` are `canonical` bytes, the same for all that a run grades: seed, limits, python,
    packages, isolation and what else counts.
    """
    return EvidenceKey(digest(sorted(files), surroundings, collect_version()), dict(plans))


@functools.cache
def collect_version() -> str:
    """A digest over the code that makes evidence."""
    return code_digest(EVIDENCE_CODE)


def content_digest(files: Iterable[tuple[str, str]]) -> str:
    """One digest over the names and the digests of the bytes of all files of a submission."""
    return digest(sorted(files))
