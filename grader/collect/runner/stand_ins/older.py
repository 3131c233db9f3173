"""Names that libraries had when the code was written, where the same thing is still there."""

import functools
import re
import sys
import types

import notes

_NUMPY = re.compile(rb"\.(float|int|bool|object|str|complex|long|unicode|product|cumproduct"
                    rb"|sometrue|alltrue|in1d|Inf|Infinity|NaN|NAN|PINF|float_|complex_|string_|unicode_|infty"
                    rb"|round_|row_stack|asscalar|mat|matrix|msort"
                    rb"|fromstring)\b")  # fmt: skip
_PYTHON = re.compile(rb"clock|collections|getargspec|gcd")
_HOLD = re.compile(rb"\.hold\(")

MOVED = {
    "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.grid_search": "sklearn.model_selection",
    "sklearn.learning_curve": "sklearn.model_selection",
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "sklearn.datasets.samples_generator": "sklearn.datasets",
    "sklearn.utils.testing": "sklearn.utils._testing",
    "sklearn.neighbors.kde": "sklearn.neighbors",
    "sklearn.linear_model.logistic": "sklearn.linear_model",
    "sklearn.tree.tree": "sklearn.tree",
    "sklearn.ensemble.forest": "sklearn.ensemble",
    "sklearn.decomposition.pca": "sklearn.decomposition",
    "sklearn.preprocessing.data": "sklearn.preprocessing",
    "sklearn.metrics.classification": "sklearn.metrics",
    "sklearn.cluster.k_means_": "sklearn.cluster",
    "scipy.ndimage.filters": "scipy.ndimage",
    "scipy.ndimage.interpolation": "scipy.ndimage",
    "scipy.stats.stats": "scipy.stats",
    "scipy.linalg.basic": "scipy.linalg",
    "pandas.tools.plotting": "pandas.plotting",
    "torch.utils.data.dataset": "torch.utils.data",
    "imp": "importlib",
    "StringIO": "io",
    "cStringIO": "io",
    "Queue": "queue",
    "cPickle": "pickle",
    "ConfigParser": "configparser",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
    "Tkinter": "tkinter",
    "__builtin__": "builtins",
}
"""Where a module is now whose names are the same there."""


def moved(name, load):
    """The module that has taken the place of `name`, or None; `load` imports one by its name."""
    now = MOVED.get(name)
    if now is None:
        return None
    try:
        there = load(now)
    except ImportError:
        return None
    module = types.ModuleType(name, there.__doc__)
    module.__dict__.update({key: thing for key, thing in vars(there).items() if key[:2] != "__"})
    if name == "sklearn.cross_validation":
        module.__dict__.update(_splitters(there))
    notes.add("older-library", "%s is not there any more; %s stands for it." % (name, now))
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent in sys.modules:
        setattr(sys.modules[parent], last, module)
    return module


def put(module, names):
    """Set the names that the module does not have."""
    for name, thing in names.items():
        try:
            missing = name not in vars(module) and thing is not None
        except TypeError:
            continue
        if missing:
            setattr(module, name, thing)


def _numpy(numpy):
    put(numpy, {
        "float": float, "int": int, "object": object, "str": str, "complex": complex, "bool": bool,
        "long": int, "unicode": str, "product": numpy.prod, "cumproduct": numpy.cumprod,
        "sometrue": numpy.any, "alltrue": numpy.all, "Inf": numpy.inf, "Infinity": numpy.inf,
        "PINF": numpy.inf, "infty": numpy.inf, "NaN": numpy.nan, "NAN": numpy.nan,
        "float_": numpy.float64, "complex_": numpy.complex128, "string_": numpy.bytes_,
        "unicode_": numpy.str_, "round_": numpy.round, "row_stack": numpy.vstack,
        "in1d": getattr(numpy, "isin", None), "asscalar": lambda array: array.item(),
        "mat": getattr(numpy, "asmatrix", None),
        "msort": lambda array: numpy.sort(array, axis=0),
    })  # fmt: skip
    numpy.fromstring = _read_binary(numpy, numpy.fromstring)


def _read_binary(numpy, now):
    """`fromstring` that reads bytes as well, as it did for long beside `frombuffer`."""

    @functools.wraps(now)
    def fromstring(string, dtype=float, count=-1, *, sep="", **named):
        if sep != "" or named:
            return now(string, dtype, count, sep=sep, **named)
        content = string.encode() if isinstance(string, str) else string
        return numpy.frombuffer(content, dtype, count).copy()

    return fromstring


def _python(_):
    import collections
    import collections.abc
    import fractions
    import inspect
    import math
    import time

    put(time, {"clock": time.perf_counter})
    put(fractions, {"gcd": math.gcd})
    for name in collections.abc.__all__:
        put(collections, {name: getattr(collections.abc, name)})
    put(inspect, {"getargspec": lambda function: inspect.getfullargspec(function)[:4]})


def _pyplot(pyplot):
    put(pyplot, {"hold": lambda *given: None})


def _splitters(now):
    """The splitters of old, which were told the number of rows and were looped over."""

    def old(kind, first, names):
        """A class of today under its old signature: `names` are those of its places then."""

        class Splitter:
            def __init__(self, rows, *given, **named):
                named.update(zip(names, given))
                for was, called in (("n_folds", "n_splits"), ("n_iter", "n_splits")):
                    if was in named:
                        named[called] = named.pop(was)
                self.rows = range(rows) if isinstance(rows, int) else rows
                self.inner = kind(**named)

            def __iter__(self):
                return iter(self.inner.split(self.rows, self.rows if first == "y" else None))

            def __len__(self):
                return self.inner.get_n_splits(self.rows)

            def split(self, *given):
                return self.inner.split(*given)

            def get_n_splits(self, *given):
                return self.inner.get_n_splits(*given)

        Splitter.__name__ = kind.__name__
        return Splitter

    folds = ("n_folds", "shuffle", "random_state")
    return {
        "KFold": old(now.KFold, "n", folds),
        "StratifiedKFold": old(now.StratifiedKFold, "y", folds),
        "ShuffleSplit": old(now.ShuffleSplit, "n", ("n_iter", "test_size", "train_size")),
        "StratifiedShuffleSplit": old(
            now.StratifiedShuffleSplit, "y", ("n_iter", "test_size", "train_size")
        ),
        "LeaveOneOut": old(now.LeaveOneOut, "n", ()),
    }


RULES = (
    (b"", _NUMPY, "numpy", _numpy),
    (b"", _PYTHON, "sys", _python),
    (b"", _HOLD, "matplotlib.pyplot", _pyplot),
)
