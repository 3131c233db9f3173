"""Connect to a server on this machine and tell it something.

shows: network
naive: beaten
"""

import socket

with socket.create_connection(("127.0.0.1", WORLD["port"]), 1) as end:
    end.sendall(b"stolen")
