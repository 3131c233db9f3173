"""Keep memory of the kernel in pipes.

shows: escaped
naive: beaten
"""

import fcntl
import os

kept = 0
try:
    for _ in range(400):
        _, end = os.pipe()
        fcntl.fcntl(end, 1031, 1 << 20)
        os.set_blocking(end, False)
        kept += os.write(end, b"x" * (1 << 20))
except OSError:
    pass
ESCAPED = kept > 32 << 20
