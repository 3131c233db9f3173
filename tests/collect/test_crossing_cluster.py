"""What a worker of a cluster sends back is read as it was, or is malformed: never anything else."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.collect.crossing import heard, packed, told, unpacked
from grader.collect.submission import Collected, Task
from grader.errors import Failed
from grader.evidence import Answer, Evidence, Finding, Missing, Source, Usage
from grader.intake.submission import Content, FileBytes, Submission
from grader.sandbox.frames import pack
from grader.values import Malformation


def task(**files: bytes) -> Task:
    """A task as a worker gets it; `_` in a file's name stands for its point."""
    rows = tuple(
        FileBytes(name.replace("_", "."), len(data), Content(data)) for name, data in files.items()
    )
    return Task(Submission("ada", "", rows), frozenset({"q"}))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=8,
)


@given(
    value=VALUES,
    printed=st.text(max_size=40),
    files=st.dictionaries(st.text(max_size=9), st.binary(max_size=30), max_size=4),
    pictures=st.dictionaries(st.text("abcdef", max_size=6), st.binary(max_size=9), max_size=3),
    kept=st.binary(max_size=9),
)
def test_what_was_collected_comes_back_as_it_was(
    value: Any, printed: str, files: dict[str, bytes], pictures: dict[str, bytes], kept: bytes
) -> None:
    """Outcomes, findings, prints, costs, files in their order, and pictures."""
    sent = task(hw_py=kept)
    evidence = Evidence(
        {"q": Answer(value, Source("module", "hw.py", 3)), "r": Missing("gone")},
        {"q": (Answer(value),)},
        (Finding("odd", "said", "hw.py", 2),),
        printed,
        Usage(1.5, 0.5, 10, 2, {"q": [1.0, 2.0]}),
        pictures=pictures,
    )
    result = Collected(evidence, {**files, "work.py": kept})
    (back,) = unpacked(packed([(sent, result)]), [sent])
    assert isinstance(back, Collected)
    assert back.evidence.to_plain() == evidence.to_plain()
    assert dict(back.evidence.pictures) == pictures
    assert list(back.files.items()) == list(result.files.items())


def test_failures_come_back_as_failures_of_the_same_kind() -> None:
    """A student reads the same words as after a local run."""
    sent = task()
    (back,) = unpacked(packed([(sent, Failed("running it", KeyError("x")))]), [sent])
    assert isinstance(back, Failed)
    assert back.reason == "running it failed (KeyError)"


GOOD = packed([(task(), Collected(Evidence({"q": Answer([1, "a"])}), {"a.py": b"x"}))])


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6), st.data()
)
@settings(deadline=None)
def test_damaged_bytes_are_read_or_malformed(
    changes: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Nothing but a result or a `Malformation` comes of any bytes."""
    raw = bytearray(GOOD)
    for place, byte in changes:
        raw[place] = byte
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    try:
        (back,) = unpacked(cut, [task()])
    except Malformation:
        return
    assert isinstance(back, Collected | Failed)


def framed(body: dict[str, Any], *blocks: bytes) -> bytes:
    """One frame as a worker would send it."""
    frame = pack(body, blocks)
    return struct.pack(">Q", len(frame)) + frame


PLAIN = {"outcomes": {}, "others": {}, "findings": [], "printed": "", "usage": [0, 0, 0, 0, {}]}
WHOLE = {"id": "ada", "evidence": PLAIN, "order": [], "kept": [], "files": [], "pictures": []}
FORGED = {
    "nothing": b"",
    "another submission": framed({**WHOLE, "id": "eve"}, b"", b""),
    "no evidence": framed({**WHOLE, "evidence": None}, b"", b""),
    "no blocks": framed(WHOLE),
    "more blocks": framed(WHOLE, b"", b"", b""),
    "a file that is longer than it is": framed({**WHOLE, "files": [["a", 9]]}, b"x", b""),
    "a file of negative length": framed({**WHOLE, "files": [["a", -1]]}, b"", b""),
    "bytes that nobody names": framed(WHOLE, b"x", b""),
    "a file that was never sent": framed({**WHOLE, "kept": [["a", 7]], "order": ["a"]}, b"", b""),
    "a name that is none": framed({**WHOLE, "order": [1]}, b"", b""),
    "prints that are none": framed(
        {**WHOLE, "evidence": {**PLAIN, "printed": ["x"]}}, b"", b""
    ),
    "two answers": framed(WHOLE, b"", b"") * 2,
    "a deep answer": framed({**WHOLE, "evidence": {**PLAIN, "outcomes": {"q": json.loads(
        '{"outcome": "answer", "value": ' + "[" * 250 + "]" * 250 + "}")}}}, b"", b""),
    "a length without end": struct.pack(">Q", 1 << 62) + b"x",
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_what_ours_never_send_is_malformed(what: str) -> None:
    """It costs that shard, and is asked of another worker."""
    with pytest.raises(Malformation):
        unpacked(FORGED[what], [task()])


@given(st.binary(max_size=60))
def test_whatever_a_worker_says_of_itself_is_read(data: bytes) -> None:
    """A mapping, or nothing."""
    assert isinstance(heard(data), dict)
    assert heard(told({"grader": "1"})) == {"grader": "1"}
