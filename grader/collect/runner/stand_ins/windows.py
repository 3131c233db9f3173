"""Plots drawn for a window are drawn without one."""

import re

_NAMED = re.compile(rb"\.use\(|switch_backend|MPLBACKEND|rcParams")
_FILES = ("agg", "svg", "pdf", "ps", "cairo", "pgf", "template")


def _drawn_by(backend):
    """A back end for files as it is; one for windows comes to one that draws in memory."""
    named = isinstance(backend, str) and backend.lower() in _FILES
    return backend if named or not isinstance(backend, str) else "agg"


def _unseen(matplotlib):
    use = matplotlib.use
    matplotlib.use = lambda backend, *given, **named: use(_drawn_by(backend))
    matplotlib.use("agg")


def _unswitched(pyplot):
    switch = pyplot.switch_backend
    pyplot.switch_backend = lambda backend: switch(_drawn_by(backend))


RULES = (
    (b"matplotlib", _NAMED, "matplotlib", _unseen),
    (b"matplotlib", _NAMED, "matplotlib.pyplot", _unswitched),
)
