"""Returns a dictionary whose keys all have the same hash.

verdict: weigh timeout
"""


class Key(int):
    def __hash__(self):
        return 7


def weigh(X, w):
    return {Key(i): 0 for i in range(20000)}
