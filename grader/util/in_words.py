"""Counts and lists of names in messages for people."""

from __future__ import annotations

from collections.abc import Iterable


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
