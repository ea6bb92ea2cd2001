"""Looks again at what an author declared equivalent."""

from __future__ import annotations

from collections.abc import Iterator

from grader.audit.arena import Arena, function_text
from grader.audit.mutants import Mutant
from grader.course.definition import Definition
from grader.course.editing import apply, as_edit
from grader.model.exercise import Exercise
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.checks import Check

INPUTS = 40
"""A second look: `grader audit` asks a thousand."""


def check_declared(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Iterator[Check]:
    """Yield a check per declared edit: it agrees with the reference on drawn inputs."""
    if not definition.equivalents:
        return
    arena = Arena(definition, sandbox, exercise)
    for declared in definition.equivalents:
        functions = arena.seen_by(declared.function)
        for edit in declared.edits:
            files = apply(definition.reference, as_edit(declared, edit))
            text = function_text(files, declared.function)
            seen = arena.agreement(Mutant(declared.function, "", 1, text, ""), functions, INPUTS)
            name = f"{declared.function}: {' '.join(edit[1].split())[:60]}"
            detail = f"agrees on {seen.inputs} drawn inputs"
            if seen.apart:
                detail = f"{seen.by} with seed={seen.seed} tells it from the reference"
            yield Check(definition.id, "equivalent", name, not seen.apart, detail)
