"""A figure goes to whoever marks it as a picture and in words, and into the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from grader.cli import cli

pytest.importorskip("matplotlib")
RUBRIC = """
title: A plot
questions:
  - {id: a, kind: figure, points: 2, checks: [{labels: true, points: 1}]}
"""
WORK = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 4], label="path")
plt.xlabel("t")
plt.show()
"""


def test_the_picture_is_on_the_sheet_and_in_the_report(tmp_path: Path) -> None:
    """Checked by the machine for one of its points, left to a person for the other."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "hw.py").write_text(WORK)
    out, rubric = str(tmp_path / "out"), str(tmp_path / "rubric.yaml")
    run = CliRunner().invoke
    more = ["--rubric", rubric, "--out", out, "--isolation", "none", "--one"]
    done = run(cli, ["grade", str(tmp_path / "ada"), *more])
    assert done.exit_code == 0, done.output
    (question,) = json.loads((tmp_path / "out/results.json").read_text())["submissions"][0][
        "questions"
    ]
    assert (question["status"], question["score"]) == ("awaiting", 0.5)
    assert question["read"] == "x: t, y: no label, 1 curve (path)"
    assert "data:image/png;base64," in (tmp_path / "out/reports/ada.html").read_text()
    done = run(cli, ["judge", "export", out, "--rubric", rubric])
    assert done.exit_code == 0, done.output
    sheet = yaml.safe_load((tmp_path / "out/judging/a.yaml").read_text())
    (entry,) = sheet["answers"]
    assert entry["text"].strip() == "x: t, y: no label, 1 curve (path)"
    (picture,) = entry["pictures"]
    assert (tmp_path / "out/judging" / picture).read_bytes().startswith(b"\x89PNG")
