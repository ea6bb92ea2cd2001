"""Imports the course's own modules.

verdict: weigh error
"""

import sys


def weigh(X, w):
    import site
    from tests.hostile import attacks

    raise RuntimeError("BREACH " + attacks.__name__)
