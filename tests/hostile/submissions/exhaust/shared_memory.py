"""Writes to the memory file system, which no disk quota counts.

verdict: weigh error
"""


def weigh(X, w):
    with open("/dev/shm/grader-hostile-shared", "wb") as file:
        file.write(b"x" * 10**6)
    return X
