"""Read the command lines of all processes, where paths and tokens are found.

shows: canary
naive: spared (its command line holds no token)
"""

import glob

ANSWER = ""
for path in glob.glob("/proc/*/cmdline") + glob.glob("/proc/*/cwd/key.txt"):
    try:
        ANSWER += repr(open(path, "rb").read())
    except OSError:
        pass
