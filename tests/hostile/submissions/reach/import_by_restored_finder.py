"""Puts Python's own finder back, and imports from the disk by it.

verdict: weigh error
"""

import importlib.machinery
import os
import sys


def weigh(X, w):
    sys.meta_path[:] = [importlib.machinery.PathFinder]
    sys.path_hooks[:] = [
        importlib.machinery.FileFinder.path_hook((importlib.machinery.SourceFileLoader, [".py"]))
    ]
    sys.path[:] = [os.path.dirname(os.__file__)]
    import colorsys

    found = colorsys.rgb_to_hsv(1.0, 0.0, 0.0) == (0.0, 1.0, 1.0)
    raise RuntimeError("BREACH" if found else "nothing found")
