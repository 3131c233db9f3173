"""Metrics as scikit-learn defines them, under the names a rubric uses.

Every metric scikit-learn has a scorer for can be named; a few carry the plain names people say
(``brier``, ``log_loss``, ``accuracy``). Values are returned in their natural sign: a Brier score is
positive and smaller is better.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.errors import UsageMistake
from grader.measures.scorers import ALIASES, OF_NUMBERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

class UnknownMetric(UsageMistake):
    """A rubric names a metric that scikit-learn has no scorer for; the message says which names
    exist.
    """


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: how to compute it and which direction is better."""

    name: str
    takes: Literal["probability", "label", "number"]
    better: Literal["greater", "smaller"]
    function: Callable[..., Any]
    arguments: tuple[tuple[str, Any], ...]

    def value(self, labels: Any, predictions: Floats, cut: float = 0.5) -> float:
        """The metric of predictions against `labels`, both with a row for each row.

        Of two classes `predictions` are probabilities of class 1, shape (n,), and metrics of labels
        use class 1 where they are above `cut`; of several they are those of every class, shape (n,
        classes), and the likeliest is meant; of numbers they are numbers. The result is nan where
        scikit-learn leaves the metric undefined, as for ROC AUC when all labels are equal.
        """
        import warnings

        import numpy as np

        options = dict(self.arguments)
        given: Any = predictions
        occurring = len(np.unique(labels))
        if predictions.ndim == 2:
            classes = predictions.shape[1]
            if self.takes == "label":
                given = predictions.argmax(axis=1)
            elif occurring < classes and "multi_class" in options:
                return float("nan")
            else:
                options["labels"] = np.arange(classes)
        elif self.takes == "probability" and occurring < 2:
            return float("nan")
        elif self.takes == "label":
            given = (predictions > cut).astype(int)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return float(self.function(labels, given, **options))
            except ValueError:  # such as a deviance of numbers below 0
                return float("nan")


@functools.cache
def metric(name: str) -> Metric:
    """The metric called `name`: one of `ALIASES` or any scorer of scikit-learn for predictions."""
    from sklearn import metrics

    try:
        scorer = metrics.get_scorer(ALIASES.get(name, name))
    except ValueError:
        known = sorted({*ALIASES, *metrics.get_scorer_names()})
        raise UnknownMetric(f"unknown metric {name!r}; write one of {', '.join(known)}") from None
    responses = scorer._response_method
    first = responses if isinstance(responses, str) else responses[0]
    takes: Literal["probability", "label", "number"] = (
        "label" if first == "predict" else "probability"
    )
    return Metric(
        name=name,
        takes="number" if ALIASES.get(name, name) in OF_NUMBERS else takes,
        better="greater" if scorer._sign > 0 or name.startswith("neg_") else "smaller",
        function=_negated(scorer._score_func) if name.startswith("neg_") else scorer._score_func,
        arguments=tuple(sorted(scorer._kwargs.items())),
    )


def _negated(function: Callable[..., Any]) -> Callable[..., Any]:
    def negated(*given: Any, **options: Any) -> float:
        return -float(function(*given, **options))

    return negated
