"""Never ends.

verdict: weigh timeout
"""


def weigh(X, w):
    while True:
        pass
