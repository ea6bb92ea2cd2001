"""Keeps files in the working directory from being imported as modules.

This module imports nothing that such a file could replace.
"""

from __future__ import annotations

import os

from grader.util.errors import UsageError

_HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def working_directory() -> str:
    """Return the real path of the working directory; raises UsageError if it was removed."""
    try:
        return os.path.realpath(os.getcwd())
    except OSError as fault:
        raise UsageError(
            f"the working directory cannot be read: {fault.strerror}",
            hint="change to a folder that exists",
        ) from None


def without_working_directory(entries: list[str]) -> list[str]:
    """Return the entries of ``sys.path`` without the working directory.

    In a checkout the package itself is in the working directory. Then the folder moves to the
    end, where it cannot hide an installed module.
    """
    try:
        here = working_directory()
    except UsageError:  # nothing can be imported from there; ``main`` reports the error
        return [entry for entry in entries if os.path.isabs(entry)]
    kept = [entry for entry in entries if os.path.realpath(entry or ".") != here]
    if len(kept) < len(entries) and os.path.realpath(_HOME) == here:
        kept.append(_HOME)
    return kept
