"""Memory that nobody wrote holds no zeros and no chance: ``np.empty`` is filled in the child.

What a fresh process finds there is often zeros, so that a function which forgets to write them is
right today and wrong tomorrow. A number that is surely wrong says so every time.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np


def fill_unwritten() -> None:
    """Put functions that fill in place of ``np.empty`` and ``np.empty_like``, once."""
    for name in ("empty", "empty_like"):
        setattr(np, name, _filling(getattr(np, name)))


def _filling(make: Any) -> Any:
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
