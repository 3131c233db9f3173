"""The one line that gives a machine a sandbox, for each reason why it has none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.sandbox import refusal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one answer")


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a container, with no setting that forbids anything."""
    monkeypatch.setattr(refusal, "IN_CONTAINER", ())
    monkeypatch.setattr(refusal, "_setting", lambda name: None)


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (
            "OSError: /root/x can be read by root alone; keep it elsewhere",
            "keep it elsewhere",
        ),
        (
            "started as root without the right to become another user; start the grader as an "
            "ordinary user",
            "start the grader as an ordinary user (in a container: --user 1000:1000)",
        ),
        ("landlock is version 0 here, 3 is needed", "use Linux 6.2 or newer"),
    ],
    ids=["a private interpreter", "a root that may do nothing", "an old kernel"],
)
def test_the_reason_decides(reason: str, line: str) -> None:
    """What was refused says what would help."""
    assert refusal.fix({"namespaces": "unshare: refused", "landlock": reason}).startswith(line)


def test_inside_a_container_nobody_is_sent_into_a_container(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """There the engine's own filter is what stands in the way."""
    mark = tmp_path / ".containerenv"
    mark.touch()
    monkeypatch.setattr(refusal, "IN_CONTAINER", (str(mark),))
    assert "seccomp=unconfined" in refusal.fix({"landlock": "landlock is version 0 here"})
    assert "--user" in refusal.fix({"landlock": "start the grader as an ordinary user"})


def test_a_setting_is_named_with_the_command_that_changes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ubuntu's AppArmor setting, for one."""
    name = "kernel.apparmor_restrict_unprivileged_userns"
    monkeypatch.setattr(refusal, "_setting", lambda asked: "1" if asked == name else None)
    assert refusal.fix({"namespaces": "unshare: refused"}) == f"sudo sysctl -w {name}=0"
    told = refusal.advice({"namespaces": "unshare: refused"})
    assert "namespaces: unshare: refused" in told and "--isolation none" in told
