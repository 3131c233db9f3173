"""Run a program that changes its user.

shows: escaped
naive: spared (as root that is nothing)
"""

import os

ESCAPED = False
for path in ("/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/usr/bin/newuidmap"):
    try:
        os.execv(path, [path, "--version"])
    except OSError:
        pass
