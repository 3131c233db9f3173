"""Go on in a thread after the answers were given.

shows: outside
naive: beaten
"""

import threading
import time


def later(WORLD=WORLD):
    time.sleep(0.3)
    open(WORLD["outside"] + "/late", "w").write("x")


threading.Thread(target=later).start()
ANSWER = "wrong"
