"""Take a larger share of the machine than others.

shows: escaped
naive: spared (only root could)
"""

import ctypes
import os

ESCAPED = False
libc = ctypes.CDLL(None, use_errno=True)
for attempt in (
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(5)),
    lambda: os.nice(-5),
):
    try:
        attempt()
        ESCAPED = True
    except OSError:
        pass
