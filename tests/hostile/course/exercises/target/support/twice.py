"""The helper that ``climb`` is judged with: right, so that a wrong one of the student's costs once."""


def twice(x):
    """2 x + 1/8"""
    return 2 * x + 0.125
