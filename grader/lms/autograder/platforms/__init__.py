"""The platforms that grade by themselves: one module each that holds ``PLATFORM``."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.lms.autograder.platform import Platform

_FILES = Path(__file__).with_name("files")


def platform_named(name: str) -> Platform:
    """The platform of this name."""
    platform: Platform = importlib.import_module(f"{__name__}.{name}").PLATFORM
    return platform


def platform_files(name: str) -> dict[str, bytes]:
    """The files that the platform needs beside the common ones, by their names in the archive."""
    folder = _FILES / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
