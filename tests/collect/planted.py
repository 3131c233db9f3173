"""A rubric with every kind of question whose every secret field holds the digits `MARK`."""

from __future__ import annotations

import random
from pathlib import Path

MARK = "7391"
"""Stands in no field that may travel, so whoever meets it has met a secret."""

HIDDEN = 60
SEED = 11
CHANCE = random.Random(SEED)
LABELS = [CHANCE.randrange(2) for _ in range(HIDDEN)]

COMMON = """
    title: A title 7391
    prompt: A prompt 7391
    points: 7391/1000
    advice: Advice 7391
    survivors: {a mutant 7391: Since 7391}
    judging: [{id: j7391, text: Looks for 7391, points: 0.7391}]
"""

RUBRIC = """
title: Planted 7391
course: Course 7391
contact: ta7391@example.org
reference: reference
data: [{file: train.csv, names: [other.csv]}]
questions:
  - id: truth
    kind: true_false
    name: TRUTH
    without_reason: 0.7391
    items: [{key: true, text: Said 7391, why: Since 7391}]
  - id: pick
    kind: choice
    name: PICK
    mistakes: [{answer: b, say: Told 7391, points: 0.0007391, id: i7391}]
    options: {a7391: One 7391, b: Two}
    key: [a7391]
  - id: word
    kind: short_text
    name: WORD
    mistakes: [{answer: wrong7391, say: Told 7391, points: 0.0007391, id: i7391}]
    writeup: {under: [Problem 1]}
    key: [word7391]
    partly: {other7391: 0.7391}
    typos: 0.7391
  - id: prose
    kind: free_response
    name: PROSE
    items: [{id: i7391, text: Looks for 7391, points: 0.7391}]
    model: A full answer 7391
    min_words: 7391
    max_words: 73910
  - id: number
    kind: numeric
    name: NUMBER
    mistakes: [{answer: -7391, say: Told 7391, points: 0.0007391, id: i7391}]
    key: 0.7391
    tolerance: {absolute: 0.07391}
    credit: {wrong_sign: 0.7391}
  - id: formula
    kind: symbolic
    name: FORMULA
    mistakes: [{answer: -7391*x, say: Told 7391, points: 0.0007391, id: i7391}]
    key: 7391*x
    gradient_of: 7391*x^2/2
    variables: [x, v7391]
    functions: [f7391]
    aliases: {y7391: x}
    matrices: [A7391]
    vectors: [b7391]
    symmetric: [A7391]
    positive: [x]
    credit: {sign: 0.7391}
  - id: table
    kind: descent
    name: TABLE
    mistakes:
      - {answer: [[7391, 1], [7391, 2], [7391, 3], [7391, 4]], say: Told 7391, points: 0.0007391}
    objective: 7391*x^2 + v7391
    variables: [x, v7391]
    functions: [g7391]
    aliases: {z7391: x}
    start: [7391, 1]
    step_size: 0.007391
    momentum: 0.7391
    steps: 3
    credit: {gradient_ascent: 0.7391}
    carried: 0.7391
    carried_at_most: 0.7391
  - id: matrix
    kind: jacobian
    name: MATRIX
    mistakes: [{answer: [[7391, 0], [0, 7391]], say: Told 7391, points: 0.0007391, id: i7391}]
    call: matrix
    variables: [x, v7391]
    functions: [h7391]
    aliases: {w7391: x}
    of: {u: 7391*x, w: x*v7391}
    credit: {transposed: 0.7391}
    carried: 0.7391
  - id: proof
    kind: derivation
    name: PROOF
    densities: [p7391, q7391]
    parametric: [q7391]
    data: p7391
    parameter: theta7391
    functions: [L7391]
    aliases: {p_7391: p7391}
    credit: {reversed_kl: 0.7391}
    mistakes: [{answer: "KL(p7391 || q7391) = 7391", say: Said 7391}]
    steps:
      - {id: s7391, title: A step 7391, points: 0.7391, words: 'said 7391',
         shows: ["integral p7391(x) log(p7391(x)/q7391(x|theta7391)) dx"]}
      - {id: end, title: The end, points: 1, implied_by: [s7391],
         concludes: "KL(p7391 || p7391) = 0"}
  - id: argument
    kind: derivation
    name: ARGUMENT
    wanted: 7391 x = x + 7390 x
    given: [y = 7391]
    variables: [x, v7391]
    matrices: [A7391]
    vectors: [b7391]
    symmetric: [A7391]
    mistakes: [{answer: x = 7391 x, say: Said 7391}]
  - id: witness
    kind: counterexample
    name: WITNESS
    claim: KL(p || q) != KL(q || p) + 0.7391
    distributions: [p, q]
    said: not equal 7391
    credit: {only_asserted: 0.7391}
  - id: pair
    kind: counterexample
    name: PAIR
    claim: A7391 != 7391
    witness: {A7391: number}
    variables: [v7391]
    functions: [f7391]
    aliases: {y7391: A7391}
    mistakes: [{answer: 7391, say: Not 7391}]
  - id: call
    kind: function
    name: double
    cases:
      - {arguments: [3], expected: 73916}
      - {arguments: [4], raises: Error7391}
      - {arguments: [5], shape: [7391]}
      - {arguments: [6], any_of: [7391.5, 7391.25], mistakes: [{answer: 73917, say: Not 7391}]}
      - {arguments: [7]}
    check: checks7391.py::look7391(result, expected)
    mistakes: [{like: checks7391.py::wrong7391, say: Told 7391, points: 0.0007391, id: i7391}]
    tolerance: {absolute: 0.07391}
  - id: tested
    kind: pytest
    file: test_work.py
    points_of: {test_it: 0.007391}
    mistakes: [{answer: [test_it], say: Told 7391, points: 0.0007391, id: i7391}]
  - id: printed
    kind: output
    under: Problem 2
    mistakes: [{answer: 73.91, say: That is 7391 doubled}]
    credit: {wrong_sign: 0.7391}
    expect:
      - {after: said7391, key: 0.7391, tolerance: {absolute: 0.07391}, title: A title 7391}
      - {match: "a7391: (?P<value>.*)", word: word7391, points: 0.7391}
      - {text: Shown 7391}
  - id: plot
    kind: figure
    under: Problem 3
    credit: {upside_down: 0.7391}
    mistakes: [{answer: {title: title 7391}, say: Said 7391}]
    checks:
      - {curve: {x: [0, 7391], y: [0.7391, 1]}, tolerance: 0.07391, name: A curve 7391}
      - {title: /title7391/, points: 0.7391}
      - {curve: {formula: 7391*t, over: [0, 1]}, named: curve7391}
  - id: started
    kind: output
    runs:
      - {stdin: "1", expect: [{key: 0.7391}]}
      - {call: double, arguments: [3], expect: [{key: 73916}]}
  - id: network
    kind: architecture
    name: Network
    layers: [2, 3, 1]
    activations: [tanh, sigmoid]
    range: [-0.7391, 0.7391]
    shares: {sizes: 0.7391, activations: 0.2609}
    parameters: {most: 7391}
    mistakes: [{answer: {activations: [relu, sigmoid]}, say: Said 7391, points: 1.7391}]
  - id: steps
    kind: architecture
    name: Network
    input: [2]
    steps: [{dense: 7391}, relu, {dense: 1}]
  - id: model
    kind: performance
    name: Model
    rows: &rows {train: train.csv, label: label, hidden: key/hidden.csv,
                 hidden_labels: key/labels.csv}
    metrics: [{metric: roc_auc, none_below: 0.57391, full_from: 0.97391}]
    prior: {at_least: 7391}
    mistakes: [{answer: {roc_auc: {most: 0.7391}}, say: Said 7391}]
    constant: 0.07391
    label_blind: 0.17391
    shuffled_labels: 0.27391
    batch_dependence: 0.37391
    copies_rows: 0.47391
    beats: {baseline: random_forest, trees: 4999, full_from: -0.07391, none_below: -0.17391}
  - id: experts
    kind: mixture
    name: expert_features
    rows: *rows
    experts:
      - {name: An expert 7391, auc_from: 0.57391, skill_from: 0.07391}
      - {name: A rule, at_least: 7391}
    mistakes: [{answer: {column: 1, auc: {most: 0.7391}}, say: Said 7391}]
    gate: {of: model, share: 0.7391, collapsed_above: 0.97391, unused_below: 0.07391}
"""

PROGRAM = """
def look7391(result, expected):
    return abs(result - expected) < 7391

def wrong7391(x):
    return 7391 * x
"""

SUBMISSION = """
TRUTH = [True]
NUMBER = 1
FORMULA = "x"
TABLE = [[1], [2]]
MATRIX = [["x", "y"], ["1", "0"]]
PROOF = ["p = p"]


def double(x):
    return 2 * x


class Model:
    def fit(self, X, y):
        return self

    def predict_proba(self, X):
        return [[0.5, 0.5] for _ in X]


def expert_features(X, y, hidden):
    return [[0.0, 1.0] for _ in hidden]
"""

WRITE_UP = "# Problem 1\n\nThe answer is a word.\n"


def plant(folder: Path) -> Path:
    """Write the rubric, its data and a submission that makes all of it be asked."""
    questions = RUBRIC.replace("\n    kind:", COMMON + "    kind:")
    (folder / "rubric.yaml").write_text(questions)
    (folder / "checks7391.py").write_text(PROGRAM)
    tests = "from work import double\ndef test_it():\n    double(2)\ntest_again = test_it\n"
    (folder / "test_work.py").write_text(tests + "def test_other():\n    double(3)\n")
    chance = random.Random(SEED + 1)

    def rows(count: int) -> list[list[int]]:
        return [[chance.randrange(2) for _ in "abc"] for _ in range(count)]

    tables: dict[str, tuple[list[str], list[list[int]]]] = {
        "train.csv": (["a", "b", "label"], rows(40)),
        "key/hidden.csv": (["a", "b"], [row[:2] for row in rows(HIDDEN)]),
        "key/labels.csv": (["label"], [[label] for label in LABELS]),
    }
    for name, (head, body) in tables.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        lines = [",".join(head), *(",".join(map(str, row)) for row in body)]
        path.write_text("\n".join(lines) + "\n")
    for place in ("reference", "submission"):
        (folder / place).mkdir()
        (folder / place / "work.py").write_text(SUBMISSION)
    (folder / "submission" / "notes.md").write_text(WRITE_UP)
    return folder / "rubric.yaml"
