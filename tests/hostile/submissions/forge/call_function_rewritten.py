"""Rewrites the function that it is handed, so that the next case finds another one.

verdict: apply failed
"""


def apply(f, x):
    f.__code__ = (lambda x: x).__code__
    f.__globals__["column_of"] = lambda x: x
    return f(x) - x
