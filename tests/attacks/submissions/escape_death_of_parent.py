"""Forget that it has to die with its parent.

shows: escaped
naive: beaten
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
ESCAPED = libc.prctl(1, 0, 0, 0, 0) == 0
