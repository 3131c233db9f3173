"""Announce a frame of four gigabytes.

shows: swell
naive: spared (it has no connection)
"""

import os
import struct

os.write(3, struct.pack(">II", 0xFFFFFFFF, 0xFFFFFFFF))
while True:
    os.write(3, b"x" * 65536)
