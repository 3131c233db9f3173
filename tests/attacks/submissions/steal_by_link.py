"""Point links in the work folder at the key, so that something trusted follows them.

shows: canary
naive: beaten
"""

import os

ANSWER = ""
for make, name in ((os.symlink, "answer.txt"), (os.link, "hard.txt")):
    try:
        make(WORLD["key"], name)
        ANSWER += open(name).read()
    except OSError:
        pass
