"""Which exercises a file belongs to, told by the names of the functions that it defines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from grader.load.folder import own_files
from grader.load.missing import nested_functions
from grader.model.submission import Source

_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Detection:
    """The verdict on a submission's exercise.

    exercises  those that it belongs to, best first
    ambiguous  where none can be told from another: those that it could be
    seen       the functions that were found, graded or not
    """

    exercises: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


def detect(sources: Sequence[Source], catalogue: Mapping[str, Collection[str]]) -> Detection:
    """Compare the file's functions with those of every exercise.

    An exercise is claimed on names that no other exercise has, by the one that explains the file
    best and by any of which half is there: a script that brings its own ``relu`` along is no
    submission to an exercise on activations. Shared names alone settle it only by their number.
    """
    own = own_files(sources)
    names = {name for source in own for name in (*source.defined, *source.broken)}
    found = _settle(names, catalogue)
    if not found.exercises and not found.ambiguous:
        # Methods of a class, functions under `if __name__ == "__main__":`: not callable as they
        # stand, but they tell what was meant.
        inner = {
            name
            for source in own
            for cell in source.cells
            for name, _, _ in nested_functions(cell.tree)
        }
        found = _settle(names | inner, catalogue)
    return found


def names_in(sources: Sequence[Source]) -> frozenset[str]:
    """The functions that the files define anywhere: all that `detect` may recognise them by."""
    inner = (
        name
        for source in sources
        for cell in source.cells
        for name, _, _ in nested_functions(cell.tree)
    )
    top = (name for source in sources for name in (*source.defined, *source.broken))
    return frozenset((*top, *inner))


def _settle(names: set[str], catalogue: Mapping[str, Collection[str]]) -> Detection:
    seen = tuple(sorted(names))
    hits = {
        exercise: found
        for exercise, graded in catalogue.items()
        if (found := names.intersection(graded))
    }
    if not hits:
        return Detection(seen=seen)

    holders = Counter(name for found in hits.values() for name in found)
    unique = {
        exercise: sum(holders[name] == 1 for name in found) for exercise, found in hits.items()
    }
    share = {
        exercise: len(found) / len(set(catalogue[exercise])) for exercise, found in hits.items()
    }
    ordered = sorted(hits, key=lambda e: (-len(hits[e]) * share[e], -unique[e], e))

    best = ordered[0]
    alike = [e for e in ordered if (len(hits[e]), unique[e]) == (len(hits[best]), unique[best])]
    claimed = [e for e in ordered if unique[e] and (e in alike or share[e] >= _SHARE)]
    if claimed:
        return Detection(tuple(claimed), (), seen)

    # Only names that several exercises have: one of them must explain more than any other.
    most = max(len(found) for found in hits.values())
    tied = [e for e in ordered if len(hits[e]) == most]
    return (
        Detection(tuple(tied), (), seen)
        if len(tied) == 1
        else Detection((), tuple(sorted(tied)), seen)
    )
