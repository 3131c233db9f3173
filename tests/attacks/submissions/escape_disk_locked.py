"""Fill the disk behind a folder that nobody may look into.

shows: escaped
naive: beaten
"""

import os
import shutil
import time

ESCAPED = False
FILES = 64 if WORLD["sandboxed"] else 12  # tier B keeps its bound by watching, and may be late
written = 0
os.mkdir("locked", 0)
os.chmod("locked", 0)
try:
    for number in range(FILES):
        with open(f"large{number}", "wb") as file:
            for _ in range(16):
                written += file.write(b"x" * (1 << 20))
        time.sleep(0.01)
except OSError:
    pass
ESCAPED = written > (FILES - 2) * 16 << 20
if not WORLD["sandboxed"]:
    shutil.rmtree("locked")
    for number in range(FILES):
        os.unlink(f"large{number}")
