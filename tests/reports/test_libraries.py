"""`grader doctor` lists what submissions can import, in the interpreter that runs them."""

from __future__ import annotations

import venv
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.reports.libraries import libraries_told


@pytest.mark.parametrize(
    ("packages", "said"),
    [
        ({"scikit_learn": "1.5"}, "can import sklearn 1.5."),
        ({"Pillow": "11.0", "zlib-ng": "1"}, "Also installed there: zlib-ng 1."),
        ({"numpy": "1.26", "pandas": "2.2"}, "(pip install matplotlib scipy scikit-learn"),
        ({}, "can import none of the usual libraries."),
    ],
)
def test_libraries_are_named_as_code_imports_them(packages: dict[str, str], said: str) -> None:
    """However the name of the package is spelled; what to install is named as it is installed."""
    assert said in libraries_told(packages).replace("\n", " ")


def test_our_own_interpreter_is_the_default() -> None:
    """With the versions that are installed; the grader itself is nothing that code can import."""
    said = CliRunner().invoke(cli, ["doctor"]).stdout.replace("\n", " ")
    assert f"numpy {version('numpy')}" in said and f"pandas {version('pandas')}" in said
    assert "homework-grader" not in said


@pytest.mark.parametrize("by", ["python", "rubric"])
def test_another_interpreter_is_asked_for_its_own(by: str, tmp_path: Path) -> None:
    """The one that is named, or that the rubric names for its submissions."""
    venv.create(tmp_path / "course", with_pip=False)
    python = tmp_path / "course/bin/python"
    (tmp_path / "r.yaml").write_text(
        f"title: T\nenvironment: {{python: {python}}}\n"
        "questions: [{id: a, kind: numeric, points: 1, name: A, key: 1}]\n"
    )
    named = str(python) if by == "python" else str(tmp_path / "r.yaml")
    said = CliRunner().invoke(cli, ["doctor", f"--{by}", named]).stdout
    assert "none of the usual libraries" in said
    assert "pandas" in said.partition("Not installed")[2]
