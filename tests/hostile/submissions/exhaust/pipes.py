"""Makes pipes and fills their buffers in the kernel.

verdict: weigh error
"""

import os


def weigh(X, w):
    for _ in range(60):
        os.write(os.pipe()[1], b"x" * 60000)
    raise RuntimeError("BREACH pipes")
