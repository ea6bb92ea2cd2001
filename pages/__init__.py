"""Writes what the documentation holds that the program itself knows best.

``python -m pages`` rewrites the pages, ``python -m pages.pictures`` the pictures.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
