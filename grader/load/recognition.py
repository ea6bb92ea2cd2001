"""Which exercises a file belongs to, told by the names of the functions that it defines."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from grader.load.select.functions import nested_functions
from grader.load.select.multi_file import own_files
from grader.load.select.scope import parameters_of
from grader.model.submission import Source

_SHARE, _CLEAR_SHARE = 0.5, 0.75


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


Catalogue = Mapping[str, Collection[str]]
Signatures = Callable[[str], Mapping[str, Collection[str]]]
"""Exercise -> its functions, with the names of their parameters."""


def recognise(
    sources: Sequence[Source], catalogue: Catalogue, signatures: Signatures | None = None
) -> Detection:
    """Compare the file's functions with those of every exercise.

    An exercise is claimed on names that no other exercise has, by the one that explains the file
    best and by any of which half is there: a script that brings its own ``relu`` along is no
    submission to an exercise on activations. Shared names alone settle it only by their number.
    Helpers that happen to be called ``model`` or ``predict`` are none of an exercise whose functions take
    other parameters.
    """
    own = own_files(sources)
    names = {name for source in own for name in (*source.defined, *source.broken)}
    parameters = {
        node.name: parameters_of(node.args)
        for source in own
        for cell in source.cells
        for node in cell.tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    found = _settle(names, catalogue, parameters, signatures)
    if not found.exercises and not found.ambiguous:
        # Methods of a class, functions under `if __name__ == "__main__":`: not callable as they
        # stand, but they tell what was meant.
        inner = {
            name
            for source in own
            for cell in source.cells
            for name, _, _ in nested_functions(cell.tree)
        }
        found = _settle(names | inner, catalogue, parameters, signatures)
    return found


def detect_names(
    functions: Mapping[str, Collection[str]], catalogue: Catalogue, signatures: Signatures
) -> Detection:
    """The same of functions and their parameters, where a file was not parsed."""
    return _settle(set(functions), catalogue, functions, signatures)


def names_in(sources: Sequence[Source]) -> frozenset[str]:
    """The functions that the files define anywhere: all that `recognise` may recognise them by."""
    inner = (
        name
        for source in sources
        for cell in source.cells
        for name, _, _ in nested_functions(cell.tree)
    )
    top = (name for source in sources for name in (*source.defined, *source.broken))
    return frozenset((*top, *inner))


def _without_strangers(
    hits: dict[str, set[str]],
    catalogue: Catalogue,
    parameters: Mapping[str, Collection[str]],
    signatures: Signatures,
) -> dict[str, set[str]]:
    """Without exercises of which no function takes the right parameters, where another's do."""
    alike = {
        exercise: any(
            _same_parameters(parameters.get(name, ()), known.get(name, ())) for name in found
        )
        for exercise, found in hits.items()
        for known in (signatures(exercise),)
    }
    if not any(alike.values()):
        return hits
    return {
        exercise: found
        for exercise, found in hits.items()
        if alike[exercise] or len(found) >= _CLEAR_SHARE * len(set(catalogue[exercise]))
    }


def _same_parameters(own: Collection[str], right: Collection[str]) -> bool:
    return 2 * len(set(own) & set(right)) >= max(len(own), len(right), 1)


def _settle(
    names: set[str],
    catalogue: Catalogue,
    parameters: Mapping[str, Collection[str]],
    signatures: Signatures | None,
) -> Detection:
    seen = tuple(sorted(names))
    hits = {
        exercise: found
        for exercise, graded in catalogue.items()
        if (found := names.intersection(graded))
    }
    if not hits:
        return Detection(seen=seen)
    # Who else has a name counts also where it is none of theirs by its parameters.
    holders = Counter(name for found in hits.values() for name in found)
    if len(hits) > 1 and signatures is not None:
        hits = _without_strangers(hits, catalogue, parameters, signatures)
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
