"""Each kind has wrong answers that a sound rubric kills, or a sentence why it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grade import Options
from grader.questions import BY_NAME
from grader.selftest import prove
from grader.selftest.branches import branches
from tests.selftest.test_loosened import QUESTIONS, REFERENCE, course, lines

NONE = Options(isolation="none")
MORE = {
    "tests": "{id: tests, kind: pytest, points: 2, file: test_hw.py, visible: accepted}",
    "prints": "{id: prints, kind: output, points: 2, expect: [{after: answer is, key: 42}]}",
    "essay": "{id: essay, kind: free_response, points: 2, name: ESSAY}",
    "drawn": """{id: drawn, kind: figure, points: 2, call: draw,
    checks: [{labels: true, points: 1}, {scale: {y: log}, points: 1}]}""",
    "experts": """{id: experts, kind: mixture, points: 2, name: experts,
    rows: {train: train.csv, label: y, hidden: hidden.csv, hidden_labels: labels.csv},
    experts: [{name: "rule", at_least: 20}, {name: "a line"}]}""",
}
ANSWERS = '''
ESSAY = "It falls until it is flat, since each step goes against the slope."


def clipped(x, low, high):
    if x < low:
        return low
    if x > high:
        return high
    return x


def draw():
    import matplotlib.pyplot as plt

    plt.semilogy([1, 2, 3], [1, 0.1, 0.01])
    plt.xlabel("steps")
    plt.ylabel("error")


def experts(X_train, y_train, X):
    rule = (np.asarray(X).sum(axis=1) >= 20).astype(float)
    return np.column_stack([rule, Model().fit(X_train, y_train).predict_proba(X)[:, 1]])


print("The answer is 42.")
'''
TESTS = """
from hw import clipped


def test_inside():
    assert clipped(2, 1, 3) == 2


def test_below():
    assert clipped(0, 1, 3) == 1


def test_above():
    assert clipped(5, 1, 3) == 3
"""


def test_every_kind_is_tried_or_a_sentence_says_why_not(tmp_path: Path) -> None:
    """By a rubric with a question of each: wrong answers of all but what a person reads."""
    path = course(tmp_path, *QUESTIONS.values(), *MORE.values())
    (tmp_path / "reference" / "hw.py").write_text(REFERENCE + ANSWERS)
    (tmp_path / "test_hw.py").write_text(TESTS)
    proof = prove(path, NONE)
    kinds = {q["id"]: q["kind"] for q in proof.results["submissions"][0]["questions"]}
    assert set(kinds.values()) == BY_NAME.keys()
    assert proof.short == ()
    assert lines(proof) == []
    untried = [kinds[name] for name in kinds if not proof.trial.tried.get(name)]
    assert untried == ["free_response"]
    assert "no wrong answers to essay: a person reads them" in proof.notes


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        (TESTS.replace("== 3", "is not None"), "line 6"),
        (TESTS.replace("def test_below", "def not_below"), "line 4"),
    ],
    ids=["asserts nothing", "never asks"],
)
def test_a_branch_at_which_nothing_asks_is_told(tmp_path: Path, tests: str, said: str) -> None:
    """With its line and its code, where a wrong result there would be full."""
    path = course(tmp_path, MORE["tests"])
    source = ANSWERS[ANSWERS.index("def clipped") : ANSWERS.index("\n\ndef draw")]
    (tmp_path / "reference" / "hw.py").write_text(f"\n{source}")
    (tmp_path / "test_hw.py").write_text(tests)
    found = lines(prove(path, NONE))
    assert len(found) == 1 and f"(hw.py, {said}) is accepted: nothing asks there" in found[0], found


def test_a_function_with_a_branch_that_no_case_reaches_is_told(tmp_path: Path) -> None:
    """A case for each way out of it, or the wrong one earns all."""
    case = "{arguments: [2, 1, 3], expected: 2}, {arguments: [0, 1, 3], expected: 1}"
    path = course(
        tmp_path, f"{{id: clip, kind: function, points: 2, name: clipped, cases: [{case}]}}"
    )
    (tmp_path / "reference" / "hw.py").write_text(REFERENCE + ANSWERS)
    assert [one.name for one in prove(path, NONE).trial.survivors] == [
        f"line {(REFERENCE + ANSWERS).split('return high')[0].count(chr(10)) + 1}"
    ]


def test_only_one_place_is_wrong_at_a_time(tmp_path: Path) -> None:
    """The rest of the module does what it did."""
    path = course(tmp_path, MORE["tests"])
    (tmp_path / "test_hw.py").write_text(TESTS)
    from grader.rubric import load_rubric

    results = []
    for branch in branches(load_rubric(path), REFERENCE + ANSWERS):
        space: dict[str, object] = {}
        exec(compile(branch.source.split("print(")[0], "hw", "exec"), space)
        clipped = space["clipped"]
        assert callable(clipped)
        exec(branch.source[branch.source.index("def _another") :], space)
        results.append([clipped(0, 1, 3), clipped(5, 1, 3), clipped(2, 1, 3)])
    wrong = [1 * 1.7 + 3.1, 3 * 1.7 + 3.1, 2 * 1.7 + 3.1]
    assert sorted(results) == [[1, 3, wrong[2]], [1, wrong[1], 2], [wrong[0], 3, 2]]
