"""Open as many files as there are.

shows: escaped
naive: beaten
"""

import os

taken = []
try:
    for _ in range(1000):
        taken.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
ESCAPED = len(taken) > 500
for number in taken:
    os.close(number)
