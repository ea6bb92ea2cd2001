"""Returns a list that is nested a hundred thousand times.

verdict: weigh error
"""


def weigh(X, w):
    nested = []
    for _ in range(10**5):
        nested = [nested]
    return nested
