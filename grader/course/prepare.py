"""Makes a declared exercise ready to grade with: draws the inputs, runs the reference.

The reference solution is a submission with a known verdict: its values come from the same kind
of sandbox child as a student's, on the same machine. The judge runs only the author's case
functions, on nothing but the author's own seeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader import load, values, wire
from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction, apply, find_functions
from grader.course.helpers import builds_on, helper_programs
from grader.course.public_version import public_version
from grader.course.slips import case_error
from grader.course.starter import given_bodies
from grader.model.call_binding import bind
from grader.model.declaration import CaseDeclaration, EditDeclaration
from grader.model.exercise import (
    Call,
    Case,
    Exercise,
    Function,
    Module,
    Property,
    Visibility,
)
from grader.model.outcome import Ending, Run
from grader.model.submission import Program
from grader.sandbox.judge.sandbox import Request, Sandbox, must_return
from grader.util.errors import AuthorError, GraderError

REFERENCE = "reference"
_ALWAYS_SUPPLIED = ("np", "numpy", "math")


def prepare(
    definition: Definition,
    sandbox: Sandbox,
    *,
    public_only: bool = False,
    edition: str | None = None,
) -> Exercise:
    """Return the exercise with inputs drawn and expected values computed.

    Raises AuthorError when a case function or the reference fails.
    """
    if definition.prepared is not None:
        return definition.prepared
    definition = definition.in_edition(edition)
    wanted = [
        case for case in definition.cases if not public_only or case.visibility is Visibility.PUBLIC
    ]
    signatures = definition.reference_functions()
    calls = {case.name: call_of(definition, case, signatures[case.function]) for case in wanted}
    expected, shares = _expected(definition, sandbox, calls)
    exercise = Exercise(
        id=definition.id,
        title=definition.title,
        version=definition.version,
        functions=tuple(
            Function(
                name,
                signatures[name].parameters,
                (REFERENCE, *_forms(definition, name)),
                any(f.name == name and f.all_or_nothing for f in definition.declared),
                definition.other_names(name),
                _shorter(definition, name, signatures[name].parameters),
                next((f.rng for f in definition.declared if f.name == name and f.rng), None),
                builds_on(definition, name),
                tuple(p for p in signatures[name].parameters if p not in signatures[name].required),
                tuple(o for f in definition.declared if f.name == name for o in f.optional_args),
                signatures[name].defaults,
            )
            for name in definition.functions
        ),
        cases=tuple(
            Case(
                function=case.function,
                name=case.name,
                description=case.description,
                visibility=case.visibility,
                points=case.points,
                call=calls[case.name],
                tolerance=case.tolerance,
                expected=expected[case.name],
                hint=case.hint,
                shares=shares[case.name],
            )
            for case in wanted
        ),
        modules=definition.modules,
        limits=definition.limits,
        libraries=definition.libraries,
        edition=edition,
        helpers=helper_programs(definition),
        starters=given_bodies(definition),
    )
    return replace(exercise, public_version=public_version(exercise))


def edited_program(definition: Definition, edit: EditDeclaration | None = None) -> Program:
    """The reference as a submission, with one mistake or accepted form edited in."""
    files = definition.reference_files()
    if edit is not None:
        files = apply(files, edit)
    return program_of(files, definition.functions, definition.modules, definition.libraries)


def program_of(
    files: Mapping[str, str],
    functions: Sequence[str],
    modules: Sequence[Module],
    libraries: Sequence[str] = (),
) -> Program:
    """Load text files as one submission."""
    sources = [load.read_bytes(text.encode(), name) for name, text in files.items()]
    return load.build_program(
        sources,
        graded=functions,
        supplied=supplied_names(modules),
        modules=module_names(modules),
        libraries=libraries,
    )


def supplied_names(modules: Sequence[Module]) -> tuple[str, ...]:
    """What a student's namespace holds before the first statement."""
    return (*_ALWAYS_SUPPLIED, *(name for module in modules for name in module.exports))


def module_names(modules: Sequence[Module]) -> tuple[str, ...]:
    return tuple(name for module in modules for name in module.names)


def _forms(definition: Definition, function: str) -> tuple[str, ...]:
    return tuple(a.name for a in definition.accepted_forms if a.function == function)


def call_of(definition: Definition, case: CaseDeclaration, signature: ReferenceFunction) -> Call:
    """Draw a case's arguments and bind them to the reference's signature."""
    replacements = dict(definition.replacements)[case.replaces] if case.replaces else None
    if case.property is not None:
        asked = Property(case.name, dict(definition.properties)[case.property])
        return Call(case.function, {}, 0, case.seed, replacements, property=asked)
    arguments = _draw(case)
    unknown = [name for name in arguments if name not in signature.parameters]
    missing = [name for name in signature.required if name not in arguments]
    if unknown or missing:
        raise AuthorError(
            f"{case.where}: case {case.name!r} gives {', '.join(arguments)}; "
            f"{case.function} takes {', '.join(signature.parameters)}"
        )
    call = Call(case.function, arguments, 0, case.seed, replacements)
    return bind(call, signature.parameters)


def _shorter(
    definition: Definition, function: str, longest: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """The signatures of accepted forms that take fewer parameters, the longest first."""
    found = {
        find_functions(apply(definition.reference_files(), form))[function].parameters
        for form in definition.accepted_forms
        if form.function == function
    }
    return tuple(sorted((s for s in found if len(s) < len(longest)), key=lambda s: (-len(s), s)))


def _draw(case: CaseDeclaration) -> dict[str, Any]:
    """Run the author's case function; its result must be plain data that can travel."""
    assert case.make is not None
    state = np.random.get_state()
    np.random.seed(case.seed)
    try:
        made = case.make(np.random.RandomState(case.seed))
    except GraderError:
        raise
    except Exception as error:
        raise case_error(case, error) from error
    finally:
        np.random.set_state(state)
    if not isinstance(made, Mapping) or not all(isinstance(name, str) for name in made):
        raise AuthorError(
            f"{case.where}: case {case.name!r} returns no dictionary of arguments",
            "return dict(name=value, ...)",
        )
    try:
        return {name: _frozen(value) for name, value in made.items()}
    except wire.WireError as error:
        raise AuthorError(
            f"{case.where}: an argument of {case.name!r} cannot travel: {error}"
        ) from error


def _frozen(value: Any) -> Any:
    """A copy through the wire: what a child will see, and nothing that a later case can change."""
    copy = wire.decode(wire.encode(value))
    if values.holds_opaque(copy):
        raise wire.WireError("it holds a value of a type that is no plain data")
    return copy


def _expected(
    definition: Definition, sandbox: Sandbox, calls: Mapping[str, Call]
) -> tuple[dict[str, dict[str, Any]], dict[str, tuple[str, ...]]]:
    """Case name -> accepted form -> value; and the arguments that the reference's result shares."""
    expected: dict[str, dict[str, Any]] = {name: {} for name in calls}
    cases = {case.name: case for case in definition.cases}
    run = _run(definition, sandbox, None, calls)
    for name in calls:
        expected[name][REFERENCE] = _right(run, cases[name], "the reference")
    shares = {name: run.outcomes[name].shared_arguments for name in calls}
    for form in definition.accepted_forms:
        signature = find_functions(apply(definition.reference_files(), form))[form.function]
        own = {
            name: bind(call, signature.parameters)
            for name, call in calls.items()
            if call.function == form.function
        }
        if not own:
            continue
        run = _run(definition, sandbox, form, own)
        for name in own:
            whose = f"the accepted form {form.name!r}"
            expected[name][form.name] = _right(run, cases[name], whose)
    return expected, shares


def _run(
    definition: Definition,
    sandbox: Sandbox,
    edit: EditDeclaration | None,
    calls: Mapping[str, Call],
) -> Run:
    program = edited_program(definition, edit)
    requests = [Request(name, call) for name, call in calls.items()]
    return sandbox.run(program, requests, definition.limits, definition.modules)


def _right(run: Run, case: CaseDeclaration, whose: str) -> Any:
    """The value that is right on a case: of a property it is known before anything runs."""
    name, detail = case.name, run.outcomes[case.name].detail
    if case.property is not None and run.outcomes[name].ending is Ending.MISSING:
        raise AuthorError(f"{case.where}: {name!r} calls {detail}, which {whose} does not have")
    value = must_return(run, name, f"{case.where}: {whose}")
    if case.property is not None and value is not True:
        why = f": {detail}" if detail else " (it returns False)"
        raise AuthorError(f"{case.where}: {whose} does not have the property {name!r}{why}")
    if values.holds_opaque(value):
        raise AuthorError(f"{case.where}: what {whose} returns on {name!r} is no plain data")
    return value
