"""What parameters and methods of scikit-learn were once called."""

import functools
import inspect
import re

import notes

from .older import put

_NOW = {
    ("criterion", "mse"): "squared_error",
    ("criterion", "mae"): "absolute_error",
    ("loss", "ls"): "squared_error",
    ("loss", "lad"): "absolute_error",
    ("loss", "squared_loss"): "squared_error",
    ("loss", "deviance"): "log_loss",
    ("loss", "log"): "log_loss",
    ("penalty", "none"): None,
}
_VALUES = re.compile(rb"['\"](mse|mae|ls|lad|squared_loss|deviance|log|none|auto)['\"]")


def _base(module):
    estimator = getattr(module, "BaseEstimator", None)
    check = getattr(estimator, "_validate_params", None)
    if check is None:
        return

    @functools.wraps(check)
    def checked(self):
        for name, was in self.get_params(deep=False).items():
            now = _NOW.get((name, was), was) if isinstance(was, str) else was
            if (name, was) == ("max_features", "auto"):
                now = "sqrt" if hasattr(self, "predict_proba") else 1.0
            if now is not was:
                allowed = self._parameter_constraints.get(name, ())
                if not any(was in getattr(one, "options", ()) for one in allowed):
                    setattr(self, name, now)
                    said = "%s=%r is %r in the scikit-learn here." % (name, was, now)
                    notes.add("older-library", said)
        return check(self)

    estimator._validate_params = checked


def _names(module):
    put(module.BaseEstimator, {
        "get_feature_names": lambda self, *names: list(self.get_feature_names_out(*names)),
    })  # fmt: skip


def _errors(metrics):
    for name in ("mean_squared_error", "mean_squared_log_error"):
        now, root = getattr(metrics, name, None), getattr(metrics, "root_" + name, None)
        if root is not None and "squared" not in inspect.signature(now).parameters:
            setattr(metrics, name, _rooted(now, root))


def _rooted(now, root):
    """An error that can be asked for its root with `squared=False`."""

    @functools.wraps(now)
    def error(*given, squared=True, **named):
        return (now if squared else root)(*given, **named)

    return error


_CALLED = {
    ("sklearn.preprocessing", "OneHotEncoder"): {"sparse": "sparse_output"},
    ("sklearn.linear_model", "LogisticRegression"): {"multi_class": ("auto", "multinomial")},
    ("sklearn.cluster", "AgglomerativeClustering"): {"affinity": "metric"},
    ("sklearn.ensemble", "BaggingClassifier"): {"base_estimator": "estimator"},
    ("sklearn.ensemble", "BaggingRegressor"): {"base_estimator": "estimator"},
    ("sklearn.ensemble", "AdaBoostClassifier"): {"base_estimator": "estimator"},
    ("sklearn.ensemble", "AdaBoostRegressor"): {"base_estimator": "estimator"},
}
"""What a parameter is called now, or the values of one that is gone which say what is done now."""
_OLD_NAMES = re.compile(rb"\b(?:sparse|multi_class|affinity|base_estimator)\s*=")


def _parameters(module):
    for (home, name), renamed in _CALLED.items():
        kind = getattr(module, name, None) if home == module.__name__ else None
        if kind is not None:
            kind.__init__ = _made_of(kind.__init__, renamed)


def _made_of(make, renamed):
    there = inspect.signature(make).parameters

    @functools.wraps(make)
    def made(self, *given, **named):
        for old, now in renamed.items():
            if old in there or old not in named:
                continue
            if isinstance(now, str):
                named[now] = named.pop(old)
            elif named[old] in now:
                del named[old]
            notes.add("older-library", "%s= is done as scikit-learn did it then." % old)
        return make(self, *given, **named)

    return made


RULES = (
    *(
        (b"sklearn", _OLD_NAMES, home, _parameters)
        for home in sorted({home for home, _ in _CALLED})
    ),
    (b"sklearn", _VALUES, "sklearn.base", _base),
    (b"sklearn", re.compile(rb"\.get_feature_names\("), "sklearn.base", _names),
    (b"sklearn", re.compile(rb"\bsquared\s*="), "sklearn.metrics", _errors),
)
