"""Dates that archives give to their members."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


def iso_date(date: Callable[[], datetime]) -> str | None:
    """A member's date, if it is one and no packer's constant."""
    try:
        when = date()
    except (ValueError, OverflowError, OSError):
        return None
    return None if when.year <= 1980 else when.replace(tzinfo=None).isoformat()
