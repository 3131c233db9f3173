"""Answer everything, and then do not end.

shows: late
naive: spared (it ends no process of a hand-in)
"""

import os
import time

ANSWER = "wrong"
if WORLD["sandboxed"]:
    os._exit = lambda code: time.sleep(999)
