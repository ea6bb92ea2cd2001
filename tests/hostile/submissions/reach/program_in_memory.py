"""Runs a program that exists in memory only.

verdict: weigh error
"""

import os


def weigh(X, w):
    descriptor = os.memfd_create("x")
    os.write(descriptor, b"#!/bin/true\n")
    raise RuntimeError(f"BREACH {descriptor}")
