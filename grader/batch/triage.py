"""Reads what intake found, and decides which exercises it belongs to, before anything of it runs.

The same function name means another thing in another exercise, so the exercise comes first. What
belongs to none is not dropped: it becomes a report without a score that says why.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.batch import messages
from grader.load import (
    MAX_SIGNS,
    Detection,
    Signatures,
    content_of,
    detect_names,
    read_bytes,
    recognise,
    signs,
)
from grader.load.read.source import variants_named
from grader.model.delivery import Delivery, Pending, combined_hash
from grader.model.exercise import UNRECOGNISED
from grader.model.result import SubmissionStatus
from grader.model.submission import NOT_TOLD, Kind, Note, Received, Source, Submission
from grader.util.errors import Unreadable, UsageError
from grader.util.language import gettext

if TYPE_CHECKING:
    from grader.course.catalog import Course

Catalogue = Mapping[str, Collection[str]]
"""Exercise id -> the names of its graded functions."""

_DEFINITION = re.compile(
    rb'(?:^|"|\\n)[ \t]*(?:(?:async )?def|class)[ \t]+([A-Za-z_]\w*)[ \t]*(?:\(|(?=:))([^:]{0,1000})',
    re.MULTILINE,
)
_PARAMETER = re.compile(rb"(?:^|,)[\s*]*([A-Za-z_]\w*)")
_MOST_BYTES = 2**20
"""Of each file that is counted; a notebook's outputs may be larger, and define nothing."""
_MOST_FILES = 20


_MOST_READ = 256 * 2**20
"""Of all files of a submission together: what one notebook with large pictures needs, four times."""


@dataclass(frozen=True, slots=True)
class Material:
    """The files of one submission: those that could be parsed, and why the others could not.

    ``too_large`` says why the rest was not read, where the files together are too large.
    """

    sources: tuple[Source, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    too_large: str | None = None
    claims: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """File -> exercise and variant, of what it says it was made from."""

    def only(self, names: Collection[str]) -> Material:
        """The part of it that lies in the files called ``names``."""
        return Material(
            tuple(source for source in self.sources if source.name in names),
            {name: value for name, value in self.hashes.items() if name in names},
            {name: value for name, value in self.unreadable.items() if name in names},
            claims={name: value for name, value in self.claims.items() if name in names},
        )


def contents(pending: Pending) -> tuple[bytes | str, ...]:
    """The bytes of every file of ``pending``, or why it cannot be opened: for a process on another machine."""
    return tuple(content for _, content in _each(pending, None))


def read(pending: Pending, data: Sequence[bytes | str] | None = None) -> Material:
    """Parse every file of ``pending``. Why one cannot be read is part of the result, never raised.

    Args:
        data: the ``contents`` of the files, where they cannot be opened here.
    """
    sources: list[Source] = []
    hashes: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    claims: dict[str, tuple[tuple[str, str], ...]] = {}
    size = code = 0
    too_large: str | None = None
    for name, content in _each(pending, data):
        if isinstance(content, str):
            hashes[name] = _hash(b"")
            unreadable[name] = content
            continue
        size += len(content)
        if too_large is None and size > _MOST_READ:
            too_large = messages.TOO_MANY_BYTES
        hashes[name] = _hash(content if size <= _MOST_READ else b"")
        if size <= _MOST_READ and (named := variants_named(content)):
            claims[name] = named
        if too_large is not None:
            continue
        try:
            source = read_bytes(content, name)
        except Unreadable as fault:
            unreadable[name] = fault.reason
            continue
        sources.append(replace(source, received=_received(pending, name)))
        code += signs(cell.text for cell in source.cells)
        if code > MAX_SIGNS:
            too_large = messages.TOO_MUCH_CODE
            sources.clear()
    return Material(tuple(sources), hashes, unreadable, too_large, claims)


def hashed(pending: Pending, data: Sequence[Sequence[bytes | str]] | None = None) -> Material:
    """The hashes alone of everything that ``pending`` and its group handed in: nothing is parsed."""
    hashes: dict[str, str] = {}
    claims: dict[str, tuple[tuple[str, str], ...]] = {}
    for each, own in zip(pending.handed_in, data or repeat(None), strict=False):
        size = 0
        for name, content in _each(each, own):
            raw = b"" if isinstance(content, str) else content
            size += len(raw)
            unlike = name if name not in hashes else f"{each.file}: {name}"
            hashes[unlike] = _hash(raw if size <= _MOST_READ else b"")
            if size <= _MOST_READ and (named := variants_named(raw)):
                claims[unlike] = named
    return Material((), hashes, claims=claims)


def _each(
    pending: Pending, data: Sequence[bytes | str] | None
) -> Iterator[tuple[str, bytes | str]]:
    """Name and content of every file, one at a time; instead of a content, why there is none."""
    for index, (name, path) in enumerate(pending.parts):
        try:
            yield name, content_of(path) if data is None else data[index]
        except Unreadable as fault:
            yield name, fault.reason


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _received(pending: Pending, name: str) -> Received:
    """When and how the file came; not needed where there is a single one."""
    delivery = pending.deliveries.get(name)
    if delivery is None or len(pending.parts) < 2:
        return NOT_TOLD
    return Received(delivery.submitted_at, delivery.attempt, delivery.modified)


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to one exercise.

    exercise    None where it is not known
    names       its files that belong to the exercise
    status      GRADED: it is to be graded; anything else: why it cannot be, in ``reason``
    candidates  the exercises that it could belong to, where that is open
    """

    pending: Pending
    exercise: str | None
    names: tuple[str, ...]
    sha256: str
    kind: Kind | None = None
    notes: tuple[Note, ...] = ()
    status: SubmissionStatus = SubmissionStatus.GRADED
    reason: str | None = None
    candidates: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    """Exercise and variant, of what its files say they were made from."""

    @property
    def exercise_id(self) -> str:
        """The exercise of a task that has one."""
        assert self.exercise is not None
        return self.exercise

    def delivery(self) -> Delivery:
        """What the platform states of the files that belong to the exercise."""
        return self.pending.delivery(self.names)

    def submission(self, material: Material = Material()) -> Submission:
        """The pipeline's view of it, with what was read of its files."""
        return Submission(
            student=self.pending.student,
            file=self.pending.file,
            files=self.names,
            sha256=self.sha256,
            kind=self.kind,
            sources=material.sources,
            problem=self.reason,
        )


def triage(
    pending: Pending,
    material: Material,
    catalogue: Catalogue,
    wanted: Sequence[str],
    signatures: Signatures | None = None,
) -> tuple[Task, ...]:
    """The exercises that ``pending`` is a submission to, by its functions' names.

    Args:
        wanted: the exercises of the run; without them, any exercise of the catalogue.
        signatures: exercise -> the parameters of its functions, which decide between equal names.
    """
    only = wanted[0] if len(wanted) == 1 else None
    unfit = _unfit(pending, material)
    if unfit is not None:
        return (_without_score(pending, material, only, *unfit),)
    detection = recognise(material.sources, catalogue, signatures)
    if wanted:
        # A helper that is called like a function of another exercise claims none beside those found.
        exercises: Sequence[str] = [
            name for name in wanted if name in (*detection.exercises, *detection.ambiguous)
        ] or [name for name in wanted if _belongs(name, detection, material, catalogue)]
    else:
        exercises = detection.exercises
    if exercises:
        parts = (material.only(_names_for(name, material, catalogue)) for name in exercises)
        return tuple(
            _task(pending, part, name, material)
            for name, part in zip(exercises, parts, strict=True)
        )
    if wanted:
        others = detection.exercises or detection.ambiguous
        reason = messages.not_this(gettext(" or ").join(wanted), others, detection.seen)
    else:
        reason = messages.no_exercise(detection.ambiguous, detection.seen)
    reason = messages.with_traces(reason, _code_that_is_not_run(material))
    task = _without_score(pending, material, only, SubmissionStatus.WRONG_EXERCISE, reason)
    return (task if wanted else replace(task, candidates=detection.ambiguous),)


def triage_all(
    handed_in: Sequence[tuple[Pending, Material]],
    catalogue: Catalogue,
    wanted: Sequence[str],
    signatures: Signatures | None = None,
) -> list[tuple[Task, Material]]:
    """What counts of all that a group handed in, the latest first: for each exercise the latest.

    What cannot be graded counts only where nothing else can; it is noted otherwise.
    """
    tasks = [
        (task, material)
        for pending, material in handed_in
        for task in triage(pending, material, catalogue, wanted, signatures)
    ]
    # Two files of one member may have come before and after that of another.
    tasks.sort(key=lambda pair: pair[0].delivery().order, reverse=True)
    latest: dict[str | None, tuple[Task, Material]] = {}
    for task, material in tasks:
        if task.status is SubmissionStatus.GRADED:
            latest.setdefault(task.exercise, (task, material))
    if not latest:
        newest = handed_in[0][0]
        latest = {
            task.exercise: (task, material) for task, material in tasks if task.pending is newest
        }
    return [(_noting_others(task, tasks), material) for task, material in latest.values()]


def _noting_others(task: Task, tasks: Iterable[tuple[Task, Material]]) -> Task:
    """The task, with notes of the group's other files that could have been it."""
    notes = []
    for other, _ in tasks:
        if other.pending is task.pending:
            continue
        if other.status is not SubmissionStatus.GRADED:
            text = messages.aside_since(other.pending.file, other.reason)
        elif other.exercise == task.exercise:
            text = messages.aside_for(other.pending.file, task.pending.file)
        else:
            continue
        notes.append(Note("skipped", text))
    return replace(task, notes=(*task.notes, *notes))


def placed(task: Task, exercises: Collection[str]) -> Task:
    """The task with an exercise: what cannot be recognised alone follows the rest of the class.

    ``exercises`` are those that the others handed in.
    """
    name = next(iter(exercises)) if len(exercises) == 1 else UNRECOGNISED.id
    return replace(task, exercise=name)


def unread(pending: Pending, exercise: str | None) -> Task:
    """The task of a submission whose reading itself went wrong."""
    return _without_score(pending, Material(), exercise, SubmissionStatus.GRADED, "")


def not_judged(pending: Pending, material: Material, exercise: str | None, reason: str) -> Task:
    """The task of a submission that cannot be read within the judge's limits."""
    return _without_score(pending, material, exercise, SubmissionStatus.UNREADABLE, reason)


def _belongs(wanted: str, detection: Detection, material: Material, catalogue: Catalogue) -> bool:
    """Whether it is a submission to ``wanted``, were it only one function of it.

    Names that another exercise has as well are no sign, where that other one is what it looks like.
    """
    names = _defined(material.sources) & set(catalogue[wanted])
    return bool(names.difference(*(catalogue[name] for name in detection.exercises)))


def _code_that_is_not_run(material: Material) -> list[str]:
    """Where code is that nobody runs (in a markdown cell, say), where there is no other."""
    if any(source.defined or source.broken for source in material.sources):
        return []
    return [why for source in material.sources for why in source.elsewhere.values()]


def _unfit(pending: Pending, material: Material) -> tuple[SubmissionStatus, str] | None:
    if pending.broken:
        return SubmissionStatus.UNREADABLE, pending.broken
    if material.too_large:
        return SubmissionStatus.UNREADABLE, material.too_large
    if not material.hashes:
        return SubmissionStatus.EMPTY, messages.NO_CODE_FILE
    if not material.sources:
        return SubmissionStatus.UNREADABLE, messages.unreadable(material.unreadable)
    if not any(source.cells for source in material.sources):
        return SubmissionStatus.EMPTY, messages.NO_CODE
    return None


def _without_score(
    pending: Pending,
    material: Material,
    exercise: str | None,
    status: SubmissionStatus,
    reason: str,
) -> Task:
    return replace(_task(pending, material, exercise, material), status=status, reason=reason)


def _task(pending: Pending, part: Material, exercise: str | None, whole: Material) -> Task:
    kinds = {source.kind for source in part.sources}
    lost = {} if not whole.sources else whole.unreadable  # else they are the reason already
    return Task(
        pending=pending,
        exercise=exercise,
        names=tuple(sorted(part.hashes)),
        sha256=combined_hash(part.hashes),
        kind="ipynb" if "ipynb" in kinds else "py" if kinds else None,
        notes=(*pending.notes, *(Note("skipped", f"{name}: {why}") for name, why in lost.items())),
        claims=tuple(
            dict.fromkeys(claim for _, claims in sorted(whole.claims.items()) for claim in claims)
        ),
    )


def _names_for(exercise: str, material: Material, catalogue: Catalogue) -> set[str]:
    """The files of a submission that an exercise needs: all but those that belong to others only.

    A file without any graded function may hold helpers, and one that cannot be read may be hers.
    """
    wanted = set(catalogue[exercise])
    every = set().union(*catalogue.values())
    others = {
        source.name
        for source in material.sources
        if _defined([source]) & every and not _defined([source]) & wanted
    }
    return set(material.hashes) - others


def _defined(sources: Iterable[Source]) -> set[str]:
    return set().union(*({*source.defined, *source.broken} for source in sources))


@dataclass(frozen=True, slots=True)
class Census:
    """The exercises of a run (none: no submission could be recognised), and warnings for a person."""

    exercises: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def census(handed_in: Iterable[Pending], course: Course, earlier: Collection[str]) -> Census:
    """The exercise of a run for which nobody named one: the one that most submissions are of.

    Counted before anything is graded, from the text alone, so that a stray file does not change what a
    class is graded on. Several exercises where each has a folder of its name. Raises UsageError where no
    exercise is that of more than half of the submissions.

    Args:
        earlier: the exercises of earlier runs into the same folder.
    """
    catalogue = course.graded_names()
    claims: Counter[str] = Counter()
    first: Counter[str] = Counter()
    folders: list[str] = []
    for pending in (each for group in handed_in for each in group.handed_in):
        folders += _folders(pending, catalogue)
        exercises = detect_names(_signatures(pending), catalogue, course.parameters).exercises
        claims.update(exercises)
        first.update(exercises[:1])
    if not claims:
        return Census()
    recognised = first.total()
    named = sorted(set(folders))
    if len(named) > 1 and len(folders) >= recognised:
        return Census(tuple(named))
    best = min(claims, key=lambda name: (-claims[name], -first[name], name))
    if 2 * claims[best] <= recognised:
        kept = [name for name in earlier if name in claims]
        if len(kept) != 1:
            raise UsageError(
                f"the submissions are of several exercises: {messages.counted(claims)}",
                hint=f"say which to grade: --exercise {best}, or --exercise {','.join(sorted(claims))}",
            )
        best = kept[0]
    others = {name: count for name, count in claims.items() if name != best}
    return Census((best,), (messages.also_there(best, others),) if others else ())


def _folders(pending: Pending, catalogue: Collection[str]) -> Sequence[str]:
    """The exercises that the folders around its files are called after."""
    parts = [*PurePosixPath(pending.file).parts[:-1], PurePosixPath(pending.file).name]
    for name, _ in pending.parts:
        parts += PurePosixPath(name).parts[:-1]
    return list(dict.fromkeys(part for part in parts if part in catalogue))


def _signatures(pending: Pending) -> dict[str, tuple[str, ...]]:
    """The functions that its files define, and their parameters, as far as the text shows them."""
    signatures: dict[str, tuple[str, ...]] = {}
    for _, path in pending.parts[:_MOST_FILES]:
        for name, text in _DEFINITION.findall(_beginning(path)):
            parameters = (each.decode("ascii") for each in _PARAMETER.findall(text))
            signatures[name.decode("ascii")] = tuple(parameters)
    return signatures


def _beginning(path: Path) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError:  # its report says so
        return b""
