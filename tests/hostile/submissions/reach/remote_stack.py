"""Reads the stack of its parent's frames, as Python's own profiler does from 3.14 on.

verdict: weigh error
python: 3.14
"""

import os


def weigh(X, w):
    import _remote_debugging

    frames = _remote_debugging.RemoteUnwinder(os.getppid()).get_stack_trace()
    raise RuntimeError("BREACH" if frames else "no frames")
