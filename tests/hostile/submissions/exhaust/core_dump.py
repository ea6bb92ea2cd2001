"""Lifts the limit for core dumps, and crashes.

verdict: weigh error
"""

import ctypes
import resource


def weigh(X, w):
    resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE))
    ctypes.string_at(1)
