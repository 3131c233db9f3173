"""Send a frame one byte at a time, for ever.

shows: late
naive: spared (it has no connection)
"""

import os
import struct
import time

os.write(3, struct.pack(">II", 1000, 0))
while True:
    os.write(3, b" ")
    time.sleep(0.05)
