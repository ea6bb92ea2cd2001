"""Returns an integer of a million digits.

verdict: weigh error
"""


def weigh(X, w):
    return 1 << 4_000_000
