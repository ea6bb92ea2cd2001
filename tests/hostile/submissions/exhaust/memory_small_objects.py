"""Fills memory with millions of small objects.

verdict: weigh memory
"""


def weigh(X, w):
    kept = []
    while True:
        kept.append([b"%d" % i * 200 for i in range(1000)])
