"""Fill the disk with many large files.

shows: escaped
naive: beaten
"""

import os
import time

ESCAPED = False
FILES = 64 if WORLD["sandboxed"] else 12  # tier B keeps its bound by watching, and may be late
written = 0
try:
    for number in range(FILES):
        with open(f"large{number}", "wb") as file:
            for _ in range(16):
                written += file.write(b"x" * (1 << 20))
        time.sleep(0.01)
except OSError:
    pass
ESCAPED = written > (FILES - 2) * 16 << 20
for number in range(FILES):
    if not WORLD["sandboxed"] and os.path.exists(f"large{number}"):
        os.unlink(f"large{number}")
