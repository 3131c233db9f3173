"""Plots drawn for a window are drawn without one, in a style that is here; bars without widgets."""

import re
import sys

import notes

_NAMED = re.compile(rb"\.use\(|switch_backend|MPLBACKEND|rcParams")
_WAITS = re.compile(rb"\.window\b|\.frame\b|\.pause\(|waitforbuttonpress|ginput")
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


class _Window:
    """A window that is not there: whatever is done with it does nothing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *given, **named):
        return self


def _nobody_waits(pyplot):
    """Nobody looks at a window here, presses a key, or clicks into it."""
    managers = sys.modules["matplotlib.backend_bases"].FigureManagerBase
    managers.window = managers.frame = _Window()
    pyplot.pause = lambda interval: None
    pyplot.waitforbuttonpress = lambda timeout=-1: None
    pyplot.ginput = lambda *given, **named: []


def _any_style(style):
    use = style.use

    def used(named):
        try:
            use(named)
        except OSError:
            notes.add("no-style", "The style %.60s is not here; plots go without it." % (named,))

    style.use = used


def _no_widgets(bars):
    plain = sys.modules["tqdm.std"]
    bars.tqdm = bars.tqdm_notebook = plain.tqdm
    bars.trange = bars.tnrange = plain.trange


RULES = (
    (b"matplotlib", re.compile(rb"style\.use\("), "matplotlib.style", _any_style),
    (b"tqdm", re.compile(rb"tqdm\.notebook|tqdm_notebook"), "tqdm.notebook", _no_widgets),
    (b"matplotlib", _WAITS, "matplotlib.pyplot", _nobody_waits),
    (b"matplotlib", _NAMED, "matplotlib", _unseen),
    (b"matplotlib", _NAMED, "matplotlib.pyplot", _unswitched),
)
