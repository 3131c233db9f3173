"""Values that parameters of scikit-learn's models once took under another name."""

import functools
import re

import notes

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


RULES = ((b"sklearn", _VALUES, "sklearn.base", _base),)
