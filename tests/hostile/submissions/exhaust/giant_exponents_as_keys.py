"""Has decimals of giant exponents as keys, whose hash takes long.

verdict: weigh failed
"""

from decimal import Decimal


def weigh(X, w):
    return {Decimal(f"{i}e99999999999"): i for i in range(1000)}
