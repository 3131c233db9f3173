"""Write answers on the connection itself, a wrong one and then the right one.

shows: answer
naive: spared (it has no connection)
"""

import json
import os
import struct

for guess in ("wrong", WORLD["guess"]):
    body = json.dumps({"probe": "ANSWER", "outcome": "answer", "other": False, "form": "module",
                       "file": "work.py", "value": {"$": "text", "text": guess}}).encode()
    plain = json.dumps({"probe": "ANSWER", "outcome": "answer", "other": False, "form": "module",
                        "file": "work.py", "value": guess}).encode()
    for text in (b'{"begin": "ANSWER"}', body if WORLD.get("tagged") else plain):
        os.write(3, struct.pack(">II", len(text), 0) + text)
