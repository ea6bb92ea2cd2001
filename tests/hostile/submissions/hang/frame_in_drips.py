"""Sends an answer byte by byte, with a pause after each.

verdict: weigh timeout
"""

import os
import time


def weigh(X, w):
    os.write(3, b"\x00\x00\x01\x00")
    while True:
        os.write(3, b"N")
        time.sleep(0.05)
