"""Puts Python's own finder back, and imports from the disk by it.

verdict: weigh error
"""

import importlib.machinery
import os
import sys


def weigh(X, w):
    sys.meta_path[:] = [importlib.machinery.PathFinder]
    sys.path_hooks[:] = [importlib.machinery.FileFinder.path_hook((importlib.machinery.SourceFileLoader, [".py"]))]
    sys.path[:] = [os.path.dirname(os.__file__)]
    import colorsys
    raise RuntimeError("BREACH " + colorsys.__name__)
