"""An exception whose text, name and classes raise when they are looked at.

verdict: refuse memory, Ledger memory
"""


class Meta(type):
    def mro(cls):
        return [cls, *([Exception] * 1), BaseException, object]

    def __getattribute__(cls, name):
        if name in ("__name__", "__mro__", "__module__"):
            raise MemoryError(name)
        return type.__getattribute__(cls, name)


class Bomb(Exception, metaclass=Meta):
    def __str__(self):
        return str(self)

    __repr__ = __str__


def refuse(x):
    raise Bomb()


class Ledger:
    def __init__(self, rate):
        raise Bomb()
