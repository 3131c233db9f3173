"""Fill the disk from a thread that has a table of open files of its own.

shows: escaped
naive: beaten
"""

import ctypes
import os
import threading
import time

ESCAPED = False
FILES = 64 if WORLD["sandboxed"] else 12  # tier B keeps its bound by watching, and may be late
libc = ctypes.CDLL(None, use_errno=True)


def fill():
    """Leave the shared table, then write what stands in no other."""
    global ESCAPED
    written = 0
    libc.syscall(436, 1000, 2000, 2)
    try:
        for number in range(FILES):
            file = os.open(f"gone{number}", os.O_CREAT | os.O_WRONLY)
            os.unlink(f"gone{number}")
            for _ in range(16):
                written += os.write(file, b"x" * (1 << 20))
            time.sleep(0.01)
    except OSError:
        pass
    ESCAPED = written > (FILES - 2) * 16 << 20


thread = threading.Thread(target=fill)
thread.start()
thread.join()
