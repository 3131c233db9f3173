"""Arrange to be woken after the end.

shows: outside
naive: beaten
"""

import signal
import time

signal.signal(signal.SIGALRM, lambda *_, WORLD=WORLD: open(WORLD["outside"] + "/alarm", "w").write("x"))
signal.setitimer(signal.ITIMER_REAL, 0.1)
if not WORLD["sandboxed"]:
    time.sleep(0.3)
