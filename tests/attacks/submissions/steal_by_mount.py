"""Mount the machine's files back, or change root to get behind the private one.

shows: escaped
naive: spared (it would really mount)
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("m", exist_ok=True)
results = [
    libc.mount(b"/", b"m", None, 4096, None),
    libc.mount(b"proc", b"m", b"proc", 0, None),
    libc.mount(b"tmpfs", b"/usr", b"tmpfs", 0, None),
    libc.umount2(b"/proc", 2),
    libc.umount2(WORLD["cwd"].encode(), 2),
    libc.chroot(b"m"),
    libc.syscall(428, -100, b"/", 1),
    libc.syscall(430, b"tmpfs", 0),
]
ESCAPED = any(result >= 0 for result in results)
