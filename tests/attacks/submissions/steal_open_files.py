"""Read from every file that is open already.

shows: canary
naive: beaten
"""

import os

ANSWER = ""
for number in range(3, 256):
    try:
        os.set_blocking(number, False)
        ANSWER += repr(os.pread(number, 10000, 0))
    except OSError:
        pass
