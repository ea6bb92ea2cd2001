"""Imports nbformat, without what it needs for nothing here."""

from __future__ import annotations

import sys
from typing import Any

_ADDRESSES = "rfc3987_syntax"


def import_nbformat() -> Any:
    """Return nbformat with ``v4``, ``versions`` and ``v4.convert``.

    nbformat imports jsonschema. Where JupyterLab is installed, jsonschema then compiles 38 grammars for
    internationalised addresses, which no notebook's schema asks for: eight tenths of a second of every
    `grader check` of a notebook. jsonschema does without them where they are not installed, and so while
    it is imported here.
    """
    if "nbformat" not in sys.modules and _ADDRESSES not in sys.modules:
        sys.modules[_ADDRESSES] = None  # type: ignore[assignment]  # "not installed", to an import
        try:
            import nbformat
        finally:
            del sys.modules[_ADDRESSES]
    import nbformat.v4.convert

    return nbformat
