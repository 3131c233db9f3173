"""Stops code that takes too long from within, so that what it did before still counts."""

import _signal as signal  # the public module makes an enum of each answer, which a child pays for

from stand_ins.absent import Lost
from units import Piece

SHARE = 0.95  # of the time, so that it comes before the end by force
AGAIN = 0.2  # seconds: code may catch the first


class Stop:
    """Raises `Lost` in the code that runs inside this block for too long, where signals exist.

    Only where `inside` runs, so that what is ours goes on; `why` is what the loss is called.
    """

    def __init__(self, seconds, inside=Piece.execute, why="time"):
        self.seconds = seconds
        self.inside = inside.__code__
        self.why = why
        self.before = None

    def __enter__(self):
        if hasattr(signal, "setitimer") and self.seconds:
            self.before = signal.signal(signal.SIGALRM, self._stop)
            signal.setitimer(signal.ITIMER_REAL, self.seconds * SHARE, AGAIN)
        return self

    def __exit__(self, *error):
        if self.before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.before)
        return False

    def _stop(self, number, frame):
        while frame is not None and frame.f_code is not self.inside:
            frame = frame.f_back
        if frame is not None:  # the submission's own code is running, and not ours
            said = "it was stopped after %g s, the time allowed here" % self.seconds
            raise Lost(self.why, said)
