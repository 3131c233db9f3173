"""What is larger than an answer may be costs itself alone; many small arrays are no such thing."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.evidence import TOO_LARGE, Answer, Malformed, Unavailable
from grader.sandbox import frames
from grader.sandbox.child import Launcher
from grader.sandbox.frames import HEAD, LENGTH, Budget, FrameReader
from grader.sandbox.supervise import collect
from grader.values import MAX_ARRAY_BYTES, MAX_DIGITS, MAX_NODES, decode, plain
from tests.sandbox.test_launcher import job, launcher

__all__ = ["launcher"]

RUNNER = Path(__file__).parents[2] / "grader" / "collect" / "runner"
LARGE = {
    "X = 10**4_000": "digits",
    "X = -10**100_000": "digits",
    "X = [{1: 10**5_000}]": "digits",
    "from fractions import Fraction\nX = Fraction(1, 10**5_000)": "digits",
    "X = [0] * 3_000_000": "elements",
    "X = [[]] * 500_000": "elements",
    "X = range(10**12)": "elements",
    "X = {i: i for i in range(500_000)}": "elements",
    "X = ['a' * 10**6] * 20": "bytes",
    "import numpy as np\nX = np.zeros(10**7)": "bytes",
}


@pytest.mark.sandbox
@pytest.mark.parametrize("text", LARGE)
def test_what_is_too_large_costs_itself_alone(launcher: Launcher, text: str) -> None:
    """The process goes on with what else is asked, and nothing is charged to loading."""
    found = collect(launcher, job(f"A = 1\nB = 2\n{text}\n", "A", "X", "B", seconds=20))
    if "numpy" in text and isinstance(found.outcomes["X"], Unavailable):
        pytest.skip("this interpreter has no NumPy")
    wanted = TOO_LARGE[LARGE[text]]
    assert found.outcomes["X"] == Malformed(wanted)
    assert [one.value for one in found.outcomes.values() if isinstance(one, Answer)] == [1, 2]
    assert found.usage.children == 1 and found.findings == ()


@pytest.mark.sandbox
@pytest.mark.parametrize("count", [10, 65, 300, 3000])
def test_many_small_arrays_are_an_answer(launcher: Launcher, count: int) -> None:
    """Such as each step of a descent; they arrive whole and as what they are."""
    text = f"import numpy as np\nX = [np.array([n, n + 0.5]) for n in range({count})]\nB = 2\n"
    found = collect(launcher, job(text, "X", "B", seconds=20))
    answer = found.outcomes["X"]
    if isinstance(answer, Unavailable):
        pytest.skip("this interpreter has no NumPy")
    assert isinstance(answer, Answer), answer
    assert plain(answer.value) == [[n, n + 0.5] for n in range(count)]
    assert found.usage.children == 1


@pytest.mark.sandbox
def test_a_file_of_very_many_statements_is_read_as_any_other(launcher: Launcher) -> None:
    """In time with its length; and where its process ends, no message of ours is too many."""
    text = "".join(f"v{n} = {n}\n" for n in range(15_000)) + "X = 1\n"
    found = collect(launcher, job(text, "X", seconds=20))
    assert isinstance(found.outcomes["X"], Answer) and found.usage.cpu_seconds < 2
    ended = collect(launcher, job(f"{text}import os\nos._exit(3)\n", "X", seconds=30))
    assert isinstance(ended.outcomes["X"], Answer), ended


@pytest.fixture
def runner() -> Iterator[ModuleType]:
    """The runner's own coder, which imports nothing of the rest."""
    before = set(sys.modules)
    sys.path.insert(0, str(RUNNER))
    try:
        yield importlib.import_module("encode")
    finally:
        sys.path.remove(str(RUNNER))
        for name in set(sys.modules) - before:
            if str(RUNNER) in (getattr(sys.modules[name], "__file__", None) or ""):
                del sys.modules[name]


def test_both_sides_have_the_same_bounds(runner: ModuleType) -> None:
    """What one sends, the other takes."""
    assert runner.MOST_ELEMENTS == MAX_NODES
    assert runner.LARGEST == 10**MAX_DIGITS
    assert runner.numpy_arrays.MOST_BYTES == MAX_ARRAY_BYTES
    assert runner.MOST_BLOCKS < frames.MAX_BLOCKS
    assert f"LONGEST = {Budget().longest >> 20} << 20" in (RUNNER / "job.py").read_text()


@pytest.mark.parametrize("size", [1, 50, 200, 1500])
def test_arrays_of_any_number_and_size_are_read_back(runner: ModuleType, size: int) -> None:
    """In blocks, within the text, or in both."""
    numpy = pytest.importorskip("numpy")
    things: list[Any] = [numpy.arange(size) + n for n in range(200)]
    coder = runner.Encoder()
    coded = coder.value(things)
    assert plain(decode(coded, coder.blocks)) == [thing.tolist() for thing in things]
    assert len(coder.blocks) <= runner.MOST_BLOCKS


def test_blocks_that_come_byte_by_byte_are_looked_at_once() -> None:
    """A frame of many blocks costs no more than its length, in whatever pieces it travels."""
    reader, looked = FrameReader(), 0
    data = HEAD.pack(2, 900) + b"{}" + LENGTH.pack(0) * 900

    class Counting:
        size = LENGTH.size

        def unpack_from(self, buffer: bytearray, place: int) -> tuple[int]:
            nonlocal looked
            looked += 1
            return LENGTH.unpack_from(buffer, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "LENGTH", Counting())
        found = [one for place in range(len(data)) for one in reader.feed(data[place : place + 1])]
    assert [len(one.blocks) for one in found] == [900]
    assert looked == 2 * 900
