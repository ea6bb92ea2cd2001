"""Asks for its process id, which counts the processes before it.

verdict: weigh error
"""

import os
import threading


def weigh(X, w):
    ids = {os.getpid(), os.getppid(), threading.get_native_id()} - {0}
    raise RuntimeError(f"BREACH {ids}" if ids else "nothing found")
