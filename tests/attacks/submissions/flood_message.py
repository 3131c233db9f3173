"""Raise an error with a message of a hundred megabytes.

shows: swell
naive: spared (it drops messages)
"""

raise ValueError("x" * (100 << 20))
