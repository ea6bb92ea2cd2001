"""Settles which exercises a submission belongs to, before anything of it runs.

The same function name means another thing in another exercise, so the exercise comes first. What
belongs to none is not dropped: it becomes a report without a score that says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.batch import messages
from grader.batch.reading import Material, fingerprint
from grader.load import Detection, Signatures, recognise
from grader.model.delivery import Delivery, Pending
from grader.model.exercise import UNRECOGNISED
from grader.model.result import SubmissionStatus
from grader.model.submission import Kind, Note, Source, Submission

Catalogue = Mapping[str, Collection[str]]
"""Exercise id -> the names of its graded functions."""


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to one exercise.

    exercise    None: none could be told
    names       its files that belong to the exercise
    status      GRADED: it is to be graded; anything else: why it cannot be, in ``reason``
    candidates  the exercises it could be, where that is open
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

    @property
    def home(self) -> str:
        """The exercise, of a task that has one: all but those that come back as ``Open``."""
        assert self.exercise is not None
        return self.exercise

    def delivery(self) -> Delivery:
        """What the platform tells of the files that belong to the exercise."""
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


def settle(
    pending: Pending,
    material: Material,
    catalogue: Catalogue,
    wanted: Sequence[str],
    signatures: Signatures | None = None,
) -> tuple[Task, ...]:
    """The exercises that ``pending`` is a submission to: those found by name, or those of the ``wanted`` ones."""
    only = wanted[0] if len(wanted) == 1 else None
    unfit = _unfit(pending, material)
    if unfit is not None:
        return (_without_score(pending, material, only, *unfit),)
    found = recognise(material.sources, catalogue, signatures)
    if wanted:
        # A helper that is called like a function of another exercise claims none beside those found.
        own = [name for name in wanted if name in (*found.exercises, *found.ambiguous)] or [
            name for name in wanted if _belongs(name, found, material, catalogue)
        ]
        if own:
            return tuple(_to_grade(pending, material, name, catalogue) for name in own)
        others = found.exercises or found.ambiguous
        reason = messages.not_this(" or ".join(wanted), others, found.seen)
        reason = messages.with_traces(reason, _elsewhere(material))
        return (_without_score(pending, material, only, SubmissionStatus.WRONG_EXERCISE, reason),)
    if found.exercises:
        return tuple(_to_grade(pending, material, name, catalogue) for name in found.exercises)
    reason = messages.with_traces(
        messages.no_exercise(found.ambiguous, found.seen), _elsewhere(material)
    )
    task = _without_score(pending, material, None, SubmissionStatus.WRONG_EXERCISE, reason)
    return (replace(task, candidates=found.ambiguous),)


def _elsewhere(material: Material) -> list[str]:
    """Where code stands that nobody runs, where there is no other: in a markdown cell, say."""
    if any(source.defined or source.broken for source in material.sources):
        return []
    return [why for source in material.sources for why in source.elsewhere.values()]


def settle_all(
    handed_in: Sequence[tuple[Pending, Material]],
    catalogue: Catalogue,
    wanted: Sequence[str],
    signatures: Signatures | None = None,
) -> list[tuple[Task, Material]]:
    """What counts of all that a group handed in, the latest first: for each exercise the latest.

    What cannot be graded counts only where nothing else can; it is noted otherwise.
    """
    settled = [
        (task, material)
        for pending, material in handed_in
        for task in settle(pending, material, catalogue, wanted, signatures)
    ]
    # Two files of one member may have come before and after that of another.
    settled.sort(key=lambda pair: pair[0].delivery().order, reverse=True)
    latest: dict[str | None, tuple[Task, Material]] = {}
    for task, material in settled:
        if task.status is SubmissionStatus.GRADED:
            latest.setdefault(task.exercise, (task, material))
    if not latest:
        newest = handed_in[0][0]
        latest = {
            task.exercise: (task, material) for task, material in settled if task.pending is newest
        }
    return [(_noting(task, settled), material) for task, material in latest.values()]


def _noting(task: Task, settled: Iterable[tuple[Task, Material]]) -> Task:
    """The task, with what became of the others' files that could have been it."""
    notes = []
    for other, _ in settled:
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


def _belongs(wanted: str, found: Detection, material: Material, catalogue: Catalogue) -> bool:
    """Whether it is a submission to ``wanted``, were it only one function of it.

    Names that another exercise has as well are no sign, where that other one is what it looks like.
    """
    own = _defined(material.sources) & set(catalogue[wanted])
    return bool(own.difference(*(catalogue[name] for name in found.exercises)))


def placed(task: Task, met: Collection[str]) -> Task:
    """The task with an exercise: what could not be told alone follows the rest of the class.

    ``met`` are the exercises that the others handed in.
    """
    return replace(task, exercise=next(iter(met)) if len(met) == 1 else UNRECOGNISED.id)


def unread(pending: Pending, wanted: str | None) -> Task:
    """The task of a submission whose reading itself went wrong."""
    return _without_score(pending, Material(), wanted, SubmissionStatus.GRADED, "")


def not_judged(pending: Pending, material: Material, wanted: str | None, reason: str) -> Task:
    """The task of a submission that cannot be read within the judge's limits."""
    return _without_score(pending, material, wanted, SubmissionStatus.UNREADABLE, reason)


def _unfit(pending: Pending, material: Material) -> tuple[SubmissionStatus, str] | None:
    if pending.broken:
        return SubmissionStatus.UNREADABLE, pending.broken
    if material.too_large:
        return SubmissionStatus.UNREADABLE, material.too_large
    if not material.hashes:
        return SubmissionStatus.EMPTY, messages.NO_CODE_FILE
    if not material.sources:
        return SubmissionStatus.UNREADABLE, messages.unreadable(tuple(material.unreadable.items()))
    if not any(source.cells for source in material.sources):
        return SubmissionStatus.EMPTY, messages.NO_CODE
    return None


def _to_grade(pending: Pending, material: Material, exercise: str, catalogue: Catalogue) -> Task:
    part = material.only(_names_for(exercise, material, catalogue))
    return _task(pending, part, exercise, material)


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
        sha256=fingerprint(part.hashes),
        kind="ipynb" if "ipynb" in kinds else "py" if kinds else None,
        notes=(*pending.notes, *(Note("skipped", f"{name}: {why}") for name, why in lost.items())),
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
