"""Starts a second interpreter in its process, where nothing is closed off yet, and reads a file there.

verdict: weigh error
python: 3.13
"""

import importlib.machinery
import sys


def weigh(X, w):
    sys.meta_path[:] = [
        importlib.machinery.BuiltinImporter,
        importlib.machinery.FrozenImporter,
        importlib.machinery.PathFinder,
    ]
    import _interpreters

    number = _interpreters.create()
    failed = _interpreters.exec(number, "import colorsys; open('/etc/passwd').close()")
    raise RuntimeError("BREACH" if failed is None else failed.formatted)
