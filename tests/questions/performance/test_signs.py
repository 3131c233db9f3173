"""Models that learn nothing are named, whatever they predict, and honest ones are not accused."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from grader.questions.performance import Performance
from tests.questions.performance.models import WORDS, fits_of, marked, question

TARGETS = ("number", "several", "two")


def honest(target: str, linear: bool) -> Any:
    """A model that learns from rows and labels."""

    def fit(X: Any, y: Any) -> Any:
        if target == "number":
            model = LinearRegression() if linear else RandomForestRegressor(20, random_state=0)
            return model.fit(X, y).predict
        model = LogisticRegression() if linear else RandomForestClassifier(20, random_state=0)
        found = model.fit(X, y).predict_proba
        return found if target == "several" else lambda rows: found(rows)[:, 1]

    return fit


def knowing(target: str) -> Any:
    """A model that learns nothing from the labels it is given and knows the right ones: a little
    of them changes what it says, so that it is not blind.
    """

    def fit(X: Any, y: Any) -> Any:
        noise = 1e-3 * np.random.default_rng(zlib.crc32(repr(y.tolist()).encode())).random()

        def said(rows: Any) -> Any:
            if target == "number":
                return 3 * rows[:, 0] - rows[:, 1] + noise
            score = rows[:, 0]
            if target == "two":
                return 1 / (1 + np.exp(-4 * score)) * (1 - noise)
            powers = np.exp(-6 * np.abs(score[:, None] - np.array([-1.2, 0, 1.2]))) + noise
            return powers / powers.sum(axis=1, keepdims=True)

        return said

    return fit


def answer(asked: Performance, fit: Any) -> Any:
    """What a fit's fits say, columns in the order of the classes' names."""
    return fits_of(asked, fit, list(WORDS) if asked.target == "several" else None)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("linear", [True, False])
def test_honest_models_are_full_and_not_accused(target: str, linear: bool) -> None:
    """Nothing is said of them, and a rubric that refuses everything takes nothing away."""
    refused = dict.fromkeys(
        ("constant", "label_blind", "shuffled_labels", "batch_dependence", "copies_rows"), "refuse"
    )
    asked = question(target, **refused)
    found = marked(asked, answer(asked, honest(target, linear)))
    assert found.score == 4 and found.mistakes == ()


@pytest.mark.parametrize("target", TARGETS)
def test_a_model_that_never_looks_at_labels_is_named(target: str) -> None:
    """Fits to shuffled labels say the same; the rubric says what that costs."""

    def fit(X: Any, y: Any) -> Any:
        return knowing(target)(X, np.zeros(3))

    asked = question(target)
    found = marked(asked, answer(asked, fit))
    assert found.mistakes == ("label_blind",) and found.score == 4
    assert "it never looks at the labels" in " ".join(found.feedback)
    refusing = question(target, label_blind="refuse")
    assert marked(refusing, answer(refusing, fit)).score == 0
    half = marked(question(target, label_blind="1/2"), answer(asked, fit))
    assert half.score == 2 and "That leaves 2 of 4." in half.feedback
    asking = marked(question(target, label_blind="ask"), answer(asked, fit))
    assert asking.status == "awaiting" and "A person decides" in " ".join(asking.feedback)


@pytest.mark.parametrize("target", TARGETS)
def test_a_model_that_knows_what_it_was_not_told_is_found(target: str) -> None:
    """It is a finding, and costs points where the rubric says so."""
    asked = question(target)
    found = marked(asked, answer(asked, knowing(target)))
    assert found.mistakes == ("shuffled_labels",) and found.score == 4
    assert "not told" not in " ".join(found.feedback)
    refusing = question(target, shuffled_labels="refuse")
    refused = marked(refusing, answer(refusing, knowing(target)))
    assert refused.score == 0 and "it knows what it was not told" in " ".join(refused.feedback)


@pytest.mark.parametrize("target", TARGETS)
def test_one_value_for_all_is_named(target: str) -> None:
    """With what it would have to do instead said by the metric; it earns nothing."""
    said: dict[str, Any] = {"number": 0.4, "several": [0.2, 0.5, 0.3], "two": 0.5}
    asked = question(target)
    found = marked(asked, answer(asked, lambda X, y: lambda rows: [said[target]] * len(rows)))
    assert found.score == 0 and found.mistakes[0] == "constant"
    assert "label_blind" not in found.mistakes


def test_copies_of_training_rows_are_named() -> None:
    """The label of the nearest row, of numbers and of classes; five neighbours are no copy."""
    asked = question("number", copies_rows="1/2")
    copying = answer(asked, lambda X, y: KNeighborsRegressor(1).fit(X, y).predict)
    found = marked(asked, copying)
    assert found.mistakes == ("copies_rows",) and found.score is not None and found.score <= 2
    assert "copies rows instead of learning" in " ".join(found.feedback)
    five = answer(asked, lambda X, y: KNeighborsRegressor(5).fit(X, y).predict)
    assert marked(asked, five).mistakes == ()
    several = question("several")
    for neighbours, named in ((1, ("copies_rows",)), (5, ())):
        model = KNeighborsClassifier(neighbours)
        said = answer(several, lambda X, y, model=model: model.fit(X, y).predict)
        assert marked(several, said).mistakes == named


def test_predictions_that_depend_on_the_batch_may_cost_points() -> None:
    """They are a finding for staff, and named to the student where they cost something."""

    def fit(X: Any, y: Any) -> Any:
        model = LinearRegression().fit(X, y)
        return lambda rows: model.predict(rows) + 0.05 * np.std(rows)

    asked = question("number")
    found = marked(asked, answer(asked, fit))
    assert found.mistakes == ("batch_dependence",) and found.score == 4
    refused = marked(question("number", batch_dependence="refuse"), answer(asked, fit))
    assert refused.score == 0
    assert "Predictions of a row change with the other rows" in " ".join(refused.feedback)


def test_worse_than_nothing_is_said_in_words() -> None:
    """Numbers on another scale, and two classes the other way round."""
    asked = question("number")
    found = marked(asked, answer(asked, lambda X, y: lambda rows: 40 + rows[:, 0]))
    assert found.score == 0 and "worse_than_mean" in found.mistakes
    assert "Always saying the mean of the labels would come closer." in found.feedback
    two = question("two")
    turned = marked(two, answer(two, lambda X, y: lambda rows: 1 / (1 + np.exp(rows[:, 0]))))
    assert turned.score == 0 and "classes_turned" in turned.mistakes


@pytest.mark.parametrize("written", [True, 2, -1, "maybe", [], "3/2", None])
def test_what_follows_from_a_sign_is_a_word_or_a_share(written: Any) -> None:
    """Anything else is told with what to write."""
    with pytest.raises(ValueError, match="write note, ask, refuse, or the share of the points"):
        question("number", constant=written)
