"""Stop the grader and everything else that can be signalled.

shows: crash
naive: beaten
"""

import os
import signal

for pid in (os.getppid() if WORLD["sandboxed"] else 0, WORLD["server"] if WORLD["sandboxed"] else 0):
    try:
        if pid:
            os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
if WORLD["sandboxed"]:
    for everybody in (-1, 0):
        try:
            os.kill(everybody, signal.SIGKILL)
        except OSError:
            pass
else:
    os.kill(os.getpid(), signal.SIGKILL)
