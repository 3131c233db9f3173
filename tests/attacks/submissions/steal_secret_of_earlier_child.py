"""Read files and shared memory that the hand-in before may have left.

shows: canary
naive: beaten
"""

import glob

ANSWER = ""
for folder in (WORLD["temporary"] + "/", "/tmp/", "/dev/shm/", "/var/tmp/", ""):
    for path in glob.glob(folder + "*"):
        try:
            ANSWER += repr(open(path, "rb").read(4096))
        except OSError:
            pass
