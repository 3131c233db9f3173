"""The system-call filter, run by a small interpreter of ours for both processors."""

from __future__ import annotations

import ast
import importlib
import struct
from pathlib import Path
from typing import Any

import pytest

calls: Any = importlib.import_module("grader.sandbox.server.calls")
kernel: Any = importlib.import_module("grader.sandbox.server.kernel")
seccomp: Any = importlib.import_module("grader.sandbox.server.seccomp")
SERVER = Path(kernel.__file__).parent

ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, EINVAL, ENOTTY, ENOSYS = 0x00050001, 0x00050016, 0x00050019, 0x00050026
OWN = 4711
NAMES = {0: "x86-64", 1: "aarch64"}


def decide(code: list[tuple[int, int, int, int]], data: bytes) -> int:
    """What the filter answers to one call: the kernel's own rules, in Python."""
    position, value = 0, 0
    while True:
        operation, match, other, constant = code[position]
        position += 1
        if operation == seccomp.RETURN:
            return constant
        if operation == seccomp.JUMP:
            position += constant
            continue
        if operation == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", data, constant)
            continue
        holds = {
            seccomp.JEQ: value == constant,
            seccomp.JGE: value >= constant,
            seccomp.JSET: bool(value & constant),
        }[operation]
        position += match if holds else other


@pytest.fixture(params=[0, 1], ids=NAMES.get)
def processor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One processor: its place in the tables of calls."""
    monkeypatch.setattr(kernel, "ARCH", request.param)
    return request.param


@pytest.fixture
def ask(processor: int) -> Any:
    """A function from a call to the filter's answer, for one processor."""
    return asker(processor)


def asker(processor: int, private: bool = False) -> Any:
    """The same, for a child with or without files of its own alone."""
    code = seccomp.assemble(OWN, private)
    arch = seccomp.AUDIT_ARCH[processor]

    def answer(number: int | tuple[int, int], *arguments: int, arch: int = arch) -> int:
        number = number[processor] if isinstance(number, tuple) else number
        padded = [*arguments, *[0] * (6 - len(arguments))]
        return decide(code, struct.pack("<IIQ6Q", number, arch, 0, *padded))

    return answer


TABLES = (
    calls.ALLOWED,
    calls.REFUSED,
    calls.PRETENDED,
    calls.UNSUPPORTED,
    calls.OF_THE_MACHINE,
    calls.NOBODY,
    calls.RIGHTS,
    calls.TIMES,
)


@pytest.mark.parametrize("private", [False, True], ids=["shared files", "private files"])
def test_every_call_has_the_answer_of_its_list_and_others_do_not_exist(
    processor: int, private: bool
) -> None:
    """Each number, far beyond the last one known: the answer of its list, else "no such call"."""
    ask = asker(processor, private)
    listed = (ALLOW, EPERM, seccomp.PRETEND, seccomp.UNSUPPORTED)
    own = (ALLOW,) * 4 if private else (EPERM, seccomp.PRETEND, seccomp.PRETEND, None)
    answers: dict[int, int | None] = {}
    for table, answer in zip(TABLES, (*listed, *own), strict=True):
        answers.update({pair[processor]: answer for pair in table.values()})
    by_argument = {pair[processor] for pair in seccomp._by_argument(OWN)}
    if not private:
        by_argument |= {pair[processor] for pair in calls.TIMES.values()}
    for number in set(range(1200)) - by_argument:
        assert ask(number) == answers.get(number, ENOSYS), number


def test_no_call_stands_in_two_lists() -> None:
    """A number has one answer: the lists and the calls judged by their arguments are disjoint."""
    for arch in NAMES:
        numbers = [
            pair[arch] for table in TABLES for pair in table.values() if pair[arch] is not None
        ]
        numbers += [pair[arch] for pair in (*seccomp._by_argument(OWN), calls.CLONE3)]
        assert len(numbers) == len(set(numbers))


def test_ordinary_calls_are_allowed(ask: Any) -> None:
    """Reading, writing, memory, files and time go through."""
    for pair in ((0, 63), (1, 64), (9, 222), (257, 56), (3, 57), (228, 113), (202, 98), (231, 94)):
        assert ask(pair) == ALLOW


def test_threads_yes_processes_and_namespaces_no(ask: Any) -> None:
    """`clone` needs the thread flag and may not carry a namespace's."""
    thread = 0x3D0F00
    assert ask(calls.CLONE, thread) == ALLOW
    assert ask(calls.CLONE, 17) == EPERM
    assert ask(calls.CLONE, thread & ~calls.CLONE_FILES) == EPERM
    for flag in (0x80, 0x20000, 0x2000000, 0x10000000, 0x20000000, 0x40000000):
        assert ask(calls.CLONE, thread | flag) == EPERM
    assert ask(calls.CLONE3) == ENOSYS


def test_signals_and_limits_reach_itself_only(ask: Any) -> None:
    """Nobody else may be signalled or limited, and no group."""
    for call in (calls.KILL, calls.TGKILL):
        assert ask(call, OWN) == ALLOW
        assert {ask(call, who) for who in (0, 1, OWN + 1, 2**32 - 1)} == {EPERM}
    for call in calls.OF_A_PROCESS.values():
        assert {ask(call, who) for who in (0, OWN)} == {ALLOW}
        assert {ask(call, who) for who in (1, OWN + 1, 2**32 - 1)} == {EPERM}
    assert ask(calls.GETPRIORITY, 0, 0) == ALLOW
    assert ask(calls.GETPRIORITY, 0, 1) == EPERM


def test_requests_and_options_are_refused_unless_listed(ask: Any) -> None:
    """Owners of signals, terminals, hints on files, credentials: whatever nobody looked at."""
    for request in (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451):
        assert ask(calls.IOCTL, 0, request) == ALLOW
    for request in (0x8901, 0x8902, 0x5452, 0x5412, 0x541C, 0x40086602, 0x40049409, 0xFFFFFFFF):
        assert ask(calls.IOCTL, 0, request) == ENOTTY
    for option in (8, 9, 10, 15, 16, 1024, 1026, 1031, 1033, 1036, 1038):
        assert ask(calls.FCNTL, 5, option) == EPERM
    assert ask(calls.FCNTL, 5, 3) == ALLOW
    for option in (1, 4, 28, 35, 59, 62, 0x59616D61):
        assert ask(calls.PRCTL, option) == EINVAL
    assert ask(calls.PRCTL, 15) == ALLOW


def test_nothing_goes_to_an_address(ask: Any) -> None:
    """Bytes go to the other end of a pair of one's own, and no pair is of another family."""
    assert ask(calls.SENDTO, 5, 0x7F00, 3, 0, 0, 0) == ALLOW
    assert ask(calls.SENDTO, 5, 0x7F00, 3, 0, 0x7FFF1000, 110) == EPERM
    assert ask(calls.SENDTO, 5, 0x7F00, 3, 0, 0x7FFF << 32, 110) == EPERM
    assert ask(calls.SOCKETPAIR, 1, 2) == ALLOW
    assert {ask(calls.SOCKETPAIR, family, 2) for family in (0, 2, 10, 16, 30, 40)} == {EPERM}
    assert {ask(calls.SETSOCKOPT, 5, 1, option) for option in (16, 26, 50, 76)} == {EPERM}
    assert {ask(calls.GETSOCKOPT, 5, 1, option) for option in (17, 31, 59, 77)} == {EPERM}
    assert ask(calls.SETSOCKOPT, 5, 1, 7) == ask(calls.GETSOCKOPT, 5, 1, 3) == ALLOW


def test_what_lies_in_memory_is_neither_told_nor_pushed_out(ask: Any) -> None:
    """Pages of shared files say what others read: no residency, and no eviction to wait for."""
    for advice in (20, 21):
        assert ask(calls.MADVISE, 0, 4096, advice) == seccomp.PRETEND
    assert ask(calls.MADVISE, 0, 4096, 4) == ALLOW
    for call in (calls.PREADV2, calls.PWRITEV2):
        assert ask(call, 5, 0, 1, 0, 0, 2) == ALLOW
        assert {ask(call, 5, 0, 1, 0, 0, flag) for flag in (8, 10, 0x80)} == {seccomp.UNSUPPORTED}
    for name, answer in (("mincore", EPERM), ("fadvise64", seccomp.PRETEND)):
        pair = {**calls.REFUSED, **calls.PRETENDED}[name]
        assert ask(pair) == answer


def test_locks_are_pretended(ask: Any) -> None:
    """A lock succeeds without being taken: data bases work, and nobody is stalled."""
    assert {ask(calls.FCNTL, 5, lock) for lock in calls.FILE_LOCKS} == {seccomp.PRETEND}


def test_times_are_pretended_but_now_is_refused(ask: Any, processor: int) -> None:
    """Success would tell `Path.touch` that a file is there, which then nobody would make."""
    for name, pair in calls.TIMES.items():
        given = [0] * calls.TIME_ARGUMENT[name]
        if pair[processor] is not None:
            assert ask(pair, *given, 0x7FFF1000) == seccomp.PRETEND
            assert ask(pair, *given, 0) == EPERM


def test_a_thread_shares_its_open_files(ask: Any) -> None:
    """A range of files may be closed, but not in a table of the thread's own."""
    assert ask(calls.CLOSE_RANGE, 3, 2**32 - 1, 0) == ALLOW
    assert ask(calls.CLOSE_RANGE, 3, 2**32 - 1, 4) == ALLOW
    assert ask(calls.CLOSE_RANGE, 3, 2**32 - 1, calls.UNSHARE_FILES) == EPERM


def test_foreign_conventions_kill_and_new_calls_do_not_exist(ask: Any) -> None:
    """Another calling convention ends the process; a call that no list has is not there."""
    assert ask(0, arch=0x40000003) == KILL
    assert ask(450) == ENOSYS
    assert ask(999) == ENOSYS
    assert ask(0xFFFFFFFF) in (KILL, ENOSYS)


def test_the_filter_is_small_enough_for_the_kernel(ask: Any) -> None:
    """The kernel takes 4096 instructions and jumps of 255; any call is found in a few tests."""
    code = seccomp.assemble(1)
    assert len(code) < 4096
    assert all(max(step[1:3]) < 256 for step in code)


@pytest.mark.parametrize("path", sorted(SERVER.glob("*.py")), ids=lambda path: path.name)
def test_the_server_reads_as_python_3_8(path: Path) -> None:
    """It runs in the student's interpreter, whichever that is."""
    ast.parse(path.read_text(), feature_version=(3, 8))
