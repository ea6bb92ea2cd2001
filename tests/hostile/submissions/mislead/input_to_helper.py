"""Hands hidden inputs to the right helper, by value and by name, and raises what comes back.

verdict: pace failed, march error
"""


def pace(x):
    return 0.0


def march(x, steps):
    answer = pace(x)
    pace(**{f"x_{str(x)[1:9]}": x})
    raise ValueError(f"{x} {answer}")
