"""Walk up the stack and through every object that the collector knows.

shows: canary
naive: beaten
"""

import gc
import re
import sys

found = []
frame = sys._getframe()
while frame:
    found += re.findall(WORLD["pattern"], repr(frame.f_globals)[:500000] + repr(frame.f_locals)[:500000])
    frame = frame.f_back
for thing in gc.get_objects():
    if type(thing) is dict and len(thing) < 1000:
        for value in list(thing.values()):
            if type(value) is str:
                found += re.findall(WORLD["pattern"], value)
ANSWER = repr(found)
