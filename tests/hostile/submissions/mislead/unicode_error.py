"""Raises a UnicodeDecodeError that carries the hidden input as its object.

verdict: sign error
"""


def sign(tag, x):
    raise UnicodeDecodeError(tag, tag.encode(), 0, 1, tag)
