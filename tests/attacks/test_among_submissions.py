"""The grader started in a folder of submissions, whose files have the names of what it imports."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

pytestmark = pytest.mark.attack

RUBRIC = """
title: One word
questions:
  - {id: q1, kind: short_text, title: A word, name: WORD, points: 1, key: ["yes"]}
"""
MODULE = "import os\nos.mkdir({mark!r} + '.' + __name__.replace('.', '-'))\n"
ODD = ("sitecustomize", "usercustomize", "conftest", "trial", "job", "frames", "server")
PACKAGES = ("json", "platform", "importlib")


def loaded_first() -> tuple[str, ...]:
    """What Python loads to run a module, before any line of that module is run."""
    asked = [sys.executable, "-P", "-c", "import runpy, sys; print(*sys.modules)"]
    return tuple(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split())


def planted(folder: Path, without: tuple[str, ...] = ()) -> Path:
    """A student's files: a module for every name that any of our imports has, and settings."""
    mark = str(folder.parent / "ran")
    known = {*sys.stdlib_module_names, *packages_distributions(), *ODD}
    known -= {"grader", "tests", *without}
    for name in known:
        if name.isidentifier() and name not in PACKAGES:
            (folder / f"{name}.py").write_text(MODULE.format(mark=mark))
    for name in sorted({*PACKAGES} - {*without}):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(MODULE.format(mark=mark))
    told = folder / "evil-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[grader.questions]\nevil = antigravity:Evil\n")
    (folder / "matplotlibrc").write_bytes(b"\xff\xfe font.size: lots")
    for name in (".env", ".flaskenv", "pytest.ini", "pyvenv.cfg", "dask.yaml", "sitecustomize.pth"):
        (folder / name).write_text("home = /nowhere\nimport antigravity\n")
    (folder / "work.py").write_text("WORD = 'yes'\n")
    return folder


def run(
    folder: Path, *start: str, more: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Grade the folder itself, standing in it, with an interpreter that is named."""
    (folder.parent / "rubric.yaml").write_text(RUBRIC)
    given = ["grade", "work.py", "--rubric", "../rubric.yaml", "--out", "../out"]
    given += ["--python", sys.executable, "--isolation", "none", *more]
    return subprocess.run(
        [*start, *given], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    "start",
    [
        [str(Path(sys.executable).with_name("grader"))],
        [sys.executable, "-m", "grader"],
        [sys.executable, "-P", "-m", "grader"],
    ],
    ids=["the command", "the module", "the module in safe mode"],
)
def test_nothing_of_the_current_folder_is_run_outside(tmp_path: Path, start: list[str]) -> None:
    """No module, package, settings file or plug-in that lies there has any effect.

    For `-m` Python itself loads what it needs from there, where nothing has loaded it before.
    """
    if not Path(start[0]).exists():
        pytest.skip("the command is not installed here")
    folder = tmp_path / "submissions"
    folder.mkdir()
    done = run(planted(folder, loaded_first() if start[1:] == ["-m", "grader"] else ()), *start)
    assert [path.name for path in tmp_path.glob("ran.*")] == []
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out" / "results.json").read_text())
    assert [row["score"] for row in found["submissions"]] == [1]


def test_workers_of_a_cluster_take_nothing_from_the_current_folder(tmp_path: Path) -> None:
    """Nor does the process that starts them, before any line of ours."""
    pytest.importorskip("distributed")
    command = str(Path(sys.executable).with_name("grader"))
    if not Path(command).exists():
        pytest.skip("the command is not installed here")
    folder = tmp_path / "submissions"
    folder.mkdir()
    done = run(planted(folder), command, more=("--cluster", "local:1"))
    assert [path.name for path in tmp_path.glob("ran.*")] == []
    assert done.returncode == 0, done.stderr


def test_a_package_of_our_name_is_not_taken_for_ours(tmp_path: Path) -> None:
    """The command, and Python told to be safe, run the grader that is installed."""
    package = tmp_path / "submissions" / "grader"
    package.mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "cli.py"):
        (package / name).write_text(MODULE.format(mark=str(tmp_path / "ran")))
    (package.parent / "work.py").write_text("WORD = 'yes'\n")
    done = run(package.parent, sys.executable, "-P", "-m", "grader")
    assert (done.returncode, [path.name for path in tmp_path.glob("ran.*")]) == (0, []), done.stderr


def test_drawings_take_no_settings_from_the_current_folder(tmp_path: Path) -> None:
    """A `matplotlibrc` there neither ends a run nor changes a report."""
    (tmp_path / "matplotlibrc").write_bytes(b"\xff\xfe font.size: lots")
    drawn = "from grader.reports.pictures.plots import _roc_axes; print(_roc_axes('x').body)"
    pages = [
        subprocess.run(
            [sys.executable, "-P", "-c", drawn],
            cwd=place,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        for place in (tmp_path, "/")
    ]
    assert pages[0].returncode == 0, pages[0].stderr
    assert pages[0].stdout == pages[1].stdout != ""


def test_an_interpreter_is_asked_away_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path still names the same program, and nothing there answers for it."""
    from grader.sandbox.interpreter import describe

    place = tmp_path / "submissions"
    place.mkdir()
    (place / "json.py").write_text(MODULE.format(mark=str(tmp_path / "ran")))
    (place / "python").symlink_to(sys.executable)
    monkeypatch.chdir(place)
    found = describe("./python")
    assert found.path == place / "python"
    assert [path.name for path in tmp_path.glob("ran.*")] == []
