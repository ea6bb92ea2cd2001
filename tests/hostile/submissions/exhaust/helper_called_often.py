"""Calls the right helper without end.

It works on its own between two calls, so that the limit of time ends it on any machine, long before
the limit of calls does.

verdict: pace failed, march timeout
"""


def pace(x):
    return 0.0


def march(x, steps):
    if pace.__closure__ is not None:
        while True:
            pace(1.0)
            sum(range(300_000))
    return 0.0
