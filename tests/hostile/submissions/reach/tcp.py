"""Makes a TCP socket.

verdict: weigh error
"""

import _socket


def weigh(X, w):
    raise RuntimeError(f"BREACH {_socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)}")
