"""Raises a message that is read backwards.

verdict: weigh error
"""


def weigh(X, w):
    raise ValueError("\u202eelbaton si krow siht\u2066 5/5 \u2069")
