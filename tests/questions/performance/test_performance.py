"""Performance marked by intervals: honest models, mediocre ones, and all that can go wrong."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.errors import UsageMistake
from grader.evidence import Answer, Died, Fault, Malformed, Missing, Outcome, TimedOut
from grader.marking.facts import build_facts
from grader.marking.measures import measure_all
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.performance import Performance
from grader.values import array_of
from tests.measures.homework import METRICS, collected, improvement, performance

CASES = Path(__file__).parents[2] / "cases"
QUESTION, BETTER = performance(), improvement()
FACTS = build_facts([QUESTION, BETTER], 11)


def said_by(model: Any, question: Performance = QUESTION) -> Answer:
    """The evidence of a model that is a function of (rows, the fit's number)."""
    assert question.rows is not None
    _, _, hidden, _ = question.rows.parts()
    fits = []
    for number, _plan in enumerate(question.fits):
        batches = [
            array_of(np.asarray(model(hidden[batch], number), dtype=float))
            for batch in question.batches(len(hidden))
        ]
        fits.append({"ok": True, "method": "predict_proba", "batches": batches, "also": {}})
    return Answer(fits)


def marked(outcome: Outcome, question: Performance = QUESTION) -> Mark:
    """The mark of one outcome of p5.performance, measured as a run measures it."""
    outcomes = {QUESTION.id: outcome}
    measured = measure_all([QUESTION, BETTER], FACTS, outcomes, 11)
    main = Given({"": outcome}, measures=measured.get(QUESTION.id, {}))
    if question is QUESTION:
        return QUESTION.mark(main)
    given = Given({}, measures=measured.get(question.id, {}), others=lambda _: main)
    return question.mark(given)


def sigmoid(rows: Any, sharp: float = 1.0) -> Any:
    """A good model of the generated data: a score of the items."""
    score = rows @ np.array([1.2, 2.2, 2.8, 2.6, 1.6, 2.4, 1.8, 1.0, 2.6, 1.4]) - 14
    return 1 / (1 + np.exp(-sharp * score / 3))


MODELS: list[tuple[str, Any, Fraction, Fraction]] = [
    ("good", lambda rows, n: sigmoid(rows), Fraction(4), Fraction(2)),
    ("constant", lambda rows, n: np.full(len(rows), 0.2), Fraction(0), Fraction(0)),
    ("flipped", lambda rows, n: 1 - sigmoid(rows), Fraction(0), Fraction(0)),
    ("bare rule", lambda rows, n: rows.sum(axis=1) >= 6, Fraction(1), Fraction(2)),
    ("one item", lambda rows, n: 0.05 + 0.35 * rows[:, 0], Fraction(1), Fraction(0)),
]


@pytest.mark.parametrize(("name", "model", "points", "beats"), MODELS, ids=[m[0] for m in MODELS])
def test_models_earn_what_they_are_worth(
    name: str, model: Any, points: Fraction, beats: Fraction
) -> None:
    """ROC AUC and Brier together tell the bare rule from a model; AUC alone cannot."""
    mark = marked(said_by(model))
    assert mark.score is not None
    assert mark.score <= points
    assert (mark.score == 4) == (name == "good")
    assert all("95 % interval" in said for said in mark.feedback[:2])
    assert marked(said_by(model), BETTER).score == beats


def test_the_smallest_ramp_counts_and_every_metric_is_a_part() -> None:
    """Two parts, each out of all points."""
    mark = marked(said_by(lambda rows, n: rows.sum(axis=1) >= 6))
    assert [part.id for part in mark.parts] == ["p5.performance.roc_auc", "p5.performance.brier"]
    assert mark.score == min(part.score or 0 for part in mark.parts)
    assert "labels, not probabilities" in " ".join(mark.feedback)


def test_pictures_are_plain_data() -> None:
    """ROC curve with the baseline's, intervals against thresholds, confusion matrix."""
    plot = marked(said_by(lambda rows, n: sigmoid(rows))).plot
    assert plot is not None
    assert {"roc", "intervals", "confusion"} <= set(plot)
    assert plot["roc"]["student"][0] == [0, 0]
    assert plot["roc"]["student"][-1] == plot["roc"]["baseline"][-1] == [1, 1]
    assert sum(map(sum, plot["confusion"]["counts"])) == 200
    assert [row["lower_is_better"] for row in plot["intervals"]] == [False, True]


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ("benefit_of_doubt", Status.CORRECT),
        ("median", Status.PARTIAL),
        ("by_hand", Status.AWAITING),
    ],
)
def test_a_borderline_result_is_decided_by_the_rubrics_rule(rule: str, status: Status) -> None:
    """The interval reaches over the threshold: doubt, the median of the seeds, or a person."""
    facts = FACTS[QUESTION.id]
    first = {"point": 0.83, "low": 0.78, "high": 0.88, "each": [0.82, 0.83, 0.83, 0.84]}
    question = performance(borderline=rule, metrics=METRICS[:1])
    measures = {
        "first": {"roc_auc": first},
        "more": {"roc_auc": first},
        "rows": len(facts["labels"]),
    }
    mark = question.mark(Given({"": Answer([])}, measures=measures))
    assert mark.status is status
    assert "0.780 to 0.880" in mark.feedback[0]


def test_the_smallest_of_two_measures_counts_and_the_report_says_so() -> None:
    """Where one measure earns all and the other little, a sentence tells which counts."""
    level = {"point": 0.95, "low": 0.94, "high": 0.96, "each": [0.95, 0.95]}
    poor = {"point": 0.3, "low": 0.29, "high": 0.31, "each": [0.3, 0.3]}
    good = {"point": 0.01, "low": 0.01, "high": 0.02, "each": [0.01, 0.01]}
    uneven, even = (
        QUESTION.mark(Given({"": Answer([])}, measures={"first": first, "rows": 200}))
        for first in ({"roc_auc": level, "brier": poor}, {"roc_auc": level, "brier": good})
    )
    assert uneven.score == 0
    assert uneven.feedback[-1].endswith("so the lowest counts: 0 of 4.")
    assert len(even.feedback) == 2


def test_more_seeds_count_only_where_the_result_is_borderline() -> None:
    """A clear result is told with the first seeds, a blurred one with all of them."""
    clear = marked(said_by(lambda rows, n: sigmoid(rows))).feedback[0]
    assert "2 seeds" in clear
    blurred = marked(said_by(lambda rows, n: 0.5 + 0.02 * rows[:, 3] + 0.01 * rows[:, 5])).feedback[
        0
    ]
    assert "4 seeds" in blurred


def test_half_the_points_where_the_interval_lies_below_the_first_margin() -> None:
    """Worse than a forest, but by less than the second margin."""
    difference = {"point": -0.03, "low": -0.05, "high": -0.02, "baseline": "a forest"}
    measures = {"first": {"": {}}, "difference": difference, "rows": 200}
    main = Given({"": Answer([])})
    mark = BETTER.mark(Given({}, measures=measures, others=lambda _: main))
    assert mark.score == 1
    assert "worse" in mark.feedback[0]


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [
        (Missing(), Status.MISSING, "MixtureOfExperts"),
        (TimedOut(10.0, "fit"), Status.AWAITING, "stopped after 10 s while fit"),
        (Died("it used more memory than allowed"), Status.INCORRECT, "more memory"),
        (Malformed("a frame was cut off"), Status.INCORRECT, "could not be read"),
        (Fault("the server died"), Status.NOT_GRADABLE, ""),
        (Answer([]), Status.INCORRECT, "nothing came back"),
        (Answer("x"), Status.INCORRECT, "nothing came back"),
        (Answer([{"ok": True}] * 6), Status.INCORRECT, "nothing came back"),
    ],
    ids=["missing", "slow", "died", "malformed", "fault", "empty", "text", "forged"],
)
def test_lost_answers_say_why(outcome: Outcome, status: Status, said: str) -> None:
    """Never an exception, and an internal error is never a zero."""
    for question in (QUESTION, BETTER):
        mark = marked(outcome, question)
        assert mark.status is status, mark
        assert said in " ".join(mark.feedback)
        assert (mark.score is None) == (status in (Status.NOT_GRADABLE, Status.AWAITING))


CLASS = "class MixtureOfExperts:\n    def fit(self, X, y): "
BROKEN = [
    ("class MixtureOfExperts:\n    def __init__(self, depth): pass", "building the model"),
    (CLASS + "1 / 0", "ZeroDivisionError was raised at line 2 while fit ran"),
    (CLASS + "pass", "has none of: predict_proba, predict"),
    (
        CLASS + "pass\n    def predict(self, X): raise ValueError(str(X))",
        "ValueError was raised at line 3 while predicting.",
    ),
    (
        CLASS + "pass\n    def predict(self, X): return [0.5]",
        "predict gave fewer predictions than the 200 rows",
    ),
    ("MixtureOfExperts = 3", "neither a class with fit nor a function"),
    ("import sys\n" + CLASS + "sys.exit()", "SystemExit"),
]


@pytest.mark.parametrize(("source", "said"), BROKEN)
def test_broken_models_are_told_what_broke(source: str, said: str) -> None:
    """The stage and the student's own line; after hidden rows went in, no message."""
    outcome = collected(source.encode(), [QUESTION]).outcomes[QUESTION.id]
    mark = marked(outcome)
    assert mark.score == 0
    assert said in " ".join(mark.feedback)


WORKING = [
    (
        "numpy",
        "class M:\n"
        "    def fit(self, X, y): assert X.shape == (600, 10) and y.dtype == 'int64'\n"
        "    def predict_proba(self, X): return X.mean(axis=1)",
    ),
    (
        "list",
        "class M:\n    def fit(self, X, y): assert type(X) is list\n"
        "    def predict(self, X): return [sum(row) / 10 for row in X]",
    ),
    ("numpy", "def M(X, y):\n    return lambda rows: rows.mean(axis=1)"),
    (
        "numpy",
        "class Any:\n    def fit(self, X, y): self.k = 10\n"
        "    def predict_proba(self, X): return X.sum(axis=1) / self.k\n"
        "M = Any()",
    ),
    (
        "torch",
        "import torch\ndef M(X, y):\n    class Net(torch.nn.Module):\n"
        "        def forward(self, x): return x.mean(dim=1, keepdim=True)\n    return Net()",
    ),
]


@pytest.mark.parametrize(("inputs", "source"), WORKING)
def test_estimators_instances_and_training_functions_are_taken(inputs: str, source: str) -> None:
    """scikit-learn's convention, an object, a function that trains, a torch module it returns."""
    question = performance(name="M", inputs=inputs)
    outcome = collected(source.encode(), [question]).outcomes[question.id]
    mark = marked(outcome)
    assert mark.score is not None
    assert mark.score > 0, mark.feedback


def test_fit_is_called_at_most_six_times_and_hidden_rows_come_after_the_last() -> None:
    """The count of all of problem 5's questions together; the seeds are set before construction."""
    source = (
        "import random\ncalls = []\nclass MixtureOfExperts:\n"
        "    def __init__(self): self.x = random.random()\n"
        "    def fit(self, X, y): calls.append('fit')\n"
        "    def predict_proba(self, X):\n"
        "        calls.append('predict')\n"
        "        first = calls.index('predict')\n"
        "        fine = calls[:first].count('fit') == 6 and 'fit' not in calls[first:]\n"
        "        return X.mean(axis=1) * (0.9 + self.x / 10) if fine else None\n"
    )
    outcome = collected(source.encode(), [QUESTION, BETTER]).outcomes[QUESTION.id]
    mark = marked(outcome)
    assert mark.score is not None
    assert mark.score > 0, mark.feedback
    again = collected(source.encode(), [QUESTION, BETTER]).outcomes[QUESTION.id]
    assert outcome == again


def test_a_model_that_trains_too_long_loses_its_questions_with_the_reason() -> None:
    """The limit is the rubric's; a person decides of the comparison, which names none."""
    question = performance(seconds=0.5)
    source = "class MixtureOfExperts:\n    def fit(self, X, y):\n        while True: pass"
    outcome = collected(source.encode(), [question]).outcomes[question.id]
    assert isinstance(outcome, TimedOut)
    for mark, score in ((question.mark(Given({"": outcome})), 0), (marked(outcome, BETTER), None)):
        assert mark.score == score
        assert "stopped after 0.5 s" in mark.feedback[0]


def test_a_released_question_holds_out_training_rows() -> None:
    """Without hidden rows a self-check still says something."""
    rows = {"train": "rubric/homework2/asd_train.csv", "label": "Class/ASD"}
    question = performance(rows=rows)
    assert question.rows is not None
    assert [len(part) for part in question.rows.parts()] == [450, 450, 150, 150]
    facts = build_facts([question], 1)
    measured = measure_all(
        [question], facts, {question.id: said_by(lambda r, n: sigmoid(r), question)}, 1
    )
    assert measured[question.id]["first"]["roc_auc"]["point"] > 0.8


def test_a_metric_that_is_none_stops_the_run_before_it_starts() -> None:
    """It is the instructor's mistake, never a student's zero."""
    wrong = performance(metrics=[{"metric": "rocauc", "none_below": 0, "full_from": 1}])
    with pytest.raises(UsageMistake, match="there is no metric 'rocauc'; did you mean"):
        build_facts([wrong], 1)


def test_mistakes_of_the_rubric_are_told() -> None:
    """Missing rows, no ramp, two rivals, a label that is no column."""
    paths = [path for path, _ in performance(rows=None, metrics=[]).problems()]
    assert paths == ["rows", "metrics"]
    both = improvement(beats={"baseline": "random_forest", "question": "p1"})
    assert [path for path, _ in both.problems()] == ["beats"]
    rows = {"train": "rubric/homework2/asd_train.csv", "label": "ASD"}
    assert performance(rows=rows).problems()[0][0] == "rows.label"
