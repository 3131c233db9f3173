"""Take memory that no limit of the process counts.

shows: escaped
naive: beaten
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
number = libc.memfd_create(b"x", 0)
ESCAPED = number >= 0
