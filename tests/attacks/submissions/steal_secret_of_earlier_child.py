"""Read files and shared memory that the hand-in before may have left.

shows: canary
naive: beaten
"""

import glob

ANSWER = ""
for path in glob.glob("/tmp/*") + glob.glob("/dev/shm/*") + glob.glob("/var/tmp/*") + glob.glob("*"):
    try:
        ANSWER += repr(open(path, "rb").read(4096))
    except OSError:
        pass
