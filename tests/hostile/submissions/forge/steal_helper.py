"""Keeps the right helper that another function's case brings along, and answers with it.

verdict: climb failed, twice failed
"""

KEPT = {}


def twice(x):
    return KEPT["twice"](x) if "twice" in KEPT else 0.0


def climb(x):
    KEPT["twice"] = globals()["twice"]
    return 0.0
