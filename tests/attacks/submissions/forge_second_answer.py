"""Send a malformed answer and, once reading was resumed, a better one.

shows: answer
naive: spared (it has no connection)
"""

import json
import os
import struct

os.write(3, struct.pack(">II", 5, 0) + b"[[[[[")
text = json.dumps({"probe": "ANSWER", "outcome": "answer", "form": "module", "value": WORLD["guess"]}).encode()
os.write(3, struct.pack(">II", len(text), 0) + text)
