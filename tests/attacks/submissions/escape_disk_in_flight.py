"""Fill the disk with files whose only handle is on its way through a socket.

shows: escaped
naive: beaten
"""

import array
import os
import socket
import time

ESCAPED = False
FILES = 64 if WORLD["sandboxed"] else 12  # tier B keeps its bound by watching, and may be late
written = 0
here, there = socket.socketpair()
try:
    for number in range(FILES):
        file = os.open(f"gone{number}", os.O_CREAT | os.O_WRONLY)
        os.unlink(f"gone{number}")
        handles = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))]
        here.sendmsg([b"x"], handles)
        for _ in range(16):
            written += os.write(file, b"x" * (1 << 20))
        os.close(file)
        time.sleep(0.01)
except OSError:
    pass
ESCAPED = written > (FILES - 2) * 16 << 20
