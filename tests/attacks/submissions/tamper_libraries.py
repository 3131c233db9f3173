"""Leave code in the interpreter's own folders.

shows: escaped
naive: spared (it would really do it)
"""

import os
import sys

ESCAPED = False
for folder in (os.path.dirname(os.__file__), *sys.path, WORLD["repository"], sys.prefix, "/usr/lib"):
    try:
        os.close(os.open(os.path.join(folder, "attacked.tmp"), os.O_CREAT | os.O_WRONLY))
        os.unlink(os.path.join(folder, "attacked.tmp"))
        ESCAPED = ESCAPED or os.path.realpath(folder) != os.path.realpath(WORLD["cwd"] or os.getcwd())
    except OSError:
        pass
ESCAPED = ESCAPED and os.path.dirname(os.__file__) != os.getcwd()
