"""The generated pages and the functions that make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.pages import DOCS, authoring, commands, course, report

MADE: dict[Path, Callable[[], str]] = {
    DOCS / "authoring-reference.md": authoring.page,
    DOCS / "commands.md": commands.page,
    DOCS / "course.md": course.page,
    DOCS / "report.md": report.page,
}
