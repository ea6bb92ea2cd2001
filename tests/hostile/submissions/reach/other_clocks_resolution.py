"""Asks how exact the clocks of other processes are: only those that exist have an answer.

verdict: weigh error
"""

import time


def weigh(X, w):
    found = []
    for pid in range(1, 3000):
        for kind in range(8):
            try:
                time.clock_getres((~pid << 3) | kind)
                found.append(pid)
            except OSError:
                pass
    raise RuntimeError(f"BREACH {found[:9]}" if found else "nothing found")
