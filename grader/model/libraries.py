"""Libraries beside NumPy: the names under which they are imported and installed, and their versions."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from importlib import metadata

_DISTRIBUTIONS: Mapping[str, str] = {
    "Bio": "biopython", "PIL": "pillow", "bs4": "beautifulsoup4", "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil", "skimage": "scikit-image", "sklearn": "scikit-learn",
    "torch": "torch==2.13.0", "yaml": "PyYAML",
}  # fmt: skip
"""Import name -> what to install, where the two differ."""


def is_installed(library: str) -> bool:
    """Whether an import of ``library`` would find something; it is not imported."""
    return importlib.util.find_spec(library) is not None


def to_install(library: str) -> str:
    """What to give to pip for a library that is imported by this name."""
    return _DISTRIBUTIONS.get(library, library)


def installed_version(library: str) -> str | None:
    """The version of what is installed under an import's name; None where nothing is, or none is told."""
    names = [
        to_install(library).partition("==")[0],
        *metadata.packages_distributions().get(library, []),
    ]
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return None
