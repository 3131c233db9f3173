"""Take more memory than the limit, in one piece and in many.

shows: escaped
naive: beaten
"""

taken = []
try:
    for _ in range(40):
        taken.append(bytearray(20 << 20))
except MemoryError:
    pass
ESCAPED = len(taken) > 30
