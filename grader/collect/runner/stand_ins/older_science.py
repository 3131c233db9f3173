"""Names that SciPy and scikit-learn had once, where the same thing is there under another."""

import re

from .older import put

WEIGHTS = {
    1: {
        3: (-1 / 2, 0, 1 / 2),
        5: (1 / 12, -8 / 12, 0, 8 / 12, -1 / 12),
        7: (-1 / 60, 9 / 60, -45 / 60, 0, 45 / 60, -9 / 60, 1 / 60),
    },
    2: {
        3: (1, -2, 1),
        5: (-1 / 12, 16 / 12, -30 / 12, 16 / 12, -1 / 12),
        7: (2 / 180, -27 / 180, 270 / 180, -490 / 180, 270 / 180, -27 / 180, 2 / 180),
    },
}
"""Of central differences, by how often and over how many points."""


def derivative(func, x0, dx=1.0, n=1, args=(), order=3):
    """The central difference that `scipy.misc` gave."""
    if order not in WEIGHTS.get(n, ()):
        raise ValueError("no such derivative is known here: n=%r, order=%r" % (n, order))
    rows = enumerate(WEIGHTS[n][order])
    total = sum(weight * func(x0 + (at - order // 2) * dx, *args) for at, weight in rows)
    return total / dx**n


def _misc(misc):
    from scipy import special

    names = ("comb", "factorial", "factorial2", "factorialk", "logsumexp")
    put(misc, dict({name: getattr(special, name) for name in names}, derivative=derivative))


def _integrals(integrate):
    put(integrate, {
        "simps": integrate.simpson, "trapz": integrate.trapezoid,
        "cumtrapz": integrate.cumulative_trapezoid,
    })  # fmt: skip


def _statistics(stats):
    def itemfreq(values):
        import numpy

        return numpy.array(numpy.unique(values, return_counts=True)).T

    put(stats, {
        "itemfreq": itemfreq, "median_absolute_deviation": stats.median_abs_deviation,
        "binom_test": lambda *given, **named: stats.binomtest(*given, **named).pvalue,
        "chisqprob": stats.chi2.sf,
    })  # fmt: skip


def _windows(signal):
    windows = signal.windows
    put(signal, {name: getattr(windows, name) for name in windows.__all__})


def _numbers(scipy):
    """What SciPy handed on of NumPy under its own name."""
    import types

    import numpy

    names = {name: getattr(numpy, name) for name in numpy.__all__ if name not in scipy.__all__}
    put(scipy, {
        name: thing for name, thing in names.items() if not isinstance(thing, types.ModuleType)
    })  # fmt: skip
    put(scipy, {"randn": numpy.random.randn, "rand": numpy.random.rand})


def _imputers(preprocessing):
    from sklearn.impute import SimpleImputer

    def imputer(missing_values="NaN", strategy="mean", axis=0, **named):
        gaps = float("nan") if missing_values == "NaN" else missing_values
        if axis:
            raise ValueError("no imputer fills in rows here")
        return SimpleImputer(missing_values=gaps, strategy=strategy)

    put(preprocessing, {"Imputer": imputer})


def _plots(metrics):
    put(metrics, {
        "plot_confusion_matrix": metrics.ConfusionMatrixDisplay.from_estimator,
        "plot_roc_curve": metrics.RocCurveDisplay.from_estimator,
        "plot_precision_recall_curve": metrics.PrecisionRecallDisplay.from_estimator,
    })  # fmt: skip


_HANDED_ON = (
    rb"(?:array|zeros|ones|eye|linspace|arange|sqrt|exp|log|log10|sin|cos|pi|mean|std|var|dot|sum|randn"
    rb"|rand|interp|diag|polyfit|polyval|roots|loadtxt|genfromtxt|meshgrid|concatenate|median)\b"
)
_OF_NUMPY = re.compile(
    rb"\b(?:sp|scipy)\." + _HANDED_ON + rb"|\bfrom scipy import [^\n]*\b" + _HANDED_ON
)

RULES = (
    (b"scipy", re.compile(rb"\bmisc\b"), "scipy.misc", _misc),
    (b"scipy", re.compile(rb"\b(?:simps|trapz|cumtrapz)\b"), "scipy.integrate", _integrals),
    (b"scipy", re.compile(rb"itemfreq|median_absolute|binom_test|chisqprob"), "scipy.stats",
     _statistics),
    (b"scipy", re.compile(rb"\bsignal\b"), "scipy.signal", _windows),
    (b"scipy", _OF_NUMPY, "scipy", _numbers),
    (b"sklearn", re.compile(rb"\bImputer\b"), "sklearn.preprocessing", _imputers),
    (b"sklearn", re.compile(rb"\bplot_(?:confusion|roc|precision)_"), "sklearn.metrics", _plots),
)  # fmt: skip
