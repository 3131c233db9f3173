"""An integer with a million digits.

shows: late
naive: spared (it compares texts)
"""

import sys

if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)
ANSWER = 1 << 5_000_000
