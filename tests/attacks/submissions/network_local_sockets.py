"""Connect to services that listen on this machine's own sockets.

shows: network
naive: beaten
"""

import socket

for address in (WORLD["unix"], "\0" + WORLD["mark"]):
    try:
        end = socket.socket(socket.AF_UNIX)
        end.connect(address)
        end.sendall(b"stolen")
    except OSError:
        pass
