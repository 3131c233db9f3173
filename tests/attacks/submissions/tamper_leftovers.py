"""Leave files where the next hand-in looks for its own.

shows: neighbour
naive: beaten
"""

import os

for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
    try:
        with open(os.path.join(folder, WORLD["mark"] + ".left"), "w") as file:
            file.write("left")
    except OSError:
        pass
