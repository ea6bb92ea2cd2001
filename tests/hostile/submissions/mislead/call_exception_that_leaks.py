"""Writes what it was given into messages, printed text and names, where exceptions are compared.

verdict: refuse error, Ledger error, shout failed
"""


def refuse(x):
    error = type(f"X{x}\x1b[2J".replace(".", "_"), (ValueError,), {})
    raise error(f"x = {x} \u202e <b>{x}</b>")


class Ledger:
    def __init__(self, rate):
        self.total = f"{rate}\x1b[31m"

    def add(self, x):
        raise type(f"T{x}", (TypeError,), {})(f"{x}")

    def mean(self):
        return f"\u202e{self.total}"


def shout():
    print("\x1b[2J", input(), "\u202e", input())
