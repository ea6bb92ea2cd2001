"""Writes the parts of the documentation that are made from the program.

``python -m tools.pages`` rewrites the pages, ``python -m tools.pages.pictures`` the pictures.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
