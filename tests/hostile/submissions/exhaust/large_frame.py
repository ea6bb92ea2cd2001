"""Claims an answer of four gigabytes on the channel, and starts to send it.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.write(3, b"\xff\xff\xff\xff")
    for _ in range(100):
        os.write(3, b"x" * 10**5)
    os._exit(0)
