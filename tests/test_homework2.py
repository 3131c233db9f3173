"""The assignment that ships: what its samples earn, end to end in the best sandbox there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SandboxRefusal
from grader.grade import Options, grade
from grader.sandbox import verified_tier
from tests.reports.gallery import STUDENTS, comparable
from tests.reports.page_faults import faults_of_page

ROOT = Path(__file__).resolve().parent.parent
RUBRIC = ROOT / "rubric" / "homework2.yaml"
BY_HAND = {"p2.comparison", "p3.meaning", "p5.comparison"}
EXPECTED: dict[str, dict[str, float | None]] = {
    "perfect": {"p1": 4, "p4.mle": 5, "p5.experts": 2, "p5.performance": 4, "p5.improvement": 2},
    "rounded": {"p3.descent": 2, "p3.jacobian_at": 1},
    "wrong_sign": {"p3.descent": 1.2, "p3.jacobian": 0.75},
    "transposed_jacobian": {"p3.jacobian": 0.85, "p3.jacobian_at": 1},
    "follow_through": {"p3.gradient": 0.5, "p3.descent": 2},
    "sequential_update": {"p3.descent": 1.5},
    "loops_forever": {"p1": 4, "p3.jacobian_at": None, "p5.performance": 4},
    "crashes_on_import": {"p1": 4, "p3.gradient": 1, "p3.jacobian": None},
    "missing_answers": {"p1": 0, "p3.gradient": 1, "p3.descent": 2, "p3.jacobian": 1},
    "reversed_divergence": {"p4.mle": 0.5},
    "leaks_test_rows": {"p5.performance": 4},
    "label_flipped": {"p5.performance": 0, "p5.improvement": 0},
    "wrong_architecture": {"p2.pytorch": 0.6, "p2.tensorflow": 0.2},
    "seed_answers": {"p1": 4, "p3.descent": 2, "p4.mle": 3.5, "p4.asymmetry": 1.5},
    "written_up": {
        "p1": 4,
        "p2.pytorch": 1,
        "p2.tensorflow": 1,
        "p3.gradient": 1,
        "p3.descent": 2,
        "p3.jacobian": 1,
        "p3.jacobian_at": 1,
        "p4.mle": 3.5,
        "p4.asymmetry": 1.5,
        "p4.identity": 1,
        "p2.comparison": None,
        "p5.performance": 0,
    },
    "writeup_and_notebook": {"p1": 4, "p5.experts": 2, "p5.performance": 4},
}


def _isolation() -> str:
    try:
        return verified_tier("auto")
    except SandboxRefusal:
        return "none"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, graded once."""
    folder = tmp_path_factory.mktemp("results")
    grade([ROOT / "submissions"], RUBRIC, folder, Options(isolation=_isolation()))
    return folder


@pytest.fixture(scope="module")
def found(out: Path) -> dict[str, dict[str, Any]]:
    """Every sample's row of results.json, by its id."""
    results = json.loads((out / "results.json").read_text())
    return {row["id"]: row for row in results["submissions"]}


def _scores(row: dict[str, Any]) -> dict[str, float | None]:
    return {question["id"]: question["score"] for question in row["questions"]}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_earns_what_its_name_says(name: str, found: dict[str, dict[str, Any]]) -> None:
    """Each sample's marks are the ones that can be defended to its author."""
    scores = _scores(found[name])
    assert EXPECTED[name] == {question: scores[question] for question in EXPECTED[name]}


def test_the_perfect_hand_in_has_every_automatic_point(found: dict[str, dict[str, Any]]) -> None:
    """28 points are decided by the machine, one of them bonus; the rest waits for a person."""
    row = found["perfect"]
    assert (row["score"], row["points"], row["decided_points"]) == (28, 32, 27)
    assert {q["id"] for q in row["questions"] if q["status"] != "correct"} == BY_HAND


@pytest.mark.parametrize("name", ["empty", "forged_equality"])
def test_nothing_is_earned_by_nothing(name: str, found: dict[str, dict[str, Any]]) -> None:
    """An empty submission and one whose objects claim to equal everything have no points."""
    assert found[name]["score"] == 0
    assert not any(_scores(found[name]).values())


def test_every_page_says_what_next_and_nothing_twice(out: Path) -> None:
    """Each card below full marks has what to do next, or is for a person; no sentence twice."""
    pages = sorted((out / "reports").glob("*.html"))
    assert len(pages) >= 19
    for page in pages:
        assert faults_of_page(page.read_text("utf-8")) == [], page.stem


def test_the_gallery_is_what_the_samples_get(out: Path) -> None:
    """Where a page has changed, `make gallery` makes docs/gallery and the pictures anew."""
    for name in STUDENTS:
        page = (out / "reports" / f"{name}.html").read_text("utf-8")
        shown = (ROOT / "docs" / "gallery" / f"{name}.html").read_text("utf-8")
        assert comparable(shown) == comparable(page), f"{name}: run `make gallery`"


def test_every_sample_is_told_about(out: Path) -> None:
    """There is a test row and a report for each sample folder."""
    names = {path.name for path in (ROOT / "submissions").iterdir() if path.is_dir()}
    assert names == set(EXPECTED) | {"empty", "forged_equality", "collapsed_gate"}
    assert names == {path.stem for path in (out / "reports").glob("*.html")}


@pytest.mark.parametrize(
    ("name", "question", "mistake"),
    [
        ("wrong_sign", "p3.descent", "gradient_ascent"),
        ("sequential_update", "p3.descent", "sequential_update"),
        ("transposed_jacobian", "p3.jacobian", "transposed"),
        ("written_up", "p4.mle", "missing_p"),
        ("written_up", "p4.mle", "missing_sample_mean"),
        ("written_up", "p4.asymmetry", "only_asserted"),
    ],
)
def test_mistakes_are_named(
    name: str, question: str, mistake: str, found: dict[str, dict[str, Any]]
) -> None:
    """The cause of a lost point is named where the catalogue knows it."""
    row = next(q for q in found[name]["questions"] if q["id"] == question)
    assert mistake in row["mistakes"] + [m for part in row["parts"] for m in part["mistakes"]]


def test_leakage_is_found_and_honest_models_are_not_accused(
    found: dict[str, dict[str, Any]],
) -> None:
    """Fitting on the test rows and a label from another column are named; nobody else is."""
    kinds = {name: {f["kind"] for f in row["findings"]} for name, row in found.items()}
    assert {"fit-on-test", "other-label-column"} <= kinds["leaks_test_rows"]
    assert all(f["line"] for f in found["leaks_test_rows"]["findings"])
    assert not kinds["perfect"]


def test_a_second_run_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    """Two runs with the same seed write identical results."""
    wanted = ["perfect", "wrong_sign", "written_up"]
    options = Options(isolation=_isolation(), only=tuple(wanted), fresh=True)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        grade([ROOT / "submissions"], RUBRIC, folder, options)
    assert (first / "results.json").read_bytes() == (second / "results.json").read_bytes()
    rows = json.loads((first / "results.json").read_text())["submissions"]
    whole = json.loads((out / "results.json").read_text())["submissions"]
    assert rows == [row for row in whole if row["id"] in wanted]
