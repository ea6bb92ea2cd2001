"""Makes a declared exercise ready to grade with: draws the inputs, runs the reference.

The reference solution is a submission with a known verdict: its values come from the same kind
of sandbox child as a student's, on the same machine. The judge runs only the author's case
functions, with the author's own seeds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader import values, wire
from grader.comparison.credit import unfit_for
from grader.comparison.forms import misplaced
from grader.course.author_time import author_time
from grader.course.bundle import public_version
from grader.course.checking import arguments_error, case_error
from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction, apply, find_functions
from grader.course.recording import record
from grader.course.reference_program import REFERENCE, edited_program, helper_programs
from grader.course.starter import given_bodies
from grader.model.call_binding import bind, call_for
from grader.model.declaration import CaseDeclaration, EditDeclaration
from grader.model.exercise import (
    Call,
    Canonical,
    Case,
    Exercise,
    Function,
    Mistake,
    Property,
    Rubric,
    SlowMistake,
    Visibility,
)
from grader.model.failure import failure_of
from grader.model.observation import Step, Surroundings
from grader.model.outcome import Ending, Run
from grader.sandbox.judge.sandbox import Request, Sandbox, must_return
from grader.util.errors import AuthorError, GraderError
from grader.values import PLAIN_DATA, opaque_part


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
    declared = [
        case for case in definition.cases if not public_only or case.visibility is Visibility.PUBLIC
    ]
    signatures = definition.reference_functions()
    calls = {case.name: call_of(definition, case, signatures[case.function]) for case in declared}
    expected, shares = _expected(definition, sandbox, calls)
    exercise = Exercise(
        id=definition.id,
        title=definition.title,
        version=definition.version,
        functions=tuple(
            _function(definition, name, signatures[name]) for name in definition.functions
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
                credit=case.credit,
                bonus=case.bonus,
                shares=shares[case.name],
            )
            for case in declared
        ),
        modules=definition.modules,
        limits=definition.limits,
        libraries=definition.libraries,
        edition=edition,
        helpers=helper_programs(definition),
        starters=given_bodies(definition),
        variant=definition.variant,
        rubrics=rubrics_of(definition),
    )
    exercise = _with_work(definition, exercise, sandbox)
    return replace(exercise, public_version=public_version(exercise))


def rubrics_of(definition: Definition) -> tuple[Rubric, ...]:
    """The parts that a person marks."""
    return tuple(Rubric(r.name, r.title, r.items, r.answer) for r in definition.rubrics)


_MOST_WORK = 2_000_000


def _with_work(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> Exercise:
    """The cases of functions that may be too slow, with the work that the reference does."""
    slow = {function.name for function in exercise.functions if function.slow}
    counted = [c for c in exercise.cases if c.function in slow and not c.is_property]
    if not counted:
        return exercise
    work = {
        name: max(1, done)
        for name, done in reference_work(definition, exercise, sandbox, counted).items()
    }
    return replace(exercise, cases=tuple(replace(c, work=work.get(c.name)) for c in exercise.cases))


def reference_work(
    definition: Definition, exercise: Exercise, sandbox: Sandbox, cases: Sequence[Case]
) -> dict[str, int]:
    """Case -> how many lines of its own the reference executes in it; 0 where that is not known."""
    requests = [Request(c.name, replace(c.call, most_work=_MOST_WORK)) for c in cases]
    program = edited_program(definition)
    outcomes = sandbox.run(program, requests, exercise.limits, exercise.modules).outcomes
    return {name: outcome.work or 0 for name, outcome in outcomes.items()}


def with_mistakes(
    definition: Definition, exercise: Exercise, sandbox: Sandbox, functions: Sequence[str]
) -> Exercise:
    """Return the exercise with the results of the known mistakes of ``functions``.

    They are computed only when a function failed, since most submissions of most functions are
    right.
    """
    known = {mistake.function for mistake in exercise.mistakes}
    added = [
        replace(as_mistake(definition, exercise, sandbox, edit), form=form)
        for mistake in definition.mistakes
        if mistake.function in functions and mistake.function not in known
        for form, edit in _in_every_form(definition, mistake)
    ]
    return replace(exercise, mistakes=(*exercise.mistakes, *added))


def _in_every_form(
    definition: Definition, mistake: EditDeclaration
) -> Iterator[tuple[str, EditDeclaration]]:
    """The mistake in the reference, and in each accepted form that still has its lines."""
    yield REFERENCE, mistake
    for form in definition.forms_of(mistake.function):
        both = replace(mistake, edits=(*form.edits, *mistake.edits))
        with contextlib.suppress(AuthorError):
            apply(definition.reference, both)
            yield form.name, both


def as_mistake(
    definition: Definition,
    exercise: Exercise,
    sandbox: Sandbox,
    edit: EditDeclaration,
) -> Mistake:
    """Return what an edited reference returns, or raises, on each case of its function."""
    program = edited_program(definition, edit)
    site = program.functions.get(edit.function)
    function = next(f for f in exercise.functions if f.name == edit.function)
    requests = [
        Request(case.name, call_for(function, site, case))
        for case in exercise.cases_of(function.name)
    ]
    outcomes = sandbox.run(program, requests, exercise.limits, exercise.modules).outcomes
    return Mistake(
        function=edit.function,
        id=edit.name,
        hint=edit.hint or "",
        answers={n: o.value for n, o in outcomes.items() if o.ending is Ending.RETURNED},
        failures={
            name: failure_of(outcome.raised, program)
            for name, outcome in outcomes.items()
            if outcome.raised is not None
        },
        in_check=edit.in_check,
    )


def call_of(
    definition: Definition,
    case: CaseDeclaration,
    signature: ReferenceFunction,
    rng: np.random.RandomState | None = None,
) -> Call:
    """Draw a case's arguments and bind them to the reference's signature.

    Args:
        rng: what the case's function draws from, where that is not what its seed gives.
    """
    replacements = definition.replacements[case.replaces] if case.replaces else None
    if case.property is not None:
        # Another seed than the declared one is a draw of `grader audit`: it asks with that alone.
        several = case.seeds if case.seeds[:1] == (case.seed,) else ()
        modules = definition.properties[case.property]
        # Those alone that its file names: of a public property students get the list.
        mistakes = tuple(
            m.name
            for m in definition.mistakes
            if m.function == case.function and any(m.name in module.source for module in modules)
        )
        asked = Property(case.name, modules, several, mistakes)
        return Call(case.function, {}, 0, case.seed, replacements, property=asked)
    call = Call(
        case.function, {}, 0, case.seed, replacements,
        observed=case.observed, surroundings=_surroundings(case),
        canonical=Canonical(case.canonical, definition.canonical) if case.canonical else None,
        limits=case.limits,
    )  # fmt: skip
    made = _draw(case, definition, rng)
    _require_libraries(case, definition, made)
    if case.is_program and not isinstance(made, tuple):
        return _run_of_program(call, case, made)
    if isinstance(made, tuple):
        return replace(call, steps=made)
    arguments = dict(made)
    if signature.options in arguments:
        arguments |= arguments.pop(signature.options)
    unknown = [name for name in arguments if name not in signature.known]
    missing = [name for name in signature.required if name not in arguments]
    gap = signature.rest in arguments and any(n not in arguments for n in signature.parameters)
    if (unknown and not signature.options) or missing or gap:
        names = unknown if not signature.options else []
        raise arguments_error(case, names, missing, signature, gap=gap)
    return bind_to(replace(call, arguments=arguments), signature)


_GIVEN_TO_PROGRAM = ("args", "stdin", "files")


def _run_of_program(call: Call, case: CaseDeclaration, made: Mapping[str, Any]) -> Call:
    """The call that runs a whole program, with its arguments, input and files."""
    unknown = [name for name in made if name not in _GIVEN_TO_PROGRAM]
    if unknown:
        raise AuthorError(
            f"{case.where}: case {case.name!r} gives {unknown[0]}",
            "a program gets args, stdin and files: return dict(args=[...], stdin=[...], files={...})",
        )
    args, stdin = made.get("args", ()), made.get("stdin", ())
    for name, given in (("args", args), ("stdin", stdin)):
        is_list = isinstance(given, (list, tuple)) and not isinstance(given, str)
        if not is_list or not all(isinstance(text, str) for text in given):
            raise AuthorError(
                f"{case.where}: {name} of case {case.name!r} is no list of texts",
                f'return dict({name}=["2", ...])',
            )
    files = made.get("files", {})
    if not isinstance(files, Mapping):
        raise AuthorError(
            f"{case.where}: files of case {case.name!r} is no dictionary",
            'return dict(files={"in.txt": "..."})',
        )
    around = Surroundings(
        tuple(stdin), {str(name): _bytes(case, str(name), each) for name, each in files.items()}
    )
    return replace(
        call, arguments={"args": list(args)}, positional=1, surroundings=around, is_program=True
    )


def _require_libraries(
    case: CaseDeclaration, definition: Definition, made: Mapping[str, Any] | tuple[Step, ...]
) -> None:
    """Raise AuthorError for a value of a library that children do not have, since none declares it."""
    given = [step.inputs for step in made] if isinstance(made, tuple) else [made]
    for node in values.nodes([dict(each) for each in given]):
        kind = values.type_of(node.value)
        if kind.library and kind.library not in definition.libraries:
            raise AuthorError(
                f"{case.where}: case {case.name!r} gives {kind.describe(node.value)}, and "
                f"{kind.library} is not declared",
                f'write: Exercise(..., libraries=["{kind.library}"])',
            )


def bind_to(call: Call, signature: ReferenceFunction) -> Call:
    """The call as a function of this signature takes it."""
    named = signature.by_name
    if signature.options:
        named = (*named, *(name for name in call.arguments if name not in signature.known))
    return bind(call, signature.parameters, named, signature.rest)


def _surroundings(case: CaseDeclaration) -> Surroundings:
    """The lines and files that the call finds; functions of ``rng`` are called for them."""
    stdin, files = case.stdin, case.files
    try:
        with author_time(case.where, f"case {case.name!r}"):
            if callable(stdin):
                stdin = stdin(np.random.RandomState(case.seed))
            if callable(files):
                files = files(np.random.RandomState(case.seed))
    except GraderError:
        raise
    except (Exception, SystemExit) as error:  # sys.exit() is no success
        raise case_error(case, error) from error
    return Surroundings(
        None if stdin is None else tuple(map(str, stdin)),
        None if files is None else {name: _bytes(case, name, c) for name, c in files.items()},
    )


def _bytes(case: CaseDeclaration, name: str, content: object) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, bytes):
        return content
    raise AuthorError(
        f"{case.where}: the file {name!r} is of type {type(content).__name__}",
        "its content is text or bytes",
    )


def _function(definition: Definition, name: str, signature: ReferenceFunction) -> Function:
    declared = [d for d in definition.declared if d.name == name]
    forms = definition.forms_of(name)
    shorter = {find_functions(apply(definition.reference, f))[name].parameters for f in forms}
    shorter = {taken for taken in shorter if len(taken) < len(signature.parameters)}
    return Function(
        name=name,
        # The constructor of a class is called by scripts, as their author wrote it.
        parameters=signature.parameters if signature.methods is None else (),
        accepted_forms=(REFERENCE, *(form.name for form in forms)),
        all_or_nothing=any(d.all_or_nothing for d in declared),
        aliases=definition.aliases(name),
        shorter=tuple(sorted(shorter, key=lambda taken: (-len(taken), taken))),
        rng=next((d.rng for d in declared if d.rng), None),
        builds_on=definition.builds_on(name),
        optional=tuple(p for p in signature.parameters if p not in signature.required),
        optional_args=tuple(option for d in declared for option in d.optional_args),
        rules=next((d.rules for d in declared if d.rules), None),
        slow=tuple(
            SlowMistake(slow.name, slow.hint or "", slow.times)
            for slow in definition.slow
            if slow.function == name and slow.times is not None
        ),
        style=definition.style_of(name),
        defaults=signature.defaults,
        is_class=signature.methods is not None,
        methods=tuple((n, m.parameters) for n, m in (signature.methods or {}).items()),
    )


def _draw(
    case: CaseDeclaration, definition: Definition, rng: np.random.RandomState | None
) -> dict[str, Any] | tuple[Step, ...]:
    """Run the author's case function: arguments, or steps. All of it must be plain data that can be
    sent."""
    assert case.make is not None
    state = np.random.get_state()
    np.random.seed(case.seed)
    rng = rng or np.random.RandomState(case.seed)
    try:
        with author_time(case.where, f"case {case.name!r}"):
            made = (
                record(case.make, rng, definition.functions) if case.is_script else case.make(rng)
            )
    except GraderError:
        raise
    except (Exception, SystemExit) as error:  # sys.exit() is no success
        raise case_error(case, error) from error
    finally:
        np.random.set_state(state)
    if isinstance(made, tuple) and case.is_script:
        return _sendable_steps(case, made)
    if not isinstance(made, Mapping) or not all(isinstance(name, str) for name in made):
        raise AuthorError(
            f"{case.where}: case {case.name!r} returns no dictionary of arguments",
            "return dict(name=value, ...)",
        )
    return {name: _sendable(case, name, value) for name, value in made.items()}


def _sendable_steps(case: CaseDeclaration, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with every value as a child will see it."""
    whole = Call("", {}, 0, steps=steps)
    return whole.changed(lambda value: _sendable(case, "a value", value)).steps


def _sendable(case: CaseDeclaration, name: str, value: Any) -> Any:
    """A copy through the wire: what a child will see, and nothing that a later case can change."""
    hint = f"arguments are {PLAIN_DATA}; a function: exercise.callable(name) of a support file"
    try:
        copy = wire.decode(wire.encode(value))
    except wire.WireError as error:
        raise AuthorError(
            f"{case.where}: {name} of case {case.name!r} cannot be sent to a child: {error}", hint
        ) from error
    if (found := opaque_part(copy, name)) is not None:
        raise AuthorError(
            f"{case.where}: case {case.name!r}: {found}, which cannot be sent to a child", hint
        )
    return copy


def _expected(
    definition: Definition, sandbox: Sandbox, calls: Mapping[str, Call]
) -> tuple[dict[str, dict[str, Any]], dict[str, tuple[str, ...]]]:
    """Case -> accepted form -> value; and the arguments that the reference's result shares."""
    expected: dict[str, dict[str, Any]] = {name: {} for name in calls}
    cases = {case.name: case for case in definition.cases}

    def run(form: EditDeclaration | None, calls: Mapping[str, Call]) -> Run:
        name = REFERENCE if form is None else form.name
        author = "the reference" if form is None else f"the accepted form {name!r}"
        requests = [Request(case, call) for case, call in calls.items()]
        program = edited_program(definition, form)
        done = sandbox.run(program, requests, definition.limits, definition.modules)
        for case in calls:
            expected[case][name] = _returned(done, cases[case], author)
        return done

    outcomes = run(None, calls).outcomes
    for form in definition.accepted_forms:
        signature = find_functions(apply(definition.reference, form))[form.function]
        bound = {
            name: bind_to(call, signature)
            for name, call in calls.items()
            if call.function == form.function
        }
        if bound:
            run(form, bound)
    return expected, {name: outcomes[name].shared_arguments for name in calls}


def _require_exception(raised: values.RaisedException, case: CaseDeclaration, author: str) -> None:
    """Refuse an expected exception that is not raised, or whose message lacks what it must name."""
    if not raised.builtin:
        raise AuthorError(
            f"{case.where}: {author} raises no exception on {case.name!r}",
            "one is expected there: look at the arguments, or leave it out",
        )
    if raised.declared and raised.declared not in (*raised.own, *raised.builtin):
        raise AuthorError(
            f"{case.where}: {author} raises {raised.shown} on {case.name!r}, and not "
            f"{raised.declared}: {raised.message}"
        )
    lacking = [name for name in raised.names if name not in raised.named]
    if lacking:
        raise AuthorError(
            f"{case.where}: the message that {author} raises on {case.name!r} does not name "
            f"{', '.join(map(repr, lacking))}: {raised.message!r}"
        )


def _returned(run: Run, case: CaseDeclaration, author: str) -> Any:
    """The right value of a case: what ``author`` returned. A property must hold for it."""
    name, detail = case.name, run.outcomes[case.name].detail
    if case.property is not None and run.outcomes[name].ending is Ending.MISSING:
        raise AuthorError(f"{case.where}: {name!r} calls {detail}, which {author} does not have")
    if run.outcomes[name].ending is Ending.UNFIT:
        raise AuthorError(
            f"{case.where}: what {author} returns on {name!r} is unfit for its form: {detail}"
        )
    raised = run.outcomes[name].raised
    if raised is not None and raised.type == "ModuleNotFoundError":
        raise AuthorError(
            f"{case.where}: {author} does not return on case {name!r}: {raised.message}",
            'a library that the reference and students may use is declared: Exercise(..., libraries=["scipy"])',
        )
    if run.outcomes[name].ending is Ending.MISSING:
        for error in run.load_errors:
            raised = error.raised
            raise AuthorError(
                f"{case.where}: {author} has no {case.function!r} to call: {raised.origin}, line "
                f"{raised.line} raises {raised.type}: {raised.message}",
                "only functions, imports and plain constants of a file are run",
            )
    value = must_return(run, name, f"{case.where}: {author}")
    for raised in (leaf.value for leaf in values.leaves(value)):
        if isinstance(raised, values.RaisedException):
            _require_exception(raised, case, author)
    if case.property is not None and value is not True:
        why = f": {detail}" if detail else " (it returns False)"
        raise AuthorError(f"{case.where}: {author} does not have the property {name!r}{why}")
    if (found := opaque_part(value, "result")) is not None:
        raise AuthorError(
            f"{case.where}: {author} returns on case {name!r} what cannot be compared: {found}",
            f"results are {PLAIN_DATA}",
        )
    for fault in (
        *(misplaced(value, part) for part in case.tolerance.forms),
        case.credit and unfit_for(case.credit, value),
    ):
        if fault is not None:
            raise AuthorError(f"{case.where}: case {name!r}: {fault}")
    return value
