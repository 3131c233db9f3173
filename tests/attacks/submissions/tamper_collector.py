"""Open the code that collects answers for writing.

shows: escaped
naive: spared (it would really do it)
"""

import sys

ESCAPED = False
for module in list(sys.modules.values()):
    path = getattr(module, "__file__", None)
    if path and not path.startswith(WORLD["cwd"] or "\0") and not path.endswith("work.py"):
        try:
            open(path, "r+b").close()
            ESCAPED = True
        except OSError:
            pass
