"""Take shared memory, which some limits forget.

shows: escaped
naive: beaten
"""

import mmap

taken = []
try:
    for _ in range(40):
        piece = mmap.mmap(-1, 20 << 20)
        piece[:: 4096] = b"x" * len(range(0, 20 << 20, 4096))
        taken.append(piece)
except (OSError, ValueError, MemoryError):
    pass
ESCAPED = len(taken) > 30
