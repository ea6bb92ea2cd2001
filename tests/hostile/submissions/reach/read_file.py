"""Reads a file of the system.

verdict: weigh error
"""


def weigh(X, w):
    with open("/etc/passwd") as file:
        raise RuntimeError("BREACH " + file.read(10))
