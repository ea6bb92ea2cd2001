"""Writes megabytes to a file.

verdict: weigh error
"""


def weigh(X, w):
    with open("/tmp/grader-hostile-disk", "wb") as file:
        file.write(b"x" * 10**7)
    return X
