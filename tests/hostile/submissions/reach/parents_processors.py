"""Asks on which processors, with which priority and limits another process runs.

verdict: weigh error
"""

import ctypes
import os


def weigh(X, w):
    call = ctypes.CDLL(None).syscall
    call.restype = ctypes.c_long
    buffer = ctypes.create_string_buffer(256)
    found = []
    try:
        found.append(os.sched_getaffinity(1))
    except OSError:
        pass
    for number, arguments in (
        (140, (0, 1)),
        (145, (1,)),
        (302, (1, 7, None, buffer)),
        (274, (1, buffer, buffer)),
    ):
        if call(number, *arguments) >= 0:
            found.append(number)
    raise RuntimeError(f"BREACH {found}" if found else "nothing found")
