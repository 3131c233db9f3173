"""Leave a process behind that belongs to nobody.

shows: survivor
naive: beaten
"""

import ctypes
import os
import posix
import signal
import time

if posix.fork() == 0:
    os.setsid()
    if posix.fork() == 0:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        ctypes.CDLL(None).prctl(15, WORLD["mark"].encode(), 0, 0, 0)
        time.sleep(30)
    os._exit(0)
