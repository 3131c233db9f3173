"""Key facts about models: labels, baselines, how far from chance luck takes an honest model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.measures.integrity import stratified_auc
from grader.measures.metrics import UnknownMetric, metric
from grader.measures.resample import draw
from grader.measures.scorers import mistake
from grader.questions.performance.held_out import shown_class
from grader.questions.performance.measure import curve
from grader.questions.performance.targets import labels_are

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.questions.performance import Beats, Performance

    Floats = NDArray[np.float64]

SHUFFLES = 24
FOREST = "a random forest on the raw columns"
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
    import numpy as np

    assert source.rows is not None
    names = [ramp.metric for ramp in question.metrics]
    for wanted in [*names, question.beats.metric] if question.beats else names:
        said = mistake(wanted, source.target, labels_are(source.rows))
        if said:
            raise UnknownMetric(f"{question.id}: {said}")
        metric(wanted)
    X, y, hidden, labels = source.rows.parts(as_classes=source.target != "number")
    if source.target == "number":
        facts: dict[str, Any] = {"labels": labels.tolist(), "target": "number"}
    else:
        classes = [shown_class(name) for name in source.classes]
        facts = {"labels": labels.astype(int).tolist(), "target": source.target, "classes": classes}
    if source.target != "two":
        if question.beats and question.beats.baseline:
            facts["baseline"] = _other_baseline(question.beats, source, X, y, hidden, seed)
        return facts
    whole = labels.astype(int)
    name = (question.beats.baseline if question.beats else None) or "random_forest"
    predicted = _baseline(question.beats, X, y, hidden, seed)
    facts["baseline"] = {
        "name": NAMES[name],
        "probabilities": [round(float(p), 6) for p in predicted],
        "curve": curve(whole, predicted) if 0 < whole.sum() < len(whole) else None,
        "auc": round(metric("roc_auc").value(whole, predicted), 6),
    }
    if question.metrics and source.shuffles and 0 < whole.sum() < len(whole):
        rule = source.prior.at_least if source.prior else None
        strata = None if rule is None else (hidden.sum(axis=1) >= rule).astype(int).tolist()
        runs = _shuffled_runs(X, y, hidden, seed)
        facts["shuffles"] = {
            "strata": strata,
            "spread": _spread(runs, np.asarray(whole), seed, None),
            "spread_inside": _spread(runs, np.asarray(whole), seed, strata),
        }
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
    model = models[name].fit(X, y)
    said = model.predict(hidden) if source.target == "number" else model.predict_proba(hidden)
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
    said: Floats = model.fit(X, y).predict_proba(hidden)[:, 1]
    return said


def _shuffled_runs(X: Floats, y: Floats, hidden: Floats, seed: int) -> list[list[Floats]]:
    """What two kinds of honest model say of the hidden rows after fits to shuffled labels, again
    and again.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression

    from grader.questions.performance.held_out import balanced_shuffle

    models = (LogisticRegression(max_iter=200), RandomForestClassifier(25, random_state=0))
    shuffles = [balanced_shuffle(X, y, seed + number) for number in range(SHUFFLES)]
    return [[model.fit(X, s).predict_proba(hidden)[:, 1] for s in shuffles] for model in models]


def _spread(runs: list[list[Floats]], labels: Any, seed: int, strata: list[int] | None) -> float:
    """How far from 0.5 the ROC AUC lies by the shuffle alone, as a standard deviation; the larger
    of the models.
    """
    import numpy as np

    counts = draw(len(labels), seed, 200)
    spreads = []
    for model in runs:
        drawn = np.stack([stratified_auc(counts, labels, run, strata) for run in model])
        each = np.nanmean(drawn, axis=1)
        rows = float(np.nanvar(drawn, axis=1).mean())
        spreads.append(max(float(((each - 0.5) ** 2).mean()) - rows / 2, 0.0) ** 0.5)
    return float(round(max(spreads), 4))
