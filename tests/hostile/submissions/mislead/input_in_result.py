"""Returns the hidden input where another text is asked for.

verdict: sign failed
"""


def sign(tag, x):
    return {"seal": tag, "mean": float(x[0])}
