"""Write to the outputs without end, without a line's end.

shows: late
naive: spared (it captures nothing)
"""

import os

while True:
    os.write(1, b"x" * 65536)
    os.write(2, b"\x00\xff" * 32768)
