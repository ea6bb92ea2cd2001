"""Sends the beginning of an answer, and then nothing more.

verdict: weigh timeout
"""

import os
import time


def weigh(X, w):
    os.write(3, b"\x40\x00\x00\x00l\x05")
    time.sleep(10**6)
