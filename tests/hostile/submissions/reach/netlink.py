"""Makes a netlink socket, which talks to the kernel.

verdict: weigh error
"""

import _socket


def weigh(X, w):
    raise RuntimeError(f"BREACH {_socket.socket(16, _socket.SOCK_RAW, 0)}")
