"""Send a datagram to a service of this machine from a pair of sockets, which needs no socket call.

shows: network
naive: beaten
"""

import ctypes
import socket
import struct

ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
libc = ctypes.CDLL(None, use_errno=True)
for address in (WORLD["datagrams"], "\0datagrams" + WORLD["mark"]):
    for end in ends:
        try:
            end.sendto(b"stolen", address)
        except OSError:
            pass
        where = struct.pack("H", socket.AF_UNIX) + address.encode()
        libc.sendto(end.fileno(), b"stolen", 6, 0, where, len(where))
        try:
            end.sendmsg([b"stolen"], [], 0, address)
        except OSError:
            pass
