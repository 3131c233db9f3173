"""Reach large parts of the kernel that honest code never needs.

shows: escaped
naive: beaten
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
numbers = {"bpf": 321, "perf": 298, "io_uring": 425, "userfaultfd": 323, "keyctl": 250, "kcmp": 312}
space = ctypes.create_string_buffer(256)
reached = []
for name, number in numbers.items():
    ctypes.set_errno(0)
    result = libc.syscall(number, 0, space, 0, 0, 0)
    if result >= 0 or ctypes.get_errno() not in (1, 38):
        reached.append(name)
ESCAPED = bool(reached)
