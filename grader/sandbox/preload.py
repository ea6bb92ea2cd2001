"""What student code may import: a fixed list, loaded before any of it runs.

After the lock-down no path can be opened, so an import is a look-up among these or it fails,
everywhere in the same way. (Allowing "the standard library" would not do: outside a virtual
environment site-packages lies inside it, and with it the course.)
"""

from __future__ import annotations

import importlib
import sys

STANDARD = (
    "abc", "argparse", "array", "ast", "base64", "bisect", "builtins", "calendar", "cmath",
    "codecs", "collections", "collections.abc", "contextlib", "copy", "csv", "dataclasses",
    "datetime", "decimal", "enum", "errno", "fractions", "functools", "gc", "glob", "hashlib",
    "heapq", "importlib", "inspect", "io", "itertools", "json", "keyword", "linecache", "logging",
    "math", "numbers", "operator", "os", "os.path", "pathlib", "pickle", "platform", "pprint",
    "queue", "random", "re", "secrets", "shutil", "signal", "statistics", "string", "struct",
    "sys", "tempfile", "textwrap", "threading", "time", "timeit", "traceback", "types", "typing",
    "unittest", "unittest.mock", "uuid", "warnings", "weakref", "zlib",
    "encodings.ascii", "encodings.latin_1", "encodings.utf_8", "encodings.utf_8_sig",
    "encodings.utf_16", "encodings.utf_32", "encodings.cp1252", "encodings.unicode_escape",
    "encodings.raw_unicode_escape",
)  # fmt: skip

# What these and NumPy import only when a function is first called, in one Python or another.
AT_FIRST_USE = (
    "_ast_unparse", "_strptime", "encodings.cp437", "unicodedata", "unittest._log", "zipfile",
)  # fmt: skip

NUMPY = (
    "numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.ma", "numpy.polynomial",
    "numpy.testing", "numpy.lib", "numpy.matlib", "numpy.exceptions",
)  # fmt: skip


def preload() -> None:
    """Import the list, and touch what NumPy would otherwise import at a first use."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in STANDARD + AT_FIRST_USE + NUMPY:
            try:
                importlib.import_module(name)
            except ImportError:  # an older or newer Python or NumPy without it
                continue
        import numpy as np

        # First uses that are slow or lazy: printing, linear algebra, sorting, random streams.
        repr(np.array([[1.5, 2.0]]))
        a = np.ones((3, 3))
        np.linalg.norm(a @ a + np.exp(a) - np.log(a) + np.tanh(a))
        np.random.seed(0)
        np.random.randn(2), np.random.rand(2), np.random.permutation(3)
        np.random.default_rng(0).normal()
        np.einsum("ij,jk->ik", a, a)
        np.random.seed(0)

    from grader.sandbox.unwritten import fill_unwritten

    fill_unwritten()


class _Refuse:
    """The only finder that is left: nothing beyond the list can be imported."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def close_imports() -> None:
    """Make the list final: whatever is not loaded now cannot be imported in this process."""
    sys.meta_path[:] = [_Refuse()]
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()
