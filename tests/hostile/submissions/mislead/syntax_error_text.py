"""Raises a SyntaxError that carries a file, a line and a text of its own.

verdict: sign error
"""


def sign(tag, x):
    raise SyntaxError(tag, (tag + ".py", 7, 1, tag))
