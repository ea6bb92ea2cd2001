"""What a course's settings mean for a run, where the command line says nothing else."""

from __future__ import annotations

import argparse
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.classroom.late_policy import LatePolicy
    from grader.course.settings import Late, Settings


def fill_in(arguments: argparse.Namespace, settings: Settings) -> None:
    """Put the settings in the place of options that were not given.

    Raises UsageError for a layout that there is not.
    """
    from grader.lms.layouts import LAYOUTS
    from grader.util.errors import UsageError

    if settings.layout is not None and settings.layout not in LAYOUTS:
        raise UsageError(
            f"settings: there is no layout {settings.layout!r}",
            hint=f"there are: {', '.join(LAYOUTS)}",
        )
    for name in ("layout", "roster", "overrides", "jobs"):
        if getattr(arguments, name) is None:
            setattr(arguments, name, getattr(settings, name))


def late_policy(late: Late | None) -> LatePolicy | None:
    """The policy on late work, with its extensions; raises UsageError for a damaged file of them."""
    from grader.classroom.late_policy import LatePolicy, read_extensions

    if late is None:
        return None
    zone = late.zone
    return LatePolicy(
        due={
            name: time.replace(tzinfo=zone) if time.tzinfo is None else time
            for name, time in late.due.items()
        },
        percent=Fraction(str(late.percent_a_day)),
        cap=Fraction(str(late.cap_percent)),
        grace=timedelta(minutes=late.grace_minutes),
        of_earned=late.of == "earned",
        zone=zone,
        extensions=read_extensions(late.extensions, zone) if late.extensions else (),
    )
