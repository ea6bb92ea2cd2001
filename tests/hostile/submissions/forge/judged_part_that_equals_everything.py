"""Asks for credit with parts that are equal to everything, and with more parts than there are.

verdict: pieces failed
"""


class Anything(float):
    def __eq__(self, other):
        return True

    def __le__(self, other):
        return True

    def __sub__(self, other):
        return self

    def __abs__(self):
        return self

    __hash__ = float.__hash__


class Keys(dict):
    def __getitem__(self, key):
        return Anything(0)

    def __contains__(self, key):
        return True


def pieces(x):
    return Keys({name: Anything(0) for name in ("low", "high", "sum", "more", "0", "")})
