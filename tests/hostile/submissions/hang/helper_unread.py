"""Asks for the right helper, and never reads what it says.

verdict: pace failed, march timeout
"""

import os
import struct
import sys
import time


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is None:
        return 0.0
    inner = dict(zip(pace.__code__.co_freevars, (c.cell_contents for c in pace.__closure__)))
    wire = sys.modules["grader.wire"]
    large = [0.0] * 50_000
    frame = wire.encode(("help", inner["token"], "pace", [1.0], {"x": large}, None))
    os.write(3, struct.pack("<I", len(frame)) + frame)
    time.sleep(1000)
