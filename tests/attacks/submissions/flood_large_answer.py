"""An answer of two hundred megabytes.

shows: swell
naive: spared (it compares texts)
"""

ANSWER = ["x" * 1000] * 200000
