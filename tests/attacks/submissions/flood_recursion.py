"""Recurse until the stack is gone.

shows: crash
naive: beaten
"""

import ctypes
import sys

sys.setrecursionlimit(10**9)


def down(n):
    return repr_of([n], n)


def repr_of(thing, n):
    return down(n + 1)


ctypes.string_at(0)
