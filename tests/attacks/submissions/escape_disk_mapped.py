"""Fill the disk with files that are only mapped: without a name and without a handle.

shows: escaped
naive: beaten
"""

import mmap
import os
import time

ESCAPED = False
FILES = 16 if WORLD["sandboxed"] else 8
written = 0
maps = []
try:
    for number in range(FILES):
        file = os.open(f"gone{number}", os.O_CREAT | os.O_RDWR)
        os.unlink(f"gone{number}")
        os.ftruncate(file, 16 << 20)
        maps.append(mmap.mmap(file, 16 << 20))
        os.closerange(file, file + 2)  # mmap keeps a copy of the handle
        maps[-1][:] = b"x" * (16 << 20)
        written += 16 << 20
        time.sleep(0.03)
except (OSError, MemoryError):
    pass
ESCAPED = written > (FILES - 2) * 16 << 20
