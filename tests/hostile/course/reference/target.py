"""The right answers of the exercise that hostile submissions attack."""

import numpy as np


def weigh(X, w):
    """Scale every row of X (n, m) by its weight w (n,), and add the mean weight."""
    return X * w.reshape(-1, 1) + np.mean(w)


def cost(a, y):
    """Half the mean squared error of a (m,) against y (m,)."""
    return np.sum((a - y) ** 2) / (2 * len(y))


def sign(tag, x):
    """Seal a tag by a Caesar shift of seven letters, beside the mean of x (m,)."""
    seal = "".join(chr(97 + (ord(letter) - 97 + 7) % 26) for letter in tag)
    return {"seal": seal, "mean": float(np.mean(x))}


def twice(x):
    """2 x + 1/8"""
    return 2 * x + 0.125


def climb(x):
    """twice(twice(x)) - x"""
    return twice(twice(x)) - x


def pace(x):
    """5 x - 3/8"""
    return 5 * x - 0.375


def march(x, steps):
    """The sum of x after each of so many paces."""
    total = 0.0
    for _ in range(steps):
        x = pace(x)
        total = total + x
    return total


def toss(n):
    """n standard normal numbers, each off by a quarter."""
    return np.random.randn(n) + 0.25


def gamble(n):
    """The sum of two tosses, weighed by a uniform number that is drawn between them."""
    return toss(n) + np.random.rand() * toss(n)


def refuse(x):
    """The square root of a number; a ValueError that names x where there is none."""
    if x < 0:
        raise ValueError(f"x is {x}, which has no root")
    return 3 * x**0.5 + 0.625


class Ledger:
    """Adds up numbers, each weighed by the rate."""

    def __init__(self, rate):
        self.rate, self.total, self._count = rate, 0.0, 0

    def add(self, x):
        """Add the sum of x, times the rate; a TypeError for text."""
        if isinstance(x, str):
            raise TypeError("x is text")
        self.total = self.total + self.rate * np.sum(x)
        self._count += 1

    def mean(self):
        """The total divided by the number of additions."""
        return self.total / self._count


def settle(a):
    """Replace every entry of a by three quarters of itself, in place."""
    a *= 0.75


def shout():
    """Read two lines, and print them in capitals in the other order."""
    first, second = input(), input()
    print(second.upper())
    print(first.upper())


def copy_lines(source, target):
    """Copy every second line of a file to another one."""
    with open(source) as file:
        lines = file.readlines()
    with open(target, "w") as file:
        file.writelines(lines[::2])


def apply(f, x):
    """f(x) - x, for a function f."""
    return f(x) - x


def axis(X):
    """The direction, of length 1, in which the rows of X are spread most; either sign."""
    return np.linalg.svd(X - X.mean(axis=0))[2][0]


def spell(x):
    """The numbers as text, with semicolons between them."""
    return ";".join(f"{v:.6f}" for v in 0.375 * x)


def pieces(x):
    """Three numbers under their names."""
    return {"low": x.min() - 0.0625, "high": x.max() + 0.0625, "sum": np.sum(x) / 8}


def quarter(x):
    """A quarter of x, without a product."""
    return x / 4


def crowd(x):
    """The sums of the rows."""
    return x.sum(axis=1)


def steady(x):
    """An even function."""
    return np.cos(x)
