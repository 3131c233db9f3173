"""`grader doctor`: what this machine offers, in words."""

from __future__ import annotations

import pytest

from grader.sandbox.doctor import Examination, Row, examine, render

pytestmark = pytest.mark.sandbox


def test_this_machine_has_a_sandbox_and_every_piece_was_tried() -> None:
    """Each forbidden thing is a row of its own, and the exit code is 0."""
    found = examine()
    names = [row.name.strip() for row in found.rows]
    assert found.exit_code == 0
    assert {"no network socket", "no new process", "libraries are read-only"} <= set(names)
    assert f"isolation: {found.tier}" in render(found)


def test_no_sandbox_is_said_with_what_would_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a sandbox the exit code is 3 and the last lines say what to do."""
    monkeypatch.setattr("sys.platform", "darwin")
    found = examine()
    assert found.exit_code == 3
    assert found.tier is None
    assert "Containerfile" in render(found)
    assert "--isolation none" in render(found)


def test_a_layer_that_is_not_there_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tier A on a kernel without landlock does not say that landlock is part of it."""
    tried = {"no network socket": True}
    monkeypatch.setattr("grader.sandbox.doctor.try_sandbox", lambda *_: tried)
    text = render(examine())
    assert "behind: tier A, namespaces + system-call filter + limits (isolation" in text
    tried["landlock"] = True
    assert "behind: tier A, namespaces + system-call filter + landlock + limits" in render(
        examine()
    )


def test_rows_line_up() -> None:
    """The columns are as wide as the longest name."""
    found = Examination((Row("a", True), Row("longer", False, "why")), None, "do this")
    assert render(found).splitlines() == ["a       yes", "longer  NO   why", "", "do this"]
