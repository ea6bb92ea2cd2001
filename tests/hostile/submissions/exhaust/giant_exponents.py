"""Returns fractions and decimals of giant exponents, which take forever to compare.

verdict: weigh failed
"""

from decimal import Decimal
from fractions import Fraction


def weigh(X, w):
    return [Decimal("1e999999999"), Fraction(10**2000, 3), Decimal("-1e-999999999")]
