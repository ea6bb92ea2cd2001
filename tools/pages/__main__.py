"""``python -m tools.pages``: rewrite every page that is made from the program."""

from __future__ import annotations

from grader.util.files import write_atomically
from tools.pages.made import MADE

for path, make in MADE.items():
    write_atomically(path, make())
