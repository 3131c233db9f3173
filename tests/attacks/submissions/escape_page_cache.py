"""Learn which pages of a shared file lie in memory, and push them out for the next submission.

shows: escaped
naive: beaten
"""

import ctypes
import mmap
import os

libc = ctypes.CDLL(None, use_errno=True)
file = os.open(os.__file__, os.O_RDONLY)
size = mmap.PAGESIZE
pages = mmap.mmap(file, size, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
address = ctypes.addressof(ctypes.c_char.from_buffer(pages))
seen = ctypes.create_string_buffer(1)
ESCAPED = libc.mincore(ctypes.c_void_p(address), size, seen) == 0
try:
    ESCAPED = ESCAPED or os.preadv(file, [bytearray(16)], 0, os.RWF_NOWAIT) == 16
except OSError:
    pass
