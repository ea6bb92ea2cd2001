"""What student code may import: a fixed list, loaded before any of it runs.

After the lock-down no path can be opened, so an import is a look-up among these or it fails,
everywhere in the same way. (Allowing "the standard library" would not do: outside a virtual
environment site-packages lies inside it, and with it the course.)
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import sys
from collections.abc import Collection
from types import ModuleType

from grader.model.modules import STANDARD

# What these and NumPy import only when a function is first called, in one Python or another.
AT_FIRST_USE = (
    "_ast_unparse", "_strptime", "encodings.cp437", "unicodedata", "unittest._log", "zipfile",
)  # fmt: skip

_NOT_FOR_USE = frozenset(("conftest", "setup", "test", "testing", "tests"))

NUMPY = (
    "numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.ma", "numpy.polynomial",
    "numpy.testing", "numpy.lib", "numpy.matlib", "numpy.exceptions",
)  # fmt: skip


def preload(libraries: Collection[str] = ()) -> None:
    """Import the list and the libraries, and touch what NumPy would otherwise import at a first use."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in STANDARD + AT_FIRST_USE + NUMPY:
            try:
                importlib.import_module(name)
            except ImportError:  # an older or newer Python or NumPy without it
                continue
        for name in libraries:
            _with_parts(importlib.import_module(name))
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

    from grader.sandbox.child.no_bytecode import fill_unwritten

    fill_unwritten()


def _with_parts(library: ModuleType) -> None:
    """Import a library's public parts, which it may put off until a first use."""
    for part in pkgutil.iter_modules(getattr(library, "__path__", [])):
        if not part.name.startswith("_") and part.name not in _NOT_FOR_USE:
            with contextlib.suppress(Exception):  # a part that needs what is not installed
                importlib.import_module(f"{library.__name__}.{part.name}")


class _Nothing:
    """The only finder that is left: it finds nothing, so nothing beyond the list can be imported."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        return None


def close_imports() -> None:
    """Make the list final: whatever is not loaded now cannot be imported in this process."""
    sys.meta_path[:] = [_Nothing()]
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()
