"""Asks with a token of its own, and with no arguments but names that Python knows.

verdict: pace failed, march error
"""

import sys


def pace(x):
    return 0.0


def asked(name, *args, state=None, token=None):
    """What the judge answers to a call of a helper that is written by hand."""
    inner = dict(zip(pace.__code__.co_freevars, (c.cell_contents for c in pace.__closure__)))
    wire = sys.modules["grader.wire"]
    frame = ("help", token or inner["token"], name, list(args), {}, state)
    return wire.decode(inner["ask"](wire.encode(frame)))


def march(x, steps):
    if pace.__closure__ is None:
        return 0.0
    return asked("pace", x, token=b"12345678")[1]
