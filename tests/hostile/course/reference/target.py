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
