"""Look for what other processes keep in shared memory and in the machine's devices.

shows: canary
naive: beaten
"""

import glob

ANSWER = ""
for path in glob.glob("/dev/shm/*") + ["/dev/mem", "/dev/kmem", "/dev/vda", "/dev/sda", "/proc/kcore"]:
    try:
        ANSWER += repr(open(path, "rb").read(4096))
    except OSError:
        pass
