"""Lock files that every hand-in shares, to stall or to signal others.

shows: escaped
naive: beaten
"""

import fcntl
import os

ESCAPED = False
with open(os.__file__) as shared, open(os.__file__) as again:
    fcntl.flock(shared, fcntl.LOCK_EX)
    try:
        fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        ESCAPED = True
