"""Have the kernel send a signal to the grader whenever a descriptor becomes ready.

shows: escaped
naive: beaten
"""

import ctypes
import fcntl
import os
import socket
import struct

libc = ctypes.CDLL(None, use_errno=True)
ends = socket.socketpair()
ESCAPED = False
for owner in (WORLD["pid"], -WORLD["pid"], WORLD["server"] or 1):
    for request in (0x8901, 0x8902):
        try:
            fcntl.ioctl(ends[0], request, struct.pack("i", owner))
            ESCAPED = True
        except OSError:
            pass
    for option in (fcntl.F_SETOWN, fcntl.F_SETSIG, 15):
        value = struct.pack("ii", 1, owner) if option == 15 else owner
        try:
            fcntl.fcntl(ends[0], option, 9 if option == fcntl.F_SETSIG else value)
            ESCAPED = ESCAPED or option != fcntl.F_SETSIG
        except (OSError, OverflowError):
            pass
if ESCAPED:  # harmless where it works: nothing makes the descriptor ready
    fcntl.ioctl(ends[0], 0x8901, struct.pack("i", os.getpid()))
