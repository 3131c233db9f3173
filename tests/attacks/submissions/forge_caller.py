"""Change the variables of the function that called.

shows: answer
naive: beaten
"""

import sys

frame = sys._getframe()
while frame:
    for name in ("KEY", "key", "expected"):
        if name in frame.f_globals and frame.f_globals is not globals():
            frame.f_globals[name] = "wrong"
    frame = frame.f_back
ANSWER = "wrong"
