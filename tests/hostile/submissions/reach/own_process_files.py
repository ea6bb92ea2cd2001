"""Reads its own command line and memory map in /proc.

verdict: weigh error
"""


def weigh(X, w):
    with open("/proc/self/maps") as file:
        raise RuntimeError("BREACH " + file.read(10))
