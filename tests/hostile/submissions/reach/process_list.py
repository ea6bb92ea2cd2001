"""Reads the command line of process 1 in /proc.

verdict: weigh error
"""


def weigh(X, w):
    with open("/proc/1/cmdline") as file:
        raise RuntimeError("BREACH " + file.read(5))
