"""Wait for connections from elsewhere.

shows: escaped
naive: beaten
"""

import socket

ESCAPED = False
try:
    socket.create_server(("0.0.0.0", 0)).close()
    ESCAPED = True
except OSError:
    pass
