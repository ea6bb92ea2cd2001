"""Makes a unix socket, by which local services are reached.

verdict: weigh error
"""

import _socket


def weigh(X, w):
    raise RuntimeError(f"BREACH {_socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)}")
