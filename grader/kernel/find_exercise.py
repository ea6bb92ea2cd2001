"""Which exercise is meant, and where it is: the bundle beside the notebook comes first.

A bundle is data, so one in the working directory may be read. An exercise as code is read only from
a course that somebody chose, or that is installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from grader.course.catalog import VARIABLE, Course, find_course
from grader.course.definition import Definition
from grader.course.public_case import public_names
from grader.kernel import messages
from grader.util.errors import GraderError, UsageError
from grader.util.language import gettext

_BUNDLE = "exercise.json"


def courses(chosen: str | Path | None) -> Iterator[Course]:
    """Where to look, in turn: the chosen folder alone, else bundles here, else the usual course."""
    if chosen is None and not os.environ.get(VARIABLE):
        here = Path.cwd()
        if (here / _BUNDLE).is_file():
            yield Course(here)
        for folder in sorted(here.iterdir()):
            if (folder / _BUNDLE).is_file():
                yield Course(folder)
    try:
        yield find_course(chosen)
    except UsageError:
        if chosen is not None:
            raise


def exercise_of(
    names: Mapping[str, object],
    exercise: str | None,
    chosen: str | Path | None,
    variant: str | None = None,
) -> tuple[Course, Definition]:
    """Return the exercise that most of the functions among ``names`` belong to, and its course.

    A bundle beside the notebook is meant whatever the names are, where it is the only one.

    Raises UsageError where there is none, or several are as likely.
    """
    found = {}
    for course in courses(chosen):
        if exercise is not None:
            if exercise in course.ids():
                return course, course.definition(exercise, variant)
            found.update(dict.fromkeys(course.ids(), course))
            continue
        graded = course.graded_names()
        if len(graded) == 1 and (course.root / _BUNDLE).is_file():
            found.update(dict.fromkeys(graded, course))
            continue
        if found:
            break
        found.update(dict.fromkeys(graded, course))
    if exercise is not None:
        near = get_close_matches(exercise, found, n=1) or list(found)[:5]
        raise UsageError(
            messages.unknown_exercise(exercise), messages.there_are(near) if near else None
        )
    if not found:
        raise UsageError(gettext(messages.NO_EXERCISE), gettext(messages.NO_EXERCISE_HINT))
    counts = {
        id_: sum(name in names for name in course.graded_names()[id_])
        for id_, course in found.items()
    }
    most = max(counts.values())
    best = [id_ for id_, count in counts.items() if count == most]
    if len(best) > 1:
        if most == 0:
            raise UsageError(gettext(messages.NO_EXERCISE), gettext(messages.NO_EXERCISE_HINT))
        raise UsageError(*messages.which_exercise(best))
    return found[best[0]], found[best[0]].definition(best[0], variant)


def exercise_with_case(name: str, exercise: str | None, chosen: str | Path | None) -> Definition:
    """Return the exercise that has a public case of this name.

    Raises UsageError where there is none, or several have one.
    """
    known: list[str] = []
    for course in courses(chosen):
        if exercise is not None and exercise not in course.ids():
            continue
        found: list[Definition] = []
        for id_ in [exercise] if exercise is not None else course.ids():
            try:
                definition = course.definition(id_)
            except GraderError:  # another exercise's fault
                continue
            own = public_names(definition)
            known += own
            if name in own:
                found.append(definition)
        if len(found) > 1:
            raise UsageError(*messages.several_cases(name, [each.id for each in found]))
        if found:
            return found[0]
    near = get_close_matches(name, known, n=1)
    raise UsageError(messages.unknown_case(name), messages.did_you_mean(near[0]) if near else None)
