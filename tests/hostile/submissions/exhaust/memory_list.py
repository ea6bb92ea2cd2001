"""Fills a list until memory ends.

verdict: weigh memory
"""


def weigh(X, w):
    kept = []
    while True:
        kept.append("x" * 10**7)
