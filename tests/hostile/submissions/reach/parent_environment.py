"""Reads the environment of its parent in /proc.

verdict: weigh error
"""

import os


def weigh(X, w):
    with open(f"/proc/{os.getppid()}/environ", "rb") as file:
        raise RuntimeError(f"BREACH {file.read(5)}")
