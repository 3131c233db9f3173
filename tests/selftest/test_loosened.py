"""A rubric that accepts too much is caught, with what it accepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageMistake
from grader.grade import Options
from grader.selftest import Proof, prove

NONE = Options(isolation="none")
REFERENCE = '''
import numpy as np

TRUTH = [True, (False, "There is none.")]
PICK = "b"
WORD = "convexity"
ENTROPY = 0.6931
GRID = [[1, 2], [3, 4]]
SLOPE = ["2*x - y", "3*y^2 - x"]
STEPS = [[-1.5, 8.4], [-3.42, 8.85], [-4.707, 9.876]]
MATRIX = [["2*x*y", "x^2"], ["1", "2*y"]]
PAIR = ([0.5, 0.5], [0.9, 0.1])
PROOF = ["E[2 X + 1] = E[2 X] + 1 = 2 E[X] + 1"]
NET = """
model = tf.keras.Sequential([
    tf.keras.Input(shape=(4,)),
    tf.keras.layers.Dense(8, activation="tanh"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
"""


def double(x):
    return 2 * x


class Model:
    def fit(self, X, y):
        X = np.column_stack([np.ones(len(X)), X])
        self.w = np.linalg.lstsq(X, y, rcond=None)[0]
        return self

    def predict_proba(self, X):
        p = np.clip(np.column_stack([np.ones(len(X)), X]) @ self.w, 0.01, 0.99)
        return np.column_stack([1 - p, p])
'''
QUESTIONS = {
    "truth": """{id: truth, kind: true_false, points: 2, name: TRUTH, reasons: required,
    items: [{key: true}, {key: false, why: There is none.}]}""",
    "pick": """{id: pick, kind: choice, points: 1, name: PICK, options: {a: A, b: B, c: C},
    key: [b]}""",
    "word": "{id: word, kind: short_text, points: 1, name: WORD, key: [convexity]}",
    "entropy": """{id: entropy, kind: numeric, points: 1, name: ENTROPY, key: 0.6931,
    tolerance: {absolute: 0.001}}""",
    "grid": "{id: grid, kind: numeric, points: 4, name: GRID, key: [[1, 2], [3, 4]]}",
    "slope": """{id: slope, kind: symbolic, points: 2, name: SLOPE, variables: [x, y],
    key: ["2*x - y", "3*y^2 - x"]}""",
    "steps": """{id: steps, kind: descent, points: 3, name: STEPS, objective: "2*x^2 + 3*x*y",
    variables: [x, y], start: [2, 9], step_size: 0.1, steps: 3}""",
    "matrix": """{id: matrix, kind: jacobian, points: 4, name: MATRIX, variables: [x, y],
    of: {u: "x^2*y", w: "x + y^2"}}""",
    "pair": """{id: pair, kind: counterexample, points: 2, name: PAIR,
    claim: "KL(p || q) != KL(q || p)"}""",
    "proof": """{id: proof, kind: derivation, points: 2, name: PROOF, random: [X],
    wanted: "E[2 X + 1] = 2 E[X] + 1"}""",
    "net": """{id: net, kind: architecture, points: 2, name: NET, form: source, framework: keras,
    layers: [4, 8, 1], activations: [tanh, sigmoid]}""",
    "double": """{id: double, kind: function, points: 2, name: double,
    cases: [{arguments: [3], expected: 6}, {arguments: [-2], expected: -4}]}""",
    "model": """{id: model, kind: performance, points: 2, name: Model,
    rows: {train: train.csv, label: y, hidden: hidden.csv, hidden_labels: labels.csv},
    metrics: [{metric: roc_auc, none_below: 0.6, full_from: 0.9}]}""",
}


def course(folder: Path, *questions: str) -> Path:
    """A rubric of these questions with its data and its model answer."""
    (folder / "reference").mkdir()
    (folder / "reference" / "hw.py").write_text(REFERENCE)
    rows = [(n * 7 % 23, n * 5 % 17) for n in range(200)]
    labelled = [f"{a},{b},{int(a + b > 19)}\n" for a, b in rows[:120]]
    (folder / "train.csv").write_text("a,b,y\n" + "".join(labelled))
    (folder / "hidden.csv").write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in rows[120:]))
    labels = "".join(f"{int(a + b > 19)}\n" for a, b in rows[120:])
    (folder / "labels.csv").write_text("y\n" + labels)
    listed = "".join(f"  - {one}\n" for one in questions)
    text = f"title: Loose\nreference: reference\nquestions:\n{listed}"
    (folder / "rubric.yaml").write_text(text)
    return folder / "rubric.yaml"


def lines(proof: Proof) -> list[str]:
    """What lived, a line each."""
    return [one.line for one in proof.trial.survivors]


def test_a_sound_rubric_kills_every_mutant(tmp_path: Path) -> None:
    """Of every question, and keeps what is right in every form."""
    proof = prove(course(tmp_path, *QUESTIONS.values()), NONE)
    assert lines(proof) == []
    assert proof.short == ()
    assert proof.trial.tried.keys() == QUESTIONS.keys()
    assert all(proof.trial.tried[name] > proof.trial.kept.get(name, 0) for name in QUESTIONS)
    assert sum(proof.trial.kept.values()) >= 8


LOOSE = [
    ("entropy", "absolute: 0.001", "absolute: 0.2",
     "entropy: tolerance absolute 0.2 accepts 0.866375 for 0.6931"),
    ("entropy", "{absolute: 0.001}", "{relative: 0.5}",
     "entropy: tolerance relative 0.5 accepts 0.866375 for 0.6931"),
    ("truth", "reasons: required,", "reasons: required, without_reason: 1,",
     "truth: item 2: False is accepted without its reason"),
    ("steps", "steps: 3}", "steps: 3, min_decimals: 0}",
     "steps: the table rounded to whole numbers is accepted"),
    ("steps", "steps: 3}", "steps: 3, credit: {gradient_ascent: 1}}",
     "steps: the table of gradient ascent is accepted"),
    ("grid", "[3, 4]]}", "[3, 4]], credit: {transposed: 1}}",
     "grid: the transposed matrix is accepted"),
    ("grid", "[3, 4]]}", "[3, 4]], credit: {wrong_sign: 1}}",
     "grid: entry 1, 1: -1 is accepted for 1"),
    ("slope", "y^2 - x\"]}", "y^2 - x\"], credit: {sign: 1}}",
     "slope: entry 1: "),
    ("matrix", "y^2\"}}", "y^2\"}, credit: {transposed: 1}}",
     "matrix: the matrix transposed is accepted"),
    ("pair", "p)\"}", "p)\", credit: {same_distribution: 1}}",
     "pair: [0.5, 0.5] twice is accepted as a witness"),
    ("net", "[tanh, sigmoid]}", "[[tanh, relu], sigmoid]}",
     "net: layer 2: relu for tanh is accepted"),
    ("net", "[tanh, sigmoid]}", "[tanh, sigmoid], shares: {sizes: 1, activations: 0}}",
     "net: layer 2: relu for tanh is accepted"),
    ("double", "expected: -4}]}", "expected: -4}], tolerance: {absolute: 100}}",
     "double: case 1: another result is accepted"),
    ("double", "{arguments: [-2], expected: -4}", "{arguments: [-2], shape: []}",
     "double: case 2: another result is accepted"),
    ("model", "none_below: 0.6, full_from: 0.9", "none_below: 0.1, full_from: 0.3",
     "model: a model that says the same of every row is full"),
    ("model", "none_below: 0.6, full_from: 0.9", "none_below: 0.1, full_from: 0.3",
     "model: a model whose predictions have nothing to do with the rows is full"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "old", "new", "said"), LOOSE, ids=[f"{n}-{one[0]}" for n, one in enumerate(LOOSE)]
)
def test_a_loosened_rubric_is_caught(
    tmp_path: Path, question: str, old: str, new: str, said: str
) -> None:
    """By a sentence that says what it accepts for what."""
    assert old in QUESTIONS[question]
    loosened = QUESTIONS[question].replace(old, new)
    found = lines(prove(course(tmp_path, loosened), NONE))
    assert any(line.startswith(said) for line in found), found


def test_an_argument_of_which_only_the_start_is_asked_is_caught(tmp_path: Path) -> None:
    """The conclusion is no step, so nobody has to draw it."""
    loose = """{id: zero, kind: derivation, points: 2, name: ZERO, densities: [p],
    steps: [{id: s, title: The integral, points: 1, shows: ["integral p(x) log(p(x)/p(x)) dx"]}]}"""
    path = course(tmp_path, loose)
    lines_of = [r"KL(p || p) = \int p(x) \log \frac{p(x)}{p(x)} dx", r"KL(p || p) = 0"]
    (tmp_path / "reference" / "hw.py").write_text(f"ZERO = {lines_of!r}\n")
    found = lines(prove(path, NONE))
    assert "zero: only its first formula is accepted as the whole argument" in found, found


def test_a_reason_in_the_rubric_explains_a_survivor(tmp_path: Path) -> None:
    """By the name that the selftest gives it; another name explains nothing."""
    loosened = QUESTIONS["net"].replace("[tanh, sigmoid]}", "[[tanh, relu], sigmoid]}")
    name = "layer 2: relu for tanh"
    why = f'survivors: {{"{name}": either will do}}'
    accepted = loosened.replace("[4, 8, 1],", f"[4, 8, 1], {why},")
    proof = prove(course(tmp_path, accepted), NONE)
    assert [one.name for one in proof.accepted] == [name]
    assert proof.accepted[0].line.endswith("(accepted: either will do)")
    assert proof.open == []


def test_a_right_answer_that_waits_for_a_person_is_told(tmp_path: Path) -> None:
    """Everybody's would, so the question asks for work that nobody meant."""
    path = course(tmp_path, QUESTIONS["grid"])
    reference = tmp_path / "reference" / "hw.py"
    reference.write_text("GRIDS = [[1, 2], [3, 4]]\nGRID2 = [[1, 2], [3, 5]]\n")
    found = lines(prove(path, NONE))
    assert found == ["grid: even the reference's answer waits for a person: everybody's would"]


def test_a_rubric_without_a_reference_is_one_message(tmp_path: Path) -> None:
    """It says what to add."""
    path = tmp_path / "rubric.yaml"
    path.write_text(f"title: T\nquestions:\n  - {QUESTIONS['word']}\n")
    with pytest.raises(UsageMistake, match="add `reference: FOLDER`"):
        prove(path, NONE)
