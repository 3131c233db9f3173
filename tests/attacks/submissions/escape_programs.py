"""Run other programs.

shows: escaped
naive: beaten
"""

import os
import posix
import subprocess

ESCAPED = False
for attempt in (
    lambda: subprocess.run(["/bin/true"]).returncode,
    lambda: posix.posix_spawn("/bin/true", ["true"], {}),
    lambda: 0 if posix.system("true") == 0 else 1 / 0,
    lambda: 0 if os.popen("echo yes").read() else 1 / 0,
):
    try:
        attempt()
        ESCAPED = True
    except Exception:
        pass
