"""Ask the kernel to kill somebody else first.

shows: escaped
naive: beaten
"""

ESCAPED = False
try:
    with open("/proc/self/oom_score_adj", "r+") as file:
        file.write("0")
    ESCAPED = open("/proc/self/oom_score_adj").read().strip() == "0"
except OSError:
    pass
