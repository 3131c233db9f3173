"""What crosses between the caller and the workers of a cluster: a plan and tasks out, bytes back.

Out goes what any worker may know. What comes back was made beside students' code, in whatever state
the worker is: it is parsed as hostile, within the budget of a submission, before anything is built.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.collect.submission import Collected, Task
from grader.errors import Failed
from grader.evidence import Evidence
from grader.sandbox.frames import Budget, Frame, FrameReader, pack
from grader.values import Malformation

_LENGTH = struct.Struct(">Q")
_NAME = re.compile(r"[A-Za-z_]\w{0,60}")
_BUDGET = {"text": 48 << 20, "longest": 48 << 20, "total": 256 << 20, "nodes": 6_000_000}
"""More than a sandbox lets one submission say, and still an end."""


def packed(done: Sequence[tuple[Task, Collected | Failed]]) -> bytes:
    """What a worker sends back of its tasks, in their order: a frame of ours for each."""
    parts = []
    for task, result in done:
        frame = _frame(task, result)
        parts += [_LENGTH.pack(len(frame)), frame]
    return b"".join(parts)


def _frame(task: Task, result: Collected | Failed) -> bytes:
    if isinstance(result, Failed):
        name = type(result.error).__name__
        return pack({"id": task.submission.id, "failed": [result.stage, name]})
    handed_in = _handed_in(task)
    kept, sizes, blocks = [], [], []
    for name, data in result.files.items():
        if (old := handed_in.get(data)) is not None:
            kept.append([name, old])
        else:
            sizes.append([name, len(data)])
            blocks.append(data)
    pictures = result.evidence.pictures
    body = {
        "id": task.submission.id,
        "evidence": result.evidence.to_plain(),
        "order": list(result.files),
        "kept": kept,
        "files": sizes,
        "pictures": [[digest, len(png)] for digest, png in pictures.items()],
    }
    return pack(body, [b"".join(blocks), b"".join(pictures.values())])


def _handed_in(task: Task) -> dict[bytes, int]:
    """The number of each file that went out, by its bytes: what is unchanged stays there."""
    found: dict[bytes, int] = {}
    for number, file in enumerate(task.submission.files):
        try:
            found.setdefault(file.read(), number)
        except OSError:
            continue
    return found


def unpacked(data: bytes, tasks: Sequence[Task]) -> list[Collected | Failed]:
    """What came back for each task, in their order; raises `Malformation` where it is not that."""
    rows = list(_cut(data, len(tasks)))
    if len(rows) != len(tasks):
        raise Malformation("a worker answers for fewer submissions than it was sent")
    return [_result(row, task) for row, task in zip(rows, tasks, strict=True)]


def _cut(data: bytes, most: int) -> Iterator[bytes]:
    position = 0
    for _ in range(most + 1):
        if position == len(data):
            return
        if len(data) < position + _LENGTH.size:
            break
        (length,) = _LENGTH.unpack_from(data, position)
        position += _LENGTH.size
        if length > len(data) - position:
            break
        yield data[position : position + length]
        position += length
    raise Malformation("a worker's answer is not in the form that ours send")


def _result(row: bytes, task: Task) -> Collected | Failed:
    frames = list(FrameReader(Budget(**_BUDGET)).feed(row))
    if len(frames) != 1 or frames[0].body.get("id") != task.submission.id:
        raise Malformation("a worker answers for another submission than it was sent")
    try:
        return _read(frames[0], task)
    except Malformation:
        raise
    except Exception as reason:  # whatever a forged message makes of what reads ours
        raise Malformation("a worker's answer is not in the form that ours send") from reason


def _read(frame: Frame, task: Task) -> Collected | Failed:
    body = frame.body
    if "failed" in body:
        stage, name = body["failed"]
        known = name if isinstance(name, str) and _NAME.fullmatch(name) else "Exception"
        return Failed(str(stage)[:200], type(known, (Exception,), {})("on a worker"))
    files, pictures = frame.blocks
    found = _named(body["files"], files)
    sent = [file for file in task.submission.files]
    found |= {_text(name): sent[int(number)].read() for name, number in body["kept"]}
    evidence = Evidence.from_plain(body["evidence"])
    shown = _named(body["pictures"], pictures)
    return Collected(
        Evidence(
            evidence.outcomes,
            evidence.others,
            evidence.findings,
            _text(evidence.printed),
            evidence.usage,
            evidence.shown,
            shown,
        ),
        {name: found[name] for name in map(_text, body["order"])},
    )


def _named(sizes: Sequence[Sequence[Any]], block: bytes) -> dict[str, bytes]:
    """Pieces of a block by their names; all of it, and no more."""
    found, position = {}, 0
    for name, size in sizes:
        if not isinstance(size, int) or not 0 <= size <= len(block) - position:
            raise Malformation("a worker's answer says that it is longer than it is")
        found[_text(name)] = block[position : position + size]
        position += size
    if position != len(block):
        raise Malformation("a worker's answer is longer than it says")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformation("a worker's answer has something else where a text belongs")
    return value


def told(known: Mapping[str, Any]) -> bytes:
    """What a worker says of itself."""
    return json.dumps(known).encode()


def heard(data: bytes) -> dict[str, Any]:
    """The same read back; nothing where it is no such thing."""
    try:
        found = json.loads(data[: 1 << 20])
    except (ValueError, RecursionError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
