"""Leaves a file in the working directory.

verdict: weigh error
"""


def weigh(X, w):
    with open("grader-hostile-here", "w") as file:
        file.write("here")
    return X
