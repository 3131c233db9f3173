"""Send frames without end.

shows: late
naive: spared (it has no connection)
"""

import os
import struct

text = b'{"begin": "ANSWER"}'
frame = (struct.pack(">II", len(text), 0) + text) * 1000
while True:
    os.write(3, frame)
