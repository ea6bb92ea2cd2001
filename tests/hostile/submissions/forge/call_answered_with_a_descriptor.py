"""Sends a descriptor along with its answer, for whoever reads it with all that comes.

verdict: weigh error
"""

import array
import socket


def weigh(X, w):
    channel = socket.socket(fileno=3)
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 3]))
    channel.sendmsg([b"\x01\0\0\0T"], [rights])
    raise RuntimeError("BREACH")
