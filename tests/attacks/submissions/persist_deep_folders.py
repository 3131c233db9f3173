"""Leave folders that are too deep, or too forbidden, for anybody to remove.

shows: outside
naive: spared (it leaves its folder to the system anyway)
"""

import os

try:
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    os.chmod(".", 0)
except OSError:
    pass
