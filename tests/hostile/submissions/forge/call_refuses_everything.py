"""Raises in every call, so that it raises wherever an exception is expected.

verdict: refuse error, Ledger error
"""


def refuse(x):
    raise ValueError("x")


class Ledger:
    def __init__(self, rate):
        raise TypeError("x")
