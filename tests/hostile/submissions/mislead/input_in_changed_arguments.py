"""Changes its arguments in place and by name, so that a note could tell.

verdict: sign error
"""


def sign(tag, x):
    x[:] = 7.0
    raise ValueError(tag)
