"""Writes an outcome while the judge has the helper called, and another one after it.

verdict: pace failed, march error
"""

import os
import struct
import sys


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is None:
        return 0.0
    inner = dict(zip(pace.__code__.co_freevars, (c.cell_contents for c in pace.__closure__)))
    wire, token = sys.modules["grader.wire"], inner["token"]
    answer = wire.encode((token, {"ending": "returned", "value": x}))
    question = wire.encode(("help", token, "pace", [x], {}, None))
    for frame in (question, answer, answer, question):
        os.write(3, struct.pack("<I", len(frame)) + frame)
    return 0.0
