"""Bombs, floods and forged reports in one folder with ten honest submissions, graded to the end."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SandboxRefusal
from grader.grade import Options, grade
from grader.sandbox import verified_tier

pytestmark = [pytest.mark.attack, pytest.mark.sandbox]

KEY = "canarykeyofthisrubric"
RUBRIC = f"""
title: Bombs
limits: {{seconds: 3, load_seconds: 1, probe_seconds: 1, memory_mb: 400}}
questions:
  - {{id: tf, kind: true_false, points: 2, name: TF, items: [{{key: true}}, {{key: false}}]}}
  - {{id: word, kind: short_text, points: 1, name: WORD, key: [{KEY}, descent]}}
"""
BOMBS = {
    "fork-bomb": "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n"
    "        pass\n",
    "memory-bomb": "x = []\nwhile True:\n    x.append(bytearray(1 << 24))\n",
    "print-flood": "while True:\n    print('x' * 100000)\n",
    "thread-bomb": "import threading, time\nwhile True:\n    try:\n"
    "        threading.Thread(target=time.sleep, args=(99,)).start()\n    except RuntimeError:\n"
    "        pass\n",
    "disk-bomb": "n = 0\nwhile True:\n    n += 1\n    open(str(n), 'wb').write(b'x' * (1 << 20))\n",
    "exit": "import os\nTF = [True, False]\nos._exit(0)\n",
    "kill-all": "import os\nos.kill(-1, 9)\n",
}
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
PAGES = {
    "markup": f"TF = [{MARKUP!r}, False]\nWORD = {MARKUP!r}\nraise ValueError({MARKUP!r})\n",
    "formula": "TF = ['=HYPERLINK(\"http://x\")', '@SUM(1)']\nWORD = '=cmd|calc!A1'\n",
    "terminal": "WORD = '\\x1b]0;owned\\x07\\x1b[2J\\r\\n::set-output name=x::y\\n::error::z'\n"
    "raise ValueError(WORD)\n",
    "direction": "WORD = 'abc\\u202e\\u2066def\\ud800'\nTF = WORD\n",
    "=evil": "WORD = 'descent'\n",
    "<b>name": "WORD = 'descent'\n",
}


def folder(root: Path, hostile: dict[str, str]) -> Path:
    """Ten honest submissions, each with marks of its own, and some hostile ones between them."""
    (root / "bombs.yaml").write_text(RUBRIC)
    for number in range(10):
        work = root / "in" / f"honest-{number}"
        work.mkdir(parents=True)
        text = f"TF = [True, {number % 2 == 0}]\nWORD = {'descent' if number % 3 else 'no'!r}\n"
        (work / "hw.py").write_text(text)
    for name, source in hostile.items():
        work = root / "in" / name
        work.mkdir()
        (work / "hw.py").write_text(source)
    return root


def run(root: Path, tier: str = "auto") -> dict[str, dict[str, Any]]:
    """Grade it two at a time; the submissions by id."""
    try:
        verified_tier(tier)
    except SandboxRefusal as refusal:
        pytest.skip(str(refusal))
    options = Options(jobs=2, isolation=tier)
    done = grade([root / "in"], root / "bombs.yaml", root / "out", options)
    assert not done.left
    found: dict[str, Any] = json.loads((root / "out/results.json").read_text())
    assert found["isolation"] in ("namespaces", "landlock")
    return {row["id"]: row for row in found["submissions"]}


@pytest.mark.parametrize("tier", ["namespaces", "landlock"])
def test_bombs_leave_honest_marks_exactly_as_they_are(tmp_path: Path, tier: str) -> None:
    """Ten honest submissions have the same marks with and without bombs beside them."""
    (tmp_path / "alone").mkdir()
    (tmp_path / "beside").mkdir()
    alone = run(folder(tmp_path / "alone", {}), tier)
    beside = run(folder(tmp_path / "beside", BOMBS), tier)
    assert len(alone) == 10
    assert {name: row for name, row in beside.items() if name in alone} == alone
    assert len(beside) == 10 + len(BOMBS)
    for name in BOMBS:
        assert beside[name]["status"] in ("graded", "awaiting", "not_gradable"), beside[name]
        assert beside[name]["score"] == 0 or name == "exit", beside[name]


def test_reports_hold_nothing_active_and_no_key(tmp_path: Path) -> None:
    """Whatever a submission writes is text in every report: no markup, formula or control."""
    run(folder(tmp_path, PAGES))
    written = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".html", ".csv")]
    assert len(written) >= 17
    for path in written:
        text = path.read_text()
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
        assert MARKUP not in text
        assert "<img src=x" not in text
        assert KEY not in text
        assert path.suffix == ".html" or not re.search(r"^::", text, re.M)
    with (tmp_path / "out/grades.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=@\t\r" and cell]
