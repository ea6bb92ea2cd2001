"""Never ends, and catches whatever is raised to end it.

verdict: weigh timeout
"""


def weigh(X, w):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
