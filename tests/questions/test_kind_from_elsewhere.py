"""A kind that another package brings has facts, measures, findings and a template of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RANKING = '''
"""The kind `ranking`: things put in order."""

from fractions import Fraction
from typing import ClassVar, Literal

from grader.evidence import Finding
from grader.marks import decided
from grader.questions.base import Question


class Ranking(Question):
    """Things in the right order; how many pairs stand right decides."""

    kind: Literal["ranking"]
    order: tuple[str, ...]
    """The right order."""
    full_from: int = 3
    """Full marks from this many right pairs."""

    entry: ClassVar[str] = "a list of names"
    layout: ClassVar[str] = "acme_kinds:pages/ranking.html.j2"
    measured_from: ClassVar[frozenset[str]] = frozenset({"order"})

    def facts(self, known, seed):
        return {"place": {name: place for place, name in enumerate(self.order)}}

    def measure(self, given):
        from acme_kinds.pairs import right_pairs

        if not isinstance(given.value, list):
            return None
        return right_pairs(given.value, given.facts["place"])

    def findings_of(self, measured):
        return tuple(
            Finding("unknown-name", f"{self.id}: {name} is not in the list")
            for name in measured["unknown"]
        )

    def mark_answer(self, given):
        right = given.measures.get("right", 0)
        full = right >= self.full_from
        part = self.part("pairs", Fraction(full), Fraction(1), f"{right} pairs stand right.")
        return decided(Fraction(full) * self.points, self.points, parts=(part,))
'''
PAIRS = '''
"""What a ranking is worth."""

from itertools import combinations
from pathlib import Path


def right_pairs(names, place):
    with Path("measured.txt").open("a") as log:
        log.write("x")
    known = [place[name] for name in names if name in place]
    right = sum(first < second for first, second in combinations(known, 2))
    return {"right": right, "unknown": [name for name in names if name not in place]}
'''
RUBRIC = """
title: Orders of growth
questions:
  - id: growth
    kind: ranking
    points: 2
    name: ORDER
    order: [log, linear, square]
    full_from: 3
"""
FILES = {
    "site/acme_kinds/__init__.py": "",
    "site/acme_kinds/ranking.py": RANKING,
    "site/acme_kinds/pairs.py": PAIRS,
    "site/acme_kinds/pages/ranking.html.j2": "<p>Pairs of {{ q.id }}:</p>"
    "{% for part in q.parts %}<b>{{ part.feedback[0] }}</b>{% endfor %}",
    "site/acme_kinds-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-kinds\n"
    "Version: 1.0\n",
    "site/acme_kinds-1.0.dist-info/entry_points.txt": "[grader.questions]\n"
    "ranking = acme_kinds.ranking:Ranking\n",
    "rubric.yaml": RUBRIC,
    "class/ada/hw.py": "ORDER = ['log', 'linear', 'square']",
    "class/bob/hw.py": "ORDER = ['log', 'square', 'linear', '<cubic>']",
    "class/eve/hw.py": "ORDER = 3",
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A rubric that asks a question of a kind from elsewhere, the package, and three students."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def grader(course: Path, *words: str) -> None:
    """Run the command line where the package is installed."""
    done = subprocess.run(
        [sys.executable, "-m", "grader", *words],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(course / "site"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def results(course: Path) -> dict[str, dict[str, Any]]:
    """Each submission of the written results, by its id."""
    found = json.loads((course / "out/results.json").read_text())
    return {one["id"]: one for one in found["submissions"]}


def scores(course: Path) -> dict[str, Any]:
    """What each submission's one question earned; None where it could not be graded."""
    return {name: one["questions"][0]["score"] for name, one in results(course).items()}


def times_measured(course: Path) -> int:
    """How often the package was asked to measure."""
    return len((course / "measured.txt").read_text())


def page(course: Path, name: str) -> str:
    """A student's page."""
    return (course / "out/reports" / f"{name}.html").read_text()


def test_a_kind_from_elsewhere_is_graded_like_our_own(course: Path) -> None:
    """Facts reach its measure, measures its mark; what it notices and shows reaches the page.

    A moved threshold measures nothing again; changed code of the package, beside the kind's own
    file, does, and changed words of its template write the pages anew.
    """
    options = ("--rubric", "rubric.yaml")
    grader(course, "grade", "class", *options, "--out", "out", "--isolation", "none")
    assert scores(course) == {"ada": 2, "bob": 0, "eve": 0}
    messages = [finding["message"] for finding in results(course)["bob"]["findings"]]
    assert messages == ["growth: <cubic> is not in the list"]
    assert "<p>Pairs of growth:</p><b>2 pairs stand right.</b>" in page(course, "bob")
    assert times_measured(course) == 2

    (course / "rubric.yaml").write_text(RUBRIC.replace("full_from: 3", "full_from: 2"))
    grader(course, "rescore", "out", *options, "--yes")
    assert scores(course) == {"ada": 2, "bob": 2, "eve": 0}
    assert times_measured(course) == 2

    pairs = course / "site/acme_kinds/pairs.py"
    pairs.write_text(PAIRS.replace("first < second", "first > second"))
    template = course / "site/acme_kinds/pages/ranking.html.j2"
    template.write_text(template.read_text().replace("Pairs of", "Order of"))
    grader(course, "rescore", "out", *options, "--yes")
    assert scores(course) == {"ada": 0, "bob": 0, "eve": 0}
    assert times_measured(course) == 4
    assert "<p>Order of growth:</p><b>1 pairs stand right.</b>" in page(course, "bob")
