"""An answer nested a hundred thousand times.

shows: crash
naive: spared (it compares texts)
"""

ANSWER = []
for _ in range(100000):
    ANSWER = [ANSWER]
