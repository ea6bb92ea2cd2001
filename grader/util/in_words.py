"""Counts and lists of names in messages for people."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def count_of(number: int, noun: str, verbs: tuple[str, str] = ("", "")) -> str:
    """Return "1 file", "3 files"; with ``verbs``, "1 file is", "3 files are".

    Args:
        number: how many there are.
        noun: in the singular; its plural ends in s.
        verbs: what follows one, and what follows several.
    """
    one = number == 1
    return " ".join(filter(None, (f"{number} {noun}{'' if one else 's'}", verbs[not one])))


def first_few(names: Iterable[str], most: int = 50) -> str:
    """Return names in one line, and a mark where there are more than ``most``.

    They are joined by semicolons: a name may contain a comma.
    """
    every = list(names)
    return "; ".join(every[:most]) + ("; ..." if len(every) > most else "")


def did_you_mean(name: str, known: Iterable[str], most: int = 1, cutoff: float = 0.6) -> str | None:
    """Return "did you mean grade?" for a misspelled name; None where nothing known is like it.

    Args:
        name: what somebody wrote.
        known: what there is.
        most: how many names to show.
        cutoff: how like they must be, from 0 to 1.
    """
    near = get_close_matches(name, list(known), most, cutoff)
    return f"did you mean {' or '.join(near)}?" if near else None


def known_names(name: str, known: Iterable[str], most: int = 1, cutoff: float = 0.6) -> str:
    """Return the same, and where nothing is like it all that there is."""
    every = list(known)
    near = did_you_mean(name, every, most, cutoff)
    return near or f"there are: {', '.join(every) or 'none'}"
