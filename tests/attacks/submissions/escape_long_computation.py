"""Compute inside the interpreter, where no signal handler of Python runs.

shows: late
naive: beaten
"""

import re

re.match(r"(a+)+$", "a" * 60 + "b")
