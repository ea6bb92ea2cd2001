"""Keeps files that lie in the working directory from being imported as modules."""

from __future__ import annotations

import os

from grader.util.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def working_directory() -> str:
    """Its real path; raises UsageError where it has been removed."""
    try:
        return os.path.realpath(os.getcwd())
    except OSError as fault:
        raise UsageError(
            f"the working directory cannot be read: {fault.strerror}",
            hint="change to a folder that is there",
        ) from None


def without_working_directory(entries: Sequence[str]) -> list[str]:
    """``sys.path`` without the working directory.

    In a checkout that is where the package itself lies: then the folder stays, at the end, where
    it cannot stand in front of an installed module.
    """
    try:
        here = working_directory()
    except UsageError:  # nothing can be imported from there; ``main`` tells it
        return [entry for entry in entries if os.path.isabs(entry)]
    kept = [entry for entry in entries if os.path.realpath(entry or ".") != here]
    if len(kept) < len(entries) and os.path.realpath(_HOME) == here:
        kept.append(_HOME)
    return kept
