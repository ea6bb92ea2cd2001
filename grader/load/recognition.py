"""Which exercises a file belongs to, by the names of its functions; and by what copies of these are known."""

from __future__ import annotations

import ast
import hashlib
import marshal
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.load.select.functions import nested_functions, parameters_of
from grader.load.select.imports import own_files
from grader.load.select.scope import DEFINITIONS
from grader.model.submission import Source

_FEWEST_STATEMENTS = 3
"""Shorter functions are often the same by chance."""
_SILENT = frozenset(("ctx", "kind", "type_comment"))
"""Fields of syntax nodes that follow from the place, name the quotes, or are never set."""
_SHARE, _CLEAR_SHARE = 0.5, 0.75


@dataclass(frozen=True, slots=True)
class Detection:
    """The exercises of a submission.

    exercises  those that it belongs to, best first
    ambiguous  those that it could belong to, where nothing decides between them
    seen       the functions that it defines, graded or not
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
    submission to an exercise on activations. Shared names alone decide only by their number.
    Helpers that happen to be called ``model`` or ``predict`` do not count for an exercise whose
    functions take other parameters.
    """
    own = own_files(sources)
    parameters = {
        node.name: _taken_by(node)
        for source in own
        for cell in source.cells
        for node in cell.tree.body
        if isinstance(node, DEFINITIONS)
    }
    programs = _programs(own, catalogue)
    detection = _detect(_top_level(own) | programs, catalogue, parameters, signatures)
    if detection.exercises or detection.ambiguous:
        return detection
    # Methods of a class and functions in a loop cannot be called as they stand, but their names
    # show which exercise was meant.
    detection = _detect(names_in(own) | programs, catalogue, parameters, signatures)
    only = next(iter(catalogue)) if len(catalogue) == 1 else None
    if not detection.exercises and only and any(n.endswith(".py") for n in catalogue[only]):
        return Detection((only,), (), detection.seen)  # a program needs no function, and any name
    return detection


def _programs(sources: Sequence[Source], catalogue: Catalogue) -> frozenset[str]:
    """The whole programs that the files' names name: "word_count.py" in "Jane_word_count (2).ipynb"."""
    known = {name for graded in catalogue.values() for name in graded if name.endswith(".py")}
    stems = [source.name.replace("\\", "/").rpartition("/")[2].lower() for source in sources]
    return frozenset(
        name
        for name in known
        if any(
            re.search(rf"(?<![a-z0-9]){re.escape(name[:-3].lower())}(?![a-z0-9])", s) for s in stems
        )
    )


def _taken_by(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> tuple[str, ...]:
    """Its parameters; of a class those of its constructor."""
    if not isinstance(node, ast.ClassDef):
        return parameters_of(node.args)
    methods = (item for item in node.body if isinstance(item, ast.FunctionDef))
    made = next((method for method in methods if method.name == "__init__"), None)
    return parameters_of(made.args)[1:] if made else ()


def detect_names(
    functions: Mapping[str, Collection[str]], catalogue: Catalogue, signatures: Signatures
) -> Detection:
    """The same for functions and their parameters, where a file was not parsed."""
    return _detect(frozenset(functions), catalogue, functions, signatures)


def names_in(sources: Sequence[Source]) -> frozenset[str]:
    """The functions that the files define anywhere: all that `recognise` may recognise them by."""
    cells = (cell for source in sources for cell in source.cells)
    nested = (name for cell in cells for name, _, _ in nested_functions(cell.tree))
    return _top_level(sources).union(nested)


def _top_level(sources: Sequence[Source]) -> frozenset[str]:
    return frozenset(name for source in sources for name in (*source.defined, *source.broken))


def _detect(
    names: frozenset[str],
    catalogue: Catalogue,
    parameters: Mapping[str, Collection[str]],
    signatures: Signatures | None,
) -> Detection:
    seen = tuple(sorted(names))
    hits = {e: hit for e, graded in catalogue.items() if (hit := names.intersection(graded))}
    if not hits:
        return Detection(seen=seen)
    # A name counts as shared even where another exercise's parameters differ.
    holders = Counter(name for hit in hits.values() for name in hit)
    share = {exercise: len(hit) / len(set(catalogue[exercise])) for exercise, hit in hits.items()}
    if len(hits) > 1 and signatures is not None:
        alike = {
            e for e, hit in hits.items() if _takes_its_parameters(hit, parameters, signatures(e))
        }
        if alike:
            hits = {e: hit for e, hit in hits.items() if e in alike or share[e] >= _CLEAR_SHARE}
    unique = {e: sum(holders[name] == 1 for name in hit) for e, hit in hits.items()}
    ordered = sorted(hits, key=lambda e: (-len(hits[e]) * share[e], -unique[e], e))
    best = (len(hits[ordered[0]]), unique[ordered[0]])
    claimed = tuple(
        e
        for e in ordered
        if unique[e] and ((len(hits[e]), unique[e]) == best or share[e] >= _SHARE)
    )
    if claimed:
        return Detection(claimed, (), seen)
    # Only names that several exercises have: one of them must explain more than any other.
    most = max(map(len, hits.values()))
    tied = tuple(e for e in ordered if len(hits[e]) == most)
    return Detection(tied, (), seen) if len(tied) == 1 else Detection((), tuple(sorted(tied)), seen)


def _takes_its_parameters(
    names: Collection[str],
    parameters: Mapping[str, Collection[str]],
    signature: Mapping[str, Collection[str]],
) -> bool:
    """Whether one of these functions has half of its parameters in common with the exercise's."""
    for name in names:
        own, right = parameters.get(name, ()), signature.get(name, ())
        if 2 * len(set(own) & set(right)) >= max(len(own), len(right), 1):
            return True
    return False


def text_hashes(sources: Sequence[Source], names: Collection[str]) -> dict[str, str]:
    """Graded function -> hash of its normalised text, for functions that are long enough.

    The last definition counts. The hash says nothing about the text to anyone who does not have it.
    """
    definitions = {
        node.name: node
        for source in sources
        for cell in source.cells
        for node in cell.tree.body
        if isinstance(node, ast.FunctionDef) and node.name in names
    }
    return {name: _hash(node) for name, node in definitions.items() if _is_long_enough(node)}


def _is_long_enough(function: ast.FunctionDef) -> bool:
    waiting: list[ast.AST] = [*_without_docstring(function.body)]
    statements = 0
    while waiting and statements < _FEWEST_STATEMENTS:
        node = waiting.pop()
        statements += isinstance(node, ast.stmt)
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, block, [])
            waiting += inner if isinstance(inner, list) else []
    return statements >= _FEWEST_STATEMENTS


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


def _hash(function: ast.FunctionDef) -> str:
    """Hash over the whole syntax tree. Not ``ast.dump``: it recurses at every level of a student's nesting."""
    parts: list[Any] = []
    waiting: list[Any] = [function.args, *_without_docstring(function.body)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, ast.AST):
            parts.append(type(item).__name__)
            waiting += (value for name, value in ast.iter_fields(item) if name not in _SILENT)
        elif isinstance(item, list):
            parts.append(len(item))
            waiting += item
        else:
            parts.append(item)
    # Marshal's version 2 writes equal values as equal bytes, whichever of them are one object.
    return hashlib.sha256(marshal.dumps(parts, 2)).hexdigest()[:16]
