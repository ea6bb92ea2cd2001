"""Raises a message with letters that do not show.

verdict: weigh error
"""


def weigh(X, w):
    raise ValueError("pas\u200bsed\u2060\ufeff\u00ad\U000e0041 \u202e")
