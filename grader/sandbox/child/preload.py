"""What student code may import: a fixed list, loaded before any of it runs.

After the lock-down no path can be opened, so an import is a look-up among these or it fails,
everywhere in the same way. (Allowing "the standard library" would not do: outside a virtual
environment site-packages lies inside it, and with it the course.)
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
import warnings
from collections.abc import Collection
from typing import Any

import numpy as np

from grader.model.modules import STANDARD

# What these and NumPy import only when a function is first called, in one Python or another.
_AT_FIRST_USE = (
    "_ast_unparse", "_strptime", "encodings.cp437", "unicodedata", "unittest._log", "zipfile",
)  # fmt: skip

_NUMPY = (
    "numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.ma", "numpy.polynomial",
    "numpy.testing", "numpy.lib", "numpy.matlib", "numpy.exceptions",
)  # fmt: skip


def preload(libraries: Collection[str] = ()) -> None:
    """Import the list, and the libraries with all their parts; fill what ``np.empty`` makes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in STANDARD + _AT_FIRST_USE + _NUMPY:
            with contextlib.suppress(ImportError):  # an older or newer Python or NumPy without it
                importlib.import_module(name)
        if libraries:
            from grader.sandbox.child.library_loader import load_libraries

            load_libraries(libraries)
        _use_numpy_once()
    for name in ("empty", "empty_like"):
        setattr(np, name, filled(getattr(np, name)))


def _use_numpy_once() -> None:
    """Make NumPy load what it puts off until a first use: printing, linear algebra, streams."""
    repr(np.array([[1.5, 2.0]]))
    a = np.ones((3, 3))
    np.linalg.norm(a @ a + np.exp(a) - np.log(a) + np.tanh(a))
    np.einsum("ij,jk->ik", a, a)
    np.random.randn(2), np.random.permutation(3), np.random.default_rng(0).normal()


def filled(make: Any) -> Any:
    """``np.empty`` or ``np.empty_like``, with entries that are surely wrong.

    What a fresh process finds in memory that nobody wrote is often zeros, so a function that forgets
    to write them would be right today and wrong tomorrow.
    """

    @functools.wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        array = make(*args, **kwargs)
        kind = array.dtype.kind
        if kind in "fc":
            array.fill(np.nan)
        elif kind in "iu":
            array.fill(np.iinfo(array.dtype).max // 3)
        elif kind == "b":
            array.fill(True)
        return array

    return made


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
