"""Has the interpreter write a map of its functions for a profiler, which leaves a file in /tmp.

verdict: weigh error
python: 3.12
"""

import os
import sys


def weigh(X, w):
    sys.activate_stack_trampoline("perf")
    sys.deactivate_stack_trampoline()
    try:
        os.unlink("/tmp/perf-%d.map" % os.getpid())
    except OSError as refused:
        raise RuntimeError(refused.strerror)
    raise RuntimeError("BREACH")
