"""Listens on an abstract socket, which has no place in the file system.

verdict: weigh error
"""

import _socket


def weigh(X, w):
    made = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    made.bind(b"\0grader-hostile")
    raise RuntimeError("BREACH abstract socket")
