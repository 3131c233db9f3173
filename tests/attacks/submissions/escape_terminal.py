"""Type commands into the terminal of whoever grades.

shows: escaped
naive: spared (there is no terminal in a test)
"""

import fcntl

ESCAPED = False
for number in (0, 1, 2, "/dev/tty", "/dev/console"):
    try:
        end = open(number, "rb", closefd=False) if isinstance(number, str) else number
        fcntl.ioctl(end, 0x5412, b"x")
        ESCAPED = True
    except OSError:
        pass
