"""Which exercise a run is of, where nobody named it: the one that most submissions are of.

Counted before anything is graded, from the text alone. A stray file must not change what a class is graded on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.batch import messages
from grader.load import detect_names
from grader.model.delivery import Pending
from grader.util.errors import UsageError

if TYPE_CHECKING:
    from grader.course.catalog import Course

_DEFINITION = re.compile(
    rb'(?:^|"|\\n)[ \t]*(?:async )?def[ \t]+([A-Za-z_]\w*)[ \t]*\(([^:]{0,1000})', re.MULTILINE
)
_PARAMETER = re.compile(rb"(?:^|,)[\s*]*([A-Za-z_]\w*)")
_MOST_BYTES = 2**20
"""Of each file; a notebook's outputs may be larger, and define nothing."""
_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Census:
    """The exercises that a run is of (none: no submission could be recognised), and what a person should know."""

    exercises: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def census(pending: Iterable[Pending], course: Course, before: Collection[str]) -> Census:
    """What the run over ``pending`` is of; ``before`` are the exercises of earlier runs into the same folder.

    Several exercises where each has a folder of its name. Raises UsageError where no exercise is that of more than
    half of the submissions.
    """
    catalogue = course.graded_names()
    claims: Counter[str] = Counter()
    first: Counter[str] = Counter()
    folders: list[str] = []
    for each in (one for whole in pending for one in whole.handed_in):
        folders += _folders(each, catalogue)
        found = detect_names(_defined(each), catalogue, course.parameters).exercises
        claims.update(found)
        first.update(found[:1])
    if not claims:
        return Census()
    recognised = first.total()
    named = sorted(set(folders))
    if len(named) > 1 and len(folders) >= recognised:
        return Census(tuple(named))
    best = min(claims, key=lambda name: (-claims[name], -first[name], name))
    if 2 * claims[best] <= recognised:
        kept = [name for name in before if name in claims]
        if len(kept) != 1:
            raise UsageError(
                f"the submissions are of several exercises: {messages.counted(claims)}",
                hint=f"say which to grade: --exercise {best}, or --exercise {','.join(sorted(claims))}",
            )
        best = kept[0]
    others = {name: count for name, count in claims.items() if name != best}
    return Census((best,), (messages.also_there(best, others),) if others else ())


def _folders(pending: Pending, catalogue: Collection[str]) -> Sequence[str]:
    """The exercise that a folder around its files is called after, if there is one."""
    parts = [*PurePosixPath(pending.file).parts[:-1], PurePosixPath(pending.file).name]
    for name, _ in pending.parts:
        parts += PurePosixPath(name).parts[:-1]
    return list(dict.fromkeys(part for part in parts if part in catalogue))


def _defined(pending: Pending) -> dict[str, tuple[str, ...]]:
    """The functions that its files define, and their parameters, as far as the text tells."""
    found: dict[str, tuple[str, ...]] = {}
    for _, path in pending.parts[:_MOST_FILES]:
        for name, taken in _DEFINITION.findall(_beginning(path)):
            parameters = (each.decode("ascii") for each in _PARAMETER.findall(taken))
            found[name.decode("ascii")] = tuple(parameters)
    return found


def _beginning(path: Path) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError:  # told when it is graded
        return b""
