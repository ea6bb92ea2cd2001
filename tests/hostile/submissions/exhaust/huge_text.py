"""Returns a text of ten megabytes.

verdict: weigh error
"""


def weigh(X, w):
    return "x" * 10**7
