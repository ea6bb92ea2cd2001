"""Recurses in Python until its limit, again and again, each time in a handler.

verdict: weigh error
"""


def weigh(X, w):
    try:
        return weigh(X, w)
    except RecursionError:
        raise SystemExit(0)
