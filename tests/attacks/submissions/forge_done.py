"""Say that all is done, and stay.

shows: late
naive: spared (it has no connection)
"""

import os
import struct
import time

text = b'{"done":true}'
os.write(3, struct.pack(">II", len(text), 0) + text)
time.sleep(999)
