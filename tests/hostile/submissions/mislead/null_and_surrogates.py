"""Raises a message that no strict reader of UTF-8 accepts.

verdict: weigh error
"""


def weigh(X, w):
    raise ValueError("\x00\ud800\udfff\x1b end")
