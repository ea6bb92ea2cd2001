"""Leaves a file where everybody may write.

verdict: weigh error
"""


def weigh(X, w):
    with open("/tmp/grader-hostile-written", "w") as file:
        file.write("here")
    return X
