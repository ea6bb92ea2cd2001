"""Sends random states that are none: words that are missing, places that lie outside.

verdict: toss failed, gamble error
"""

import sys

import numpy as np


def toss(n):
    return np.zeros(n)


def gamble(n):
    if toss.__closure__ is None:
        return 0.0
    inner = dict(zip(toss.__code__.co_freevars, (c.cell_contents for c in toss.__closure__)))
    wire = sys.modules["grader.wire"]
    words = np.zeros(625, np.uint32)
    states = (
        (np.zeros(624, np.uint32), 2**31, 0, 0.0, words, None),
        (np.zeros(0, np.uint32), 0, 0, 0.0, words, None),
        (np.zeros(624), 0, 0, 0.0, words, None),
        (np.zeros(624, np.uint32), -1, 0, 0.0, words, None),
        None,
    )
    for state in states[n % 5 :]:
        frame = wire.encode(("help", inner["token"], "toss", [n], {}, state))
        inner["ask"](frame)
    return 0.0
