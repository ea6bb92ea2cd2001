"""Sentences for students that are no page's own: of files before they are graded, and in letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.util.language import gettext, gettext_noop, ngettext


def letter_text(name: str, link: str) -> str:
    """The letter with a sign-in link."""
    return (
        gettext("Dear {name},", name=name)
        + "\n\n"
        + gettext("this link signs you in where you hand in your work:")
        + f"\n\n{link}\n\n"
        + gettext("It works once, within 14 days. It is yours alone: do not pass it on.")
        + "\n"
    )


def cannot_be_read(why: str) -> str:
    """Of files that the grader cannot look at."""
    return gettext(
        "The submission cannot be read, so it could not be graded: {why}.", why=why.rstrip(".")
    )


NOT_LOOKED_AT = gettext_noop(
    "The grader could not look into your files. You can hand them in all the same."
)


def problem_in(recognition: Mapping[str, Any]) -> str | None:
    """Why nothing could be graded, as a worker has written it in the course's language."""
    problem: str | None = recognition["problem"]
    # Where the judge could not be asked, nobody knew the language.
    return gettext(NOT_LOOKED_AT) if problem == NOT_LOOKED_AT else problem


def found_in(recognition: Mapping[str, Any]) -> str | None:
    """`found` of what a worker has written; None where it could not tell."""
    missing = recognition["missing"]
    right = sum(why is None for why in missing.values())
    return found(right, len(missing)) if missing else None


def found(right: int, asked: int) -> str:
    """How many of the graded functions were recognised: "3 of 4 functions found"."""
    return ngettext(
        "{right} of {count} function found",
        "{right} of {count} functions found",
        asked,
        right=right,
    )
