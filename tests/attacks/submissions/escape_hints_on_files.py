"""Leave a mark for the next submission on a file that both can see: a hint how long it will live.

shows: escaped
naive: spared (which kernels ask for the owner of the file differs)
"""

import fcntl
import os
import struct

ESCAPED = False
for path in (os.__file__, "/usr/lib/os-release"):
    try:
        with open(path, "rb") as file:
            fcntl.fcntl(file, 1036, struct.pack("Q", 2))
            fcntl.fcntl(file, 1036, struct.pack("Q", 0))
            ESCAPED = True
    except OSError:
        pass
