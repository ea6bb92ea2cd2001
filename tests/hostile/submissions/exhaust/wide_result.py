"""Returns a list of a million items.

verdict: weigh error
"""


def weigh(X, w):
    return ["x" * 20] * 10**6
