"""Hangs the hidden input on an exception's notes and causes.

verdict: sign error
"""


def sign(tag, x):
    error = ValueError(tag)
    error.add_note(tag)
    raise error from KeyError(tag)
