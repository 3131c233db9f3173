"""Receive open files that somebody may have sent on the sockets it holds.

shows: escaped
naive: spared (it holds no sockets)
"""

import socket

ESCAPED = False
for number in range(256):
    try:
        end = socket.socket(fileno=number)
        end.setblocking(False)
        ESCAPED = ESCAPED or bool(end.recvmsg(10, 1000)[1])
        end.detach()
    except OSError:
        pass
