"""Works a little less than the limit in every case.

verdict: weigh error, cost error
"""

import time


def work():
    end = time.process_time() + 0.25
    while time.process_time() < end:
        pass
    time.sleep(0.2)
    raise ValueError


def weigh(X, w):
    work()


def cost(a, y):
    work()


def sign(tag, x):
    work()


def twice(x):
    work()


def climb(x):
    work()
