"""Returns a dictionary whose integer keys fall on the same few places of a hash table.

verdict: weigh error
"""


def weigh(X, w):
    return {i << 43: "x" * 300 for i in range(2**15)}
