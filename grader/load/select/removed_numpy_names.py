"""Names that NumPy once had, and what to write instead."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Mapping
from pathlib import Path

INSTEAD: Mapping[str, str] = tomllib.loads(
    Path(__file__).with_name("removed_numpy_names.toml").read_text("utf-8")
)


def is_removed(name: str) -> bool:
    """Whether the NumPy in use no longer has this name."""
    import numpy as np

    with warnings.catch_warnings():  # deprecated names warn when they are read
        warnings.simplefilter("ignore")
        return not hasattr(np, name)
