"""Returns an object whose type is named after the hidden input.

verdict: sign failed
"""


def sign(tag, x):
    return type(tag, (), {"__repr__": lambda self: tag})()
