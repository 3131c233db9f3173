"""What a worker of a cluster sends back is read as it was, or is malformed: never anything else."""

from __future__ import annotations

import json
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.collect.elsewhere import remote
from grader.collect.elsewhere.crossing import heard, packed, told, unpacked
from grader.collect.launchers import LauncherFactory, Launchers
from grader.collect.plan import Plan, plan_of
from grader.collect.submission import Collected, Task, collect_task
from grader.errors import Failed, SandboxRefusal
from grader.evidence import Answer, Evidence, Finding, Missing, Source, Usage
from grader.intake import READER
from grader.intake.submission import Content, FileBytes, Submission
from grader.rubric import load_rubric
from grader.sandbox.frames import pack
from grader.sandbox.process import ProcessLauncher
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


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """What a small rubric asks."""
    path = tmp_path / "rubric.yaml"
    path.write_text(
        "title: T\nquestions:\n  - {id: q, kind: short_text, name: A, points: 1, key: [x]}\n"
    )
    return plan_of(load_rubric(path))


def test_a_worker_collects_what_this_machine_would(plan: Plan) -> None:
    """The same outcomes and files, for right, broken and absent work."""
    sent = [task(hw_py=b"A = 'x'\n"), task(hw_py=b"raise ValueError(1)\n"), task(hw_md=b"# A\n")]
    data = remote.work(remote.Parcel(plan, None, "none", ()).packed(), pickle.dumps(sent))
    assert remote.refusal_in(data) == ""
    launchers = Launchers(ProcessLauncher(), ProcessLauncher(program=READER))
    for back, one in zip(unpacked(data, sent), sent, strict=True):
        here = collect_task(plan, one, launchers)
        assert isinstance(back, Collected)
        assert back.evidence.outcomes == here.evidence.outcomes
        assert back.evidence.findings == here.evidence.findings
        assert back.files == here.files


def test_a_worker_whose_sandbox_does_not_hold_says_so(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no answer of any submission, and no exception either."""

    def refuse(self: LauncherFactory) -> Launchers:
        raise SandboxRefusal("no sandbox here")

    monkeypatch.setattr(LauncherFactory, "open", refuse)
    data = remote.work(remote.Parcel(plan, None, "none", ("a",)).packed(), pickle.dumps([task()]))
    assert remote.refusal_in(data) == "no sandbox here"


def test_a_worker_says_what_evidence_depends_on() -> None:
    """Version, code, interpreter, packages and tier; or why it has none."""
    said = heard(remote.introduce(None, "none"))
    assert said == heard(told(remote.identity(None, "none")))
    assert {"grader", "code", "python", "packages", "tier"} == said.keys()
    assert "refusal" in heard(remote.introduce("/nowhere/python", "none"))
