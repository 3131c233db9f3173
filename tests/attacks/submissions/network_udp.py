"""Send a datagram to this machine.

shows: network
naive: beaten
"""

import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"stolen", ("127.0.0.1", WORLD["port"]))
