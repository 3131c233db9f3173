"""Change modes, times and attributes of files that are not its own to write.

shows: outside
naive: beaten
"""

import contextlib
import os

for path in (WORLD["gradebook"], WORLD["key"], WORLD["neighbour"], os.__file__):
    if not WORLD["sandboxed"] and path == os.__file__:
        continue
    for change in (
        lambda path: os.chmod(path, 0o600),
        lambda path: os.utime(path, (1, 1)),
        lambda path: os.setxattr(path, "user.mine", b"1"),
        lambda path: os.fchmod(os.open(path, os.O_RDONLY), 0o600),
    ):
        with contextlib.suppress(OSError):
            change(path)
