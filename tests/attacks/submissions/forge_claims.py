"""Claim a score, no time and no memory, in the grader's own language.

shows: answer
naive: spared (it has no connection)
"""

import json
import os
import struct

for body in ({"score": 1, "points": 100}, {"exit": 1, "seconds": 0, "cpu": 0, "peak": 0}, {"attest": {}}):
    text = json.dumps(body).encode()
    os.write(3, struct.pack(">II", len(text), 0) + text)
ANSWER = "wrong"
