"""Survivors as people read them: a diff with its line, and the declaration to paste."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.audit.mutants import Mutant
from grader.course.definition import Definition

if TYPE_CHECKING:
    from grader.audit.audit import ExerciseAudit


def diff(files: Mapping[str, str], mutant: Mutant, definition: Definition) -> str:
    """The mutant as a unified diff of the reference's file."""
    place = definition.reference_functions()[mutant.function]
    old = files[place.file].splitlines(keepends=True)
    new = [*old[: place.first - 1], *mutant.text.splitlines(keepends=True), *old[place.last :]]
    name = place.file
    return "".join(difflib.unified_diff(old, new, name, name, n=1)).rstrip("\n")


def declaration(files: Mapping[str, str], mutant: Mutant, definition: Definition) -> str:
    """The line that declares it equivalent, with the reason left to the author."""
    old, new = edit_for(body_of(files, mutant.function, definition), mutant.text)
    return f"exercise.equivalent({mutant.function!r}, ({old!r}, {new!r}), reason=...)"


def body_of(files: Mapping[str, str], function: str, definition: Definition) -> str:
    place = definition.reference_functions()[function]
    return "".join(files[place.file].splitlines(keepends=True)[place.first - 1 : place.last])


def edit_for(body: str, changed: str) -> tuple[str, str]:
    """The smallest edit by whole lines whose old text stands exactly once in the function."""
    old, new = body.splitlines(), changed.splitlines()
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    tail = 0
    while tail < min(len(old), len(new)) - first - 1 and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    while first > 0:
        before = "\n".join(old[first : len(old) - tail]).strip()
        if body.count(before) == 1:
            break
        first -= 1
    before = "\n".join(old[first : len(old) - tail])
    after = "\n".join(new[first : len(new) - tail])
    indent = len(before) - len(before.lstrip())
    return before[indent:].rstrip(), after[indent:].rstrip()


def render(found: ExerciseAudit) -> str:
    """One exercise's audit as text: a table of functions, then every survivor."""
    from grader.util.table import table

    rows: list[tuple[str, ...]] = [
        (
            f.function,
            str(f.mutants),
            str(f.killed),
            str(f.equivalent),
            str(len(f.survivors)),
            f"{f.score:.1%}",
        )
        for f in found.functions
    ]
    total = [sum(int(row[column]) for row in rows) for column in range(1, 5)]
    counted = total[0] - total[2]
    score = f"{total[1] / counted:.1%}" if counted else "100.0%"
    rows.append(("in all", *map(str, total), score))
    parts = [
        found.exercise,
        table(("function", "mutants", "killed", "equivalent", "left", "score"), rows),
    ]
    if total[2]:
        parts.append(f"{total[2] / total[0]:.1%} of the mutants are declared equivalent")
    for function in found.functions:
        parts += [
            f"\n{survivor.verdict}: {survivor.operator} in {survivor.function} ({survivor.place})\n"
            f"{survivor.diff}\n{survivor.advice}"
            for survivor in function.survivors
        ]
    parts += [f"\ndeclared equivalent, but never made: {text}" for text in found.stale]
    return "\n".join(parts)


def as_json(found: ExerciseAudit) -> dict[str, Any]:
    """The same as data."""
    from dataclasses import asdict

    return {
        "exercise": found.exercise,
        "passed": found.passed,
        "functions": [{**asdict(f), "score": f.score} for f in found.functions],
        "stale": list(found.stale),
    }
