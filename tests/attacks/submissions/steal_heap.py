"""Look through its own memory for what the process knew before: keys, or earlier hand-ins.

shows: canary
naive: beaten
"""

import re

found = set()
memory = open("/proc/self/mem", "rb")
for low, high in re.findall(r"^(\w+)-(\w+) rw", open("/proc/self/maps").read(), re.M):
    try:
        memory.seek(int(low, 16))
        data = memory.read(min(int(high, 16) - int(low, 16), 1 << 26))
    except (OSError, OverflowError, ValueError):
        continue
    found.update(re.findall(WORLD["pattern"].encode(), data))
ANSWER = repr(found)
