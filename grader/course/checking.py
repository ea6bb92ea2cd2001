"""Checks what an author declared; every error names the author's file and line."""

from __future__ import annotations

import ast
import inspect
import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from grader.authoring import CaseLimits, Exercise, Limits, Tolerance
from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction, apply, as_edit
from grader.load.constructs import unknown
from grader.load.constructs.vocabulary import KEYWORDS
from grader.model.declaration import CaseDeclaration, EditDeclaration, EquivalentDeclaration, Where
from grader.model.exercise import Visibility, below
from grader.model.observation import FIGURE
from grader.util.errors import AuthorError
from grader.util.in_words import did_you_mean, known_names

_CALL = re.compile(r"(Exercise|Limits|CaseLimits|Tolerance)\.(\w+)\(\) (.*)", re.DOTALL)
_UNKNOWN = re.compile(r"got an unexpected keyword argument '(\w+)'")
_MISSING = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)")
_DECLARING = {
    "Exercise": Exercise,
    "Limits": Limits,
    "CaseLimits": CaseLimits,
    "Tolerance": Tolerance,
}
_Named = TypeVar("_Named", CaseDeclaration, EditDeclaration)
_KINDS = {
    ast.AsyncFunctionDef: "an asynchronous function",
    ast.Assign: "an assignment",
}
_NEWER_GENERATORS = {"integers": "randint", "permuted": "permutation"}


def check(definition: Definition) -> None:
    """Raise AuthorError for the first declaration that contradicts another or the reference."""
    for fault in _faults(definition):
        raise fault


def check_pool(definition: Definition) -> None:
    """Raise AuthorError where a declaration names a task that there is not, or a rubric's place is none."""
    known = {task.name for task in definition.pool}
    limited: tuple[CaseDeclaration | EditDeclaration | EquivalentDeclaration, ...] = (
        *definition.cases, *definition.mistakes, *definition.accepted_forms, *definition.equivalents,
    )  # fmt: skip
    for declared in limited:
        for name in declared.tasks:
            if name not in known:
                listed = ", ".join(sorted(known)) or "none: declare it with exercise.task(...)"
                raise AuthorError(
                    f"{declared.where}: there is no task {name!r}", f"tasks: {listed}"
                )
    graded = {case.function for case in definition.cases}
    for task in definition.pool:
        cases = [case for case in definition.cases if not case.tasks or task.name in case.tasks]
        for name in sorted(graded - {case.function for case in cases}):
            raise AuthorError(
                f"{task.where}: the task {task.name!r} has no case of {name}",
                "all tasks have the same functions: the gradebook has a column for each",
            )
    for rubric in definition.rubrics:
        if rubric.name in graded:
            raise AuthorError(
                f"{rubric.where}: {rubric.name!r} is a graded function as well as a part",
                "give the part another name: both are columns of the gradebook",
            )
        kind, _, name = (rubric.answer or "").partition(":")
        if kind.strip() == "comments" and name.strip() not in graded:
            raise AuthorError(f"{rubric.where}: {name.strip()!r} has no case")


def _faults(definition: Definition) -> Iterator[AuthorError]:
    functions, graded = definition.reference_functions(), set(definition.functions)
    if not definition.cases:
        yield AuthorError(
            f"exercise {definition.id!r} has no case",
            'write one in its exercise.py: @exercise.case("function", ...)',
        )
    for case in _repeated(definition.cases):
        yield AuthorError(
            f"{case.where}: two cases are called {case.name!r}", "a case is known by its name"
        )
    for mistake in _repeated([*definition.mistakes, *definition.slow]):
        yield AuthorError(
            f"{mistake.where}: two mistakes of {mistake.function} are called {mistake.name!r}",
            "a mistake is known by its name",
        )
    for case in definition.cases:
        if case.is_program != (case.function in definition.programs):
            yield AuthorError(
                f"{case.where}: {case.function} is a whole program, and this case calls a function",
                f"write: @exercise.program({case.function!r}, ...)",
            )
        if case.is_program and not _is_file(definition, case.function):
            yield AuthorError(
                f"{case.where}: the reference has no file {case.function}.py",
                f"its files: {', '.join(definition.reference)}",
            )
        if case.function not in functions:
            yield _no_function(definition, case.where, case.function)
        elif functions[case.function].methods is not None and not (case.is_script or case.property):
            yield AuthorError(
                f"{case.where}: {case.function} is a class, and a case calls a function",
                f"write a script of steps: @exercise.steps({case.function!r}, ...)",
            )
        if FIGURE in case.observed.compares and "matplotlib" not in definition.libraries:
            yield AuthorError(
                f"{case.where}: a figure is compared, and matplotlib is not declared",
                'write: Exercise(..., libraries=["matplotlib"])',
            )
        if case.points < 0:
            yield AuthorError(f"{case.where}: points are negative", "write points=0 or more")
    for function in definition.functions:
        if not sum(case.points for case in definition.cases if case.function == function):
            yield AuthorError(f"{definition.id}: all cases of {function} together give no points")
    for edit in (
        *definition.mistakes, *definition.slow, *definition.accepted_forms, *definition.given
    ):  # fmt: skip
        if edit.function not in graded:
            hint = known_names(edit.function, sorted(graded))
            yield AuthorError(f"{edit.where}: {edit.function!r} has no case", hint)
        apply(definition.reference, edit)
    for module in definition.modules:
        for name in set(module.exports) & graded:
            yield AuthorError(
                f"{definition.id}: the helper module {module.names[0]} defines {name}, "
                "which is graded here"
            )
    yield from _builds_on_faults(definition)
    yield from _rules_faults(definition)
    yield from _public_property_faults(definition)
    for declared in definition.declared:
        if declared.name not in functions:
            yield _no_function(definition, declared.where, declared.name)
    for style in definition.styles:
        for name in sorted(set(style.functions) - graded):
            yield AuthorError(f"{style.where}: {name!r} has no case, so that its style is not read")
    for equivalent in definition.equivalents:
        for pair in equivalent.edits:
            apply(definition.reference, as_edit(equivalent, pair))
    for edition in definition.editions:
        for name in sorted(set(edition.without) - graded):
            yield AuthorError(f"{edition.where}: {name!r} has no case to be left out")


def _is_file(definition: Definition, program: str) -> bool:
    return any(file.rpartition("/")[2] == f"{program}.py" for file in definition.reference)


def _repeated(declared: Iterable[_Named]) -> Iterator[_Named]:
    """Declarations whose name was used before, for the same function where it is an edit's."""
    seen: set[tuple[str, ...]] = set()
    for each in declared:
        key = (each.name,) if isinstance(each, CaseDeclaration) else (each.function, each.name)
        if key in seen:
            yield each
        seen.add(key)


def _builds_on_faults(definition: Definition) -> Iterator[AuthorError]:
    edges: dict[str, tuple[str, ...]] = {}
    for declared in definition.declared:
        for name in declared.builds_on:
            if name not in definition.functions:
                yield AuthorError(
                    f"{declared.where}: {declared.name} builds on {name!r}, which has no case",
                    "name graded functions: all others are correct already",
                )
        edges[declared.name] = (*edges.get(declared.name, ()), *declared.builds_on)
    for declared in definition.declared:
        if declared.name in below(edges, declared.name):
            circle = ", which builds on ".join(_way_back(edges, declared.name))
            yield AuthorError(
                f"{declared.where}: {declared.name} builds on itself: it builds on {circle}",
                "take one of these declarations out: a helper is judged before what builds on it",
            )


def _way_back(edges: dict[str, tuple[str, ...]], name: str) -> list[str]:
    """The shortest way from what ``name`` builds on to ``name`` itself, which ends it."""
    ways = [[helper] for helper in edges.get(name, ())]
    for way in ways:
        if way[-1] == name:
            return way
        ways += [[*way, helper] for helper in edges.get(way[-1], ()) if helper not in way]
    return [name]


def _no_function(definition: Definition, where: Where, name: str) -> AuthorError:
    """The reference has no such function: what it has of that name, or of a similar one."""
    for node in (n for text in definition.reference.values() for n in ast.parse(text).body):
        bound = [t.id for t in getattr(node, "targets", ()) if isinstance(t, ast.Name)]
        if name in (getattr(node, "name", None), *bound):
            kind = _KINDS.get(type(node), "something else")
            return AuthorError(
                f"{where}: the reference's {name!r} is {kind}, not a function that a case can call",
                f"write it in the reference as: def {name}(...):",
            )
    files = ", ".join(definition.reference)
    return AuthorError(
        f"{where}: the reference has no function {name!r} ({files})",
        known_names(name, list(definition.reference_functions())),
    )


def _public_property_faults(definition: Definition) -> Iterator[AuthorError]:
    """A file of properties that students get may hold no hidden one."""
    properties = [case for case in definition.cases if case.property]
    public = {case.property or "" for case in properties if case.visibility is Visibility.PUBLIC}
    for case in properties:
        if case.property in public and case.visibility is not Visibility.PUBLIC:
            yield AuthorError(
                f"{case.where}: {case.property} holds public properties, and {case.name!r} is not",
                "students get that file: move one kind of them to another one, file=...",
            )
    for file in sorted(public & definition.properties.keys()):
        if any("exercise" in module.names for module in definition.properties[file]):
            yield AuthorError(
                f"{definition.id}: {file} holds public properties and imports exercise.py",
                "students get what it imports: move what it needs to a module of its own",
            )


def _rules_faults(definition: Definition) -> Iterator[AuthorError]:
    for declared in definition.declared:
        rules = declared.rules
        if rules is None:
            continue
        for word in (*rules.forbid, *(word for choice in rules.require for word in choice)):
            if (why := unknown(word, definition.libraries)) is not None:
                yield AuthorError(
                    f"{declared.where}: {word!r} is no known construct: {why}",
                    'known are: "loop", "recursion", operators, functions ("np.linalg.inv"), methods '
                    f'(".sort"), {", ".join(KEYWORDS)}',
                )


def author_error(file: Path, error: BaseException) -> AuthorError:
    """Return ``error``, which ``file`` raised while it was read, in terms of the declarations."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)]
    line = frames[-1].lineno if frames else getattr(error, "lineno", "?")
    misuse = _CALL.fullmatch(str(error)) if isinstance(error, TypeError) else None
    hint = None
    if misuse:
        message, hint = _misused(*misuse.groups())
    elif isinstance(error, AttributeError) and isinstance(error.obj, Exercise):
        methods = [name for name, _ in inspect.getmembers(Exercise, inspect.isfunction)]
        message = f"an exercise has no {error.name!r}"
        hint = known_names(error.name or "", [name for name in methods if name[0] != "_"])
    elif isinstance(error, SyntaxError):
        message = error.msg
    else:
        message = f"{type(error).__name__}: {error}"
    return AuthorError(f"{file}, line {line}: {message}", hint)


def arguments_error(
    case: CaseDeclaration,
    unknown: Sequence[str],
    missing: Sequence[str],
    signature: ReferenceFunction,
    gap: bool = False,
) -> AuthorError:
    """The error for a case whose arguments are not those of the reference's function.

    unknown  names that it gives and the function does not take; ``missing`` the other way round
    gap      whether it gives further items by position, but not all that stand before them
    """
    takes = ", ".join(signature.known) or "no argument"
    faults = []
    if missing:
        faults.append(f"gives no {' and no '.join(missing)}")
    for name in unknown:
        near = did_you_mean(name, signature.known)
        meant = f" ({near})" if near else ""
        faults.append(f"gives {name}, which {case.function} does not take{meant}")
    hint = f"return dict({', '.join(f'{name}=...' for name in signature.required)})"
    if gap:
        before = ", ".join(signature.parameters)
        hint = f"the items of {signature.rest} come after all of {before}"
        faults = faults or [f"leaves a gap before {signature.rest}"]
    return AuthorError(
        f"{case.where}: case {case.name!r} {'; it '.join(faults)}; {case.function} takes {takes}",
        hint,
    )


def case_error(case: CaseDeclaration, error: BaseException) -> AuthorError:
    """Return ``error``, which the function of ``case`` raised, with the line that raised it."""
    file = case.where.file
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    where = Where(file, frames[-1].lineno or case.where.line) if frames else case.where
    hint = None
    if isinstance(error, AttributeError) and isinstance(error.obj, np.random.RandomState):
        others = "randint, normal, uniform, choice or permutation"
        fix = _NEWER_GENERATORS.get(error.name or "", others)
        hint = f"rng is a numpy.random.RandomState, not a Generator: use its {fix}"
    elif isinstance(error, TypeError) and not frames:
        hint = (
            f"a script takes two arguments: def {case.name}(rng, do):"
            if case.is_script
            else f"a case's function takes one argument: def {case.name}(rng):"
        )
    message = f"{where}: case {case.name!r} raises {type(error).__name__}: {error}"
    return AuthorError(message, hint)


def _misused(owner: str, method: str, fault: str) -> tuple[str, str]:
    """A call with wrong arguments: what is wrong, and which arguments there are."""
    function = getattr(_DECLARING[owner], method)
    takes = [name for name in inspect.signature(function).parameters if name != "self"]
    called = owner if method == "__init__" else f"exercise.{method}"
    unknown, missing = _UNKNOWN.match(fault), _MISSING.match(fault)
    if unknown:
        return f"{called} takes no {unknown[1]!r}", known_names(unknown[1], takes)
    lacks = f"{called} lacks {missing[1]}" if missing else f"{called}: {fault}"
    return lacks, f"it takes: {', '.join(takes)}"
