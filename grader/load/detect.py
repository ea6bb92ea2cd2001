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

    The exercise that explains most of the names is the file's own. Another one is claimed beside it
    only on names that no other exercise has, and on half of its functions: a script that brings
    its own ``relu`` along is no submission to an exercise on activations.
    """
    own = own_files(sources)
    names = {name for source in own for name in (*source.defined, *source.broken)}
    found = _settle(names, catalogue)
    if not found.exercises and not found.ambiguous:
        # Methods of a class, functions under `if __name__ == "__main__":`: not callable as they
        # stand, but they tell what was meant.
        inner = {name for source in own for cell in source.cells for name, _, _ in nested_functions(cell.tree)}
        found = _settle(names | inner, catalogue)
    return found


def _settle(names: set[str], catalogue: Mapping[str, Collection[str]]) -> Detection:
    seen = tuple(sorted(names))
    hits = {exercise: names & set(graded) for exercise, graded in catalogue.items()}
    hits = {exercise: found for exercise, found in hits.items() if found}
    if not hits:
        return Detection(seen=seen)

    holders = Counter(name for graded in catalogue.values() for name in set(graded))
    unique = {exercise: sum(holders[name] == 1 for name in found) for exercise, found in hits.items()}
    share = {exercise: len(found) / len(set(catalogue[exercise])) for exercise, found in hits.items()}
    ordered = sorted(hits, key=lambda e: (-len(hits[e]), -unique[e], -share[e], e))

    most = len(hits[ordered[0]])
    tied = [exercise for exercise in ordered if len(hits[exercise]) == most]
    claimed = [
        exercise
        for exercise in ordered
        if (unique[exercise] and (exercise in tied or share[exercise] >= _SHARE)) or tied == [exercise]
    ]
    return Detection(tuple(claimed), () if claimed else tuple(sorted(tied)), seen)
