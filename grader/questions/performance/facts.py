"""Key facts about models: labels, baselines, how far from chance luck takes an honest model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from grader.measures.integrity import stratified_auc
from grader.measures.metrics import UnknownMetric, metric
from grader.measures.resample import draw
from grader.measures.scorers import Target, mistake
from grader.measures.shuffled import skill
from grader.measures.signs import nearest_labels
from grader.questions.performance.held_out import shown_class
from grader.questions.performance.measure import curve, labels_of
from grader.questions.performance.shuffles import filled, shuffled_labels
from grader.questions.performance.targets import labels_are

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.performance import Performance
    from grader.questions.performance.fields import Beats

    Floats = NDArray[np.float64]

FOREST = "a random forest on the raw columns"
SHUFFLES = 24
MOST_ROWS = 2000
"""Training rows that luck is tried out on: of fewer rows it is larger, so nobody is accused."""
NAMES = {
    "random_forest": FOREST,
    "logistic_regression": "a logistic regression on the raw columns",
    "prevalence": "the share of ones, for everybody",
    "linear_regression": "a linear regression on the raw columns",
    "mean": "the mean of the training labels, for everybody",
}


def performance_facts(question: Performance, source: Performance, seed: int) -> dict[str, Any]:
    """Labels, the baseline's predictions, and how much ROC AUC varies over refits on shuffled
    labels.
    """
    assert source.rows is not None
    names = [ramp.metric for ramp in question.metrics]
    for wanted in [*names, question.beats.metric] if question.beats else names:
        said = mistake(wanted, source.target, labels_are(source.rows))
        if said:
            raise UnknownMetric(f"{question.id}: {said}")
        metric(wanted)
    baseline = question.beats.baseline if question.beats else None
    X, y, hidden, labels = source.rows.parts(
        as_classes=source.target != "number",
        labels_only=source.handed is not None and not baseline,
    )
    if source.target == "number":
        facts: dict[str, Any] = {"labels": labels.tolist(), "target": "number"}
    else:
        classes = [shown_class(name) for name in source.classes]
        facts = {"labels": labels.astype(int).tolist(), "target": source.target, "classes": classes}
    if question.metrics and source.is_fitted_here:
        facts["nearest"] = nearest_labels(filled(X, X), y, filled(hidden, X))
    if source.handed is not None and not baseline:
        return facts
    if source.target != "two":
        if question.beats and baseline:
            facts["baseline"] = _other_baseline(question.beats, source, X, y, hidden, seed)
        if question.metrics and source.shuffles:
            found = chance_of_others(X, y, hidden, labels_of(facts), seed, source.target)
            facts["shuffles"] = found
        return facts
    whole = labels.astype(int)
    predicted = _baseline(question.beats, X, y, hidden, seed)
    facts["baseline"] = {
        "name": NAMES[baseline or "random_forest"],
        "probabilities": [round(float(p), 6) for p in predicted],
        "curve": curve(whole, predicted) if 0 < whole.sum() < len(whole) else None,
        "auc": round(metric("roc_auc").value(whole, predicted), 6),
    }
    if question.metrics and source.shuffles and 0 < whole.sum() < len(whole):
        rule = source.prior.at_least if source.prior else None
        facts["shuffles"] = chance_of_two(X, y, hidden, whole, seed, rule)
    return facts


def _other_baseline(
    beats: Beats, source: Performance, X: Floats, y: Floats, hidden: Floats, seed: int
) -> dict[str, Any]:
    """A baseline's predictions of several classes, or of numbers."""
    from sklearn.dummy import DummyClassifier, DummyRegressor
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.linear_model import LinearRegression, LogisticRegression

    models: dict[str, Any]
    if source.target == "number":
        models = {
            "random_forest": RandomForestRegressor(beats.trees, random_state=seed % 2**32),
            "linear_regression": LinearRegression(),
            "mean": DummyRegressor(),
        }
    else:
        models = {
            "random_forest": RandomForestClassifier(beats.trees, random_state=seed % 2**32),
            "logistic_regression": LogisticRegression(max_iter=1000),
            "prevalence": DummyClassifier(strategy="prior"),
        }
    name = beats.baseline or "random_forest"
    model = models[name].fit(filled(X, X), y)
    rows = filled(hidden, X)
    said = model.predict(rows) if source.target == "number" else model.predict_proba(rows)
    words = "the share of each class" if name == "prevalence" else NAMES[name]
    return {"name": words, "probabilities": said.round(6).tolist()}


def _baseline(beats: Beats | None, X: Floats, y: Floats, hidden: Floats, seed: int) -> Floats:
    """Probabilities of the baseline for the hidden rows."""
    import numpy as np
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression

    wanted = (beats.baseline if beats else None) or "random_forest"
    if wanted == "prevalence":
        return np.full(len(hidden), y.mean())
    trees = beats.trees if beats else 300
    model = (
        LogisticRegression(max_iter=1000)
        if wanted == "logistic_regression"
        else RandomForestClassifier(n_estimators=trees, random_state=seed % 2**32)
    )
    said: Floats = model.fit(filled(X, X), y).predict_proba(filled(hidden, X))[:, 1]
    return said


def chance_of_two(
    X: Floats, y: Floats, hidden: Floats, labels: Any, seed: int, rule: int | None
) -> Mapping[str, Any]:
    """How far from 0.5 ROC AUC lies by the shuffle alone, with and without the rule's strata."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression

    strata = None if rule is None else (hidden.sum(axis=1) >= rule).astype(int).tolist()
    models = (LogisticRegression(max_iter=200), RandomForestClassifier(25, random_state=0))

    def said(model: Any, rows: Floats) -> Floats:
        found: Floats = model.predict_proba(rows)[:, 1]
        return found

    runs = _runs(models, X, y, hidden, seed, "two", said)

    def spread(strata: list[int] | None) -> float:
        def auc(counts: Floats, run: Floats) -> Floats:
            return stratified_auc(counts, labels, run, strata)

        return _spread(runs, len(labels), seed, 0.5, auc)

    return {"strata": strata, "spread": spread(None), "spread_inside": spread(strata)}


def chance_of_others(
    X: Floats, y: Floats, hidden: Floats, labels: Any, seed: int, target: Target
) -> Mapping[str, Any]:
    """The same for the skill of several classes, or of numbers, which is 0 by chance."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.linear_model import LinearRegression, LogisticRegression

    models: tuple[Any, ...]
    if target == "number":
        models = (LinearRegression(), RandomForestRegressor(25, random_state=0))
    else:
        models = (LogisticRegression(max_iter=200), RandomForestClassifier(25, random_state=0))

    def said(model: Any, rows: Floats) -> Floats:
        found: Floats = model.predict(rows) if target == "number" else model.predict_proba(rows)
        return found

    runs = _runs(models, X, y, hidden, seed, target, said)

    def known(counts: Floats, run: Floats) -> Floats:
        return skill(counts, labels, run)

    return {"spread": _spread(runs, len(labels), seed, 0.0, known)}


def _runs(
    models: tuple[Any, ...],
    X: Floats,
    y: Floats,
    hidden: Floats,
    seed: int,
    target: Target,
    said: Callable[[Any, Floats], Floats],
) -> list[list[Floats]]:
    """What honest models say of the hidden rows after fits to shuffled labels, again and again."""
    import numpy as np

    if len(X) > MOST_ROWS:
        picked = np.random.default_rng(seed).permutation(len(X))[:MOST_ROWS]
        X, y = X[picked], y[picked]
    X, hidden = filled(X, X), filled(hidden, X)
    shuffles = [shuffled_labels(X, y, seed + number, target) for number in range(SHUFFLES)]
    return [[said(model.fit(X, s), hidden) for s in shuffles] for model in models]


def _spread(
    runs: list[list[Floats]],
    rows: int,
    seed: int,
    chance: float,
    measure: Callable[[Floats, Floats], Floats],
) -> float:
    """How far from chance a measure lies by the shuffle alone, as a standard deviation; the larger
    of the models.
    """
    import numpy as np

    counts = draw(rows, seed, 200)
    spreads = []
    for model in runs:
        drawn = np.stack([measure(counts, run) for run in model])
        each = np.nanmean(drawn, axis=1)
        by_rows = float(np.nanvar(drawn, axis=1).mean())
        spreads.append(max(float(((each - chance) ** 2).mean()) - by_rows / 2, 0.0) ** 0.5)
    return float(round(max(spreads), 4))
