"""Returns a dictionary with more keys than asked for, made of the hidden input.

verdict: sign failed
"""


def sign(tag, x):
    return {"seal": "?", "mean": 0.0, tag: tag}
