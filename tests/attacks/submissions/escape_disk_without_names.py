"""Fill the disk with files that have no name, so that nobody finds them.

shows: escaped
naive: beaten
"""

import os

ESCAPED = False
FILES = 64 if WORLD["sandboxed"] else 12  # tier B keeps its bound by watching, and may be late
written = 0
kept = []
try:
    for number in range(FILES):
        kept.append(open(f"gone{number}", "wb"))
        os.unlink(f"gone{number}")
        for _ in range(16):
            written += kept[-1].write(b"x" * (1 << 20))
except OSError:
    pass
ESCAPED = written > (FILES - 2) * 16 << 20
