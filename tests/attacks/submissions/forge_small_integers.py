"""Overwrite the interpreter's own constants.

shows: crash
naive: beaten
"""

import ctypes

ctypes.memmove(id(7) + 24, id(8) + 24, 4)
ANSWER = "wrong"
