"""Stop itself, so that it is neither running nor ended.

shows: late
naive: beaten
"""

import os
import signal
import time

os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(10**6)
