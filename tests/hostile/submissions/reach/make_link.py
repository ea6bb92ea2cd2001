"""Leaves a symbolic link.

verdict: weigh error
"""

import os


def weigh(X, w):
    os.symlink("/etc/passwd", "/tmp/grader-hostile-link")
    return X
