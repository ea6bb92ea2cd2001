"""The reference as a submission: as it is, with an edit in it, and cut to one helper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader import load
from grader.course.definition import Definition
from grader.course.editing import apply
from grader.load.call_graph import reached, without
from grader.model.declaration import EditDeclaration
from grader.model.exercise import module_names, supplied_names
from grader.model.observation import PRINTED
from grader.model.submission import Program

REFERENCE = "reference"


def edited_program(definition: Definition, edit: EditDeclaration | None = None) -> Program:
    """The reference as a submission, with one mistake or accepted form edited in."""
    files = definition.reference
    return program_of(files if edit is None else apply(files, edit), definition)


def program_of(files: Mapping[str, str], definition: Definition) -> Program:
    """Load text files (name -> text) as one submission to the exercise."""
    wanted = load.Wanted(
        graded=definition.functions,
        supplied=supplied_names(definition.modules),
        modules=module_names(definition.modules),
        libraries=definition.libraries,
        printing={c.function for c in definition.cases if PRINTED in c.observed.compares},
        programs=definition.programs,
    )
    sources = [load.read_bytes(text.encode(), name) for name, text in files.items()]
    return load.build_program(sources, wanted)


def helper_programs(definition: Definition) -> dict[str, dict[str, Program]]:
    """Every function that another builds on -> accepted form -> program.

    A program holds what that function needs and no other graded function of the reference: it
    is sent where arguments that a student chose are processed.
    """
    known = definition.reference_functions()
    helpers = {
        name
        for f in definition.functions
        for name in definition.builds_on(f)
        if known[name].methods is None  # objects cannot be sent from one child to another
    }
    if not helpers:
        return {}
    reference = edited_program(definition)
    return {
        name: {
            REFERENCE: _needed_by(name, reference, definition),
            **{
                form.name: _needed_by(name, edited_program(definition, form), definition)
                for form in definition.forms_of(name)
            },
        }
        for name in sorted(helpers)
    }


def _needed_by(name: str, program: Program, definition: Definition) -> Program:
    spare = frozenset(definition.functions) - reached(program, name) - {name}
    return replace(program, statements=without(program, spare), functions={}, missing={}, notes=())
