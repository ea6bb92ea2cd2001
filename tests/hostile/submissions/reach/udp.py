"""Sends a datagram, as a query for a name would.

verdict: weigh error
"""

import _socket


def weigh(X, w):
    made = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    try:
        made.sendto(b"x", ("127.0.0.1", 9))
    except OSError:
        pass
    raise RuntimeError("BREACH datagram")
