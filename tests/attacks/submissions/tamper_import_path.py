"""Put its own modules in front of those that the next hand-in imports.

shows: neighbour
naive: beaten
"""

import os
import sys

with open("statistics.py", "w") as file:
    file.write("def mean(values):\n    return -1\n")
sys.path.insert(0, os.getcwd())
sys.modules.pop("statistics", None)
import statistics
