"""Never ends while the file is loaded.

verdict: weigh timeout
"""


class Forever:
    while True:
        pass


def weigh(X, w):
    return X
