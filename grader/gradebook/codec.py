"""How evidence and marks lie in the gradebook: JSON, compressed where that saves something.

Evidence is kept question by question, so that re-scoring reads only what it marks again.
"""

from __future__ import annotations

import functools
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from grader.evidence import (
    Answer,
    Evidence,
    Finding,
    Outcome,
    Shown,
    Source,
    Usage,
    outcome_from_plain,
    outcome_to_plain,
)
from grader.marks import Mark, MarkedCandidate, Part, ReadByPerson, Status

_ZERO = Fraction(0)
_LONGEST = 1 << 29
_WORTH_COMPRESSING = 300  # bytes; below, zlib costs more time than it saves space
_WORTH_A_LOOK = 16 << 10
_SAMPLE = 2 << 10


def canonical(plain: Any) -> bytes:
    """JSON-able data as bytes that depend on nothing but the data."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def ordered(plain: Any) -> bytes:
    """JSON-able data as bytes that keep the order of its mappings, for what is read back."""
    return json.dumps(plain, separators=(",", ":")).encode()


def digest(*parts: Any) -> str:
    """SHA-256 over JSON-able parts, each closed off from the next."""
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else canonical(part)
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


def pack(plain: Any) -> bytes:
    """JSON-able data as a blob."""
    return squeeze(ordered(plain))


def squeeze(data: bytes) -> bytes:
    """A blob of JSON bytes: its first byte says whether the rest is compressed."""
    if len(data) < _WORTH_COMPRESSING:
        return b"j" + data
    if len(data) >= _WORTH_A_LOOK and not _repeats(data):
        return b"z" + _by_letters(data)
    return b"z" + zlib.compress(data, 1)


def _repeats(data: bytes) -> bool:
    """Whether looking for repetitions saves anything: the weights of a network have none."""
    middle = len(data) // 2
    sample = data[middle : middle + _SAMPLE]
    return len(zlib.compress(sample, 1)) < len(_by_letters(sample))


def _by_letters(data: bytes) -> bytes:
    """Compressed by how often each letter occurs alone: five times as fast."""
    stream = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    return stream.compress(data) + stream.flush()


def stretch(blob: bytes) -> bytes:
    """The JSON bytes that `squeeze` was given; `ValueError` where they would fill the memory."""
    if blob[:1] != b"z":
        return blob[1:]
    stream = zlib.decompressobj()
    data = stream.decompress(blob[1:], _LONGEST)
    if not stream.eof:
        raise ValueError("a body of a gradebook is cut off, or longer than any that was written")
    return data


def unpack(blob: bytes) -> Any:
    """Read back what `pack` wrote."""
    return json.loads(stretch(blob))


def question_of(probe: str) -> str:
    """The question a probe belongs to; probe ids are `question` or `question/suffix`."""
    return probe.partition("/")[0]


def split(evidence: Evidence) -> dict[str, Any]:
    """The outcomes of each question as plain data: `{"outcomes": {probe: ...}, "others": ...}`."""
    groups: dict[str, Any] = {}
    for probe, outcome in evidence.outcomes.items():
        group = groups.setdefault(question_of(probe), {"outcomes": {}, "others": {}})
        group["outcomes"][probe] = outcome_to_plain(outcome)
    for probe, others in evidence.others.items():
        group = groups.setdefault(question_of(probe), {"outcomes": {}, "others": {}})
        group["others"][probe] = [outcome_to_plain(other) for other in others]
    return groups


def answer_digest(group: Mapping[str, Any]) -> str:
    """What was answered, whatever line it stood in: equal answers are judged once.

    Answers that nobody read are equal where their pictures are.
    """
    answered = [[p, o["outcome"], o.get("value")] for p, o in group["outcomes"].items()]
    unread = [row[2:4] for o in group["outcomes"].values() for row in o.get("unread", ())]
    return digest(ordered([*answered, ["unread", *unread]] if any(map(any, unread)) else answered))


def rest_of(evidence: Evidence) -> dict[str, Any]:
    """What belongs to the whole submission: findings, printed text, what it cost."""
    return {
        "findings": [asdict(finding) for finding in evidence.findings],
        "printed": evidence.printed,
        "usage": asdict(evidence.usage),
        "shown": [one.to_plain() for one in evidence.shown],
    }


class StoredOutcomes(Mapping[str, Outcome]):
    """Outcomes by probe id, decoded question by question when somebody looks."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self._bodies = bodies
        self._groups: dict[str, dict[str, Outcome]] = {}

    def of_question(self, question: str) -> dict[str, Outcome]:
        """The outcomes of one question by probe id; empty where it was never asked."""
        if question not in self._groups:
            self._groups[question] = outcomes_in(self._bodies.get(question))
        return self._groups[question]

    def __getitem__(self, probe: str) -> Outcome:
        return self.of_question(question_of(probe))[probe]

    def __iter__(self) -> Iterator[str]:
        for question in self._bodies:
            yield from self.of_question(question)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class StoredOthers(Mapping[str, tuple[Answer, ...]]):
    """Answers from the other forms of a submission, decoded all at once when somebody looks."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self._bodies = bodies
        self._rows: dict[str, tuple[Answer, ...]] | None = None

    def _all(self) -> dict[str, tuple[Answer, ...]]:
        if self._rows is None:
            self._rows = {}
            for body in self._bodies.values():
                for probe, row in unpack(body)["others"].items():
                    decoded = map(outcome_from_plain, row)
                    self._rows[probe] = tuple(o for o in decoded if isinstance(o, Answer))
        return self._rows

    def __getitem__(self, probe: str) -> tuple[Answer, ...]:
        return self._all()[probe]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def outcomes_in(body: bytes | None) -> dict[str, Outcome]:
    """The outcomes in one stored body."""
    if body is None:
        return {}
    return {probe: outcome_from_plain(o) for probe, o in unpack(body)["outcomes"].items()}


def join(bodies: Mapping[str, bytes], rest: bytes) -> Evidence:
    """Evidence from its stored bodies; outcomes are decoded only when they are read."""
    plain = unpack(rest)
    return Evidence(
        StoredOutcomes(bodies),
        StoredOthers(bodies),
        tuple(Finding(**finding) for finding in plain["findings"]),
        plain["printed"],
        Usage(**plain["usage"]),
        tuple(map(Shown.from_plain, plain.get("shown", ()))),
    )


def mark_to_plain(mark: Mark) -> dict[str, Any]:
    """A mark as JSON-able data; fractions as text, so that thirds stay thirds."""
    return {
        "status": mark.status.value,
        "score": _text(mark.score),
        "points": str(mark.points),
        "feedback": mark.feedback,
        "mistakes": mark.mistakes,
        "parts": [_part_to_plain(part) for part in mark.parts],
        "read": mark.read,
        "source": _source_to_plain(mark.source),
        "plot": mark.plot,
        "staff": mark.staff,
        "reason": mark.reason,
        "by_hand": mark.by_hand,
        "candidates": [_candidate_to_plain(one) for one in mark.candidates],
        **_person_to_plain(mark.read_by_person),
        **({} if mark.machine is None else {"machine": str(mark.machine)}),
    }


def mark_from_plain(plain: Mapping[str, Any]) -> Mark:
    """Read back what `mark_to_plain` wrote."""
    return Mark(
        Status(plain["status"]),
        _fraction(plain["score"]),
        Fraction(plain["points"]),
        tuple(plain["feedback"]),
        tuple(plain["mistakes"]),
        tuple(_parts_from_plain(plain["parts"])),
        plain["read"],
        _source_from_plain(plain["source"]),
        plain["plot"],
        tuple(plain["staff"]),
        plain.get("reason"),  # none of these three was kept by the first graders
        plain.get("by_hand", False),
        tuple(_candidates_from_plain(plain.get("candidates", ()))),
        _person_from_plain(plain.get("read_by_person")),
        _fraction(plain.get("machine")),
    )


def _person_to_plain(person: ReadByPerson | None) -> dict[str, Any]:
    return {} if person is None else {"read_by_person": asdict(person)}


def _person_from_plain(plain: Mapping[str, Any] | None) -> ReadByPerson | None:
    if plain is None:
        return None
    return ReadByPerson(plain["state"], plain["text"], tuple(plain["pictures"]))


def _part_to_plain(part: Part) -> list[Any]:
    score = _text(part.score)
    return [part.id, score, str(part.points), part.status.value, part.feedback, part.mistakes]


def _parts_from_plain(rows: Iterable[Any]) -> Iterator[Part]:
    for id_, score, points, status, feedback, mistakes in rows:
        yield Part(
            id_,
            _fraction(score),
            _fraction(points) or _ZERO,
            Status(status),
            tuple(feedback),
            tuple(mistakes),
        )


def _candidate_to_plain(one: MarkedCandidate) -> list[Any]:
    return [one.read, _text(one.score), _source_to_plain(one.source), one.picture]


def _candidates_from_plain(rows: Iterable[Any]) -> Iterator[MarkedCandidate]:
    for read, score, source, picture in rows:
        yield MarkedCandidate(read, _fraction(score), _source_from_plain(source), picture)


def _source_to_plain(source: Source | None) -> dict[str, Any] | None:
    return None if source is None else asdict(source)


def _source_from_plain(plain: Mapping[str, Any] | None) -> Source | None:
    return None if plain is None else Source(**plain)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


@functools.lru_cache(4096)
def _fraction(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)
