"""Open sockets of every other family.

shows: escaped
naive: beaten
"""

import socket

ESCAPED = []
for family in range(1, 46):
    for kind in (1, 2, 3, 5):
        try:
            socket.socket(family, kind).close()
            ESCAPED.append(family)
        except OSError:
            pass
