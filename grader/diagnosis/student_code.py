"""What a student's own text says about a failure: its line, its function, how that takes its arguments.

Read off the syntax tree that the judge compiled, never run here.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence

from grader.load.call_graph import lines_reached
from grader.model.call_binding import call_with
from grader.model.exercise import Case, Exercise, Mistake
from grader.model.outcome import Raised
from grader.model.submission import Program

_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)


def line_of(program: Program | None, raised: Raised) -> str:
    """The student's own line that raised, "" where it is not known."""
    if program is None or raised.line is None:
        return ""
    lines = program.texts.get(raised.origin or "", "").splitlines()
    return " ".join(lines[raised.line - 1].split()) if 0 < raised.line <= len(lines) else ""


def signature_hint(exercise: Exercise, case: Case, program: Program) -> str | None:
    """How the function is called and what it takes, where that cannot fit; else None."""
    site = program.functions.get(case.function)
    function = next((f for f in exercise.functions if f.name == case.function), None)
    if site is None or function is None or not site.parameters:
        return None
    call = call_with(function, site.parameters, case)
    given = list(call.arguments)[: call.positional]
    own = list(site.parameters)
    swapped = any(name in own and own.index(name) != place for place, name in enumerate(given))
    return called_as(case, program) if swapped and _same_names(given, own) else None


def _same_names(given: list[str], own: list[str]) -> bool:
    """Whether they are the same names: then their order is not a matter of what they are called."""
    return set(given) == set(own[: len(given)])


def called_as(case: Case, program: Program) -> str:
    """How the function is called, beside what it takes."""
    site = program.functions[case.function]
    wanted = ", ".join(list(case.call.arguments)[: case.call.positional])
    return f"It is called as {case.function}({wanted}); yours takes ({', '.join(site.parameters)})."


def missing_default(exercise: Exercise, case: Case, missing: list[str]) -> str | None:
    """Which parameters need their default, where a call leaves just those out."""
    function = next((f for f in exercise.functions if f.name == case.function), None)
    defaults = dict(function.defaults) if function is not None else {}
    if not missing or not all(name in defaults for name in missing):
        return None
    told = [f"`{name}` needs its default: `{name}={defaults[name]}`." for name in missing]
    return " ".join(told)


def global_hint(exercise: Exercise, case: Case, program: Program) -> str | None:
    """Where the function reads a global name and never the parameter that it stands for."""
    function = next((f for f in exercise.functions if f.name == case.function), None)
    node = definition_of(program, case.function)
    if function is None or node is None:
        return None
    own = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    reads, writes = _names(node, ast.Load), _names(node, ast.Store)
    for place, name in enumerate(own):
        if name in reads:
            continue
        meant = function.parameters[place] if place < len(function.parameters) else name
        for other in sorted(reads - writes - set(own)):
            where = _set_at(program, other)
            if where is not None and (other == meant or alike(other, name)):
                return (
                    f"`{case.function}` uses the global name `{other}` ({where}), and never its "
                    f"parameter `{name}`. Use the parameter."
                )
    return None


def own_parameter(program: Program | None, case: Case, name: str, raised: Raised) -> str | None:
    """The parameter that an unknown name was meant to be: the same but for its spelling."""
    if program is None:
        return None
    node = _around(program, raised) or definition_of(program, case.function)
    if node is None:
        return None
    own = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    reads = _names(node, ast.Load)
    near = [other for other in own if alike(other, name)]
    unread = [other for other in near if other not in reads]
    return next(iter(unread or near), None)


def alike(one: str, other: str) -> bool:
    """Whether two names differ by spelling only, as ``keep_prob`` and ``keep_prob_`` do."""
    plain = [name.replace("_", "").casefold() for name in (one, other)]
    if plain[0] == plain[1]:
        return True
    return (
        min(map(len, plain)) > 3
        and difflib.SequenceMatcher(None, plain[0], plain[1]).ratio() >= 0.8
    )


def definition_of(program: Program, name: str) -> ast.FunctionDef | None:
    """The last top-level definition of a function."""
    found = [node for node in program.trees if isinstance(node, ast.FunctionDef)]
    return next((node for node in reversed(found) if node.name == name), None)


def _around(program: Program, raised: Raised) -> ast.FunctionDef | None:
    """The top-level function in which the line stands that raised."""
    for statement, node in zip(program.statements, program.trees, strict=False):
        here = isinstance(node, ast.FunctionDef) and statement.origin == raised.origin
        if here and node.lineno <= (raised.line or 0) <= (node.end_lineno or 0):
            assert isinstance(node, ast.FunctionDef)
            return node
    return None


def _names(node: ast.FunctionDef, kind: type[ast.expr_context]) -> set[str]:
    return {part.id for part in _inside(node) if type(part.ctx) is kind}


def _inside(node: ast.FunctionDef) -> Iterator[ast.Name]:
    for statement in node.body:
        for part in ast.walk(statement):
            if isinstance(part, ast.Name):
                yield part


def _set_at(program: Program, name: str) -> str | None:
    """Where a top-level assignment sets a global name; None where nothing does."""
    for statement, node in zip(program.statements, program.trees, strict=False):
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {p.id for t in targets for p in ast.walk(t) if isinstance(p, ast.Name)}
            if name in names:
                return f"{statement.origin}, line {statement.line}"
    return None


ORDER, GLOBAL = "parameters_in_another_order", "global_in_place_of_a_parameter"
DEFAULT = "another_default"


def misread_signature(
    exercise: Exercise, wrong: Sequence[Case], right: Sequence[Case], program: Program
) -> Mistake | None:
    """Return what is wrong with how the function of these cases takes its arguments, if anything."""
    case = next((case for case in wrong if not case.is_property), None)
    if case is None:
        return None
    for id, hint in (
        (ORDER, signature_hint(exercise, case, program)),
        (GLOBAL, global_hint(exercise, case, program)),
        (DEFAULT, _default(exercise, wrong, right, program)),
    ):
        if hint is not None:
            return Mistake(case.function, id, hint, {})
    return None


def _default(
    exercise: Exercise, wrong: Sequence[Case], right: Sequence[Case], program: Program
) -> str | None:
    """The default that explains why every call that relies on it is wrong, and no other is."""
    function = next(f for f in exercise.functions if f.name == wrong[0].function)
    definition = definition_of(program, function.name)
    if definition is None or not right:
        return None
    expected = dict(function.defaults)
    for name, text in _defaults(definition):
        relied_on = all(name not in case.call.arguments for case in wrong)
        given = all(name in case.call.arguments for case in right)
        if name in expected and relied_on and given and _is_another(expected[name], text):
            return (
                f"The default of `{name}` is {text[:40]} in your function, and {expected[name]} in "
                "the exercise. A call that leaves it out gets the default."
            )
    return None


def _defaults(definition: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    arguments = [*definition.args.posonlyargs, *definition.args.args]
    defaults = definition.args.defaults
    for argument, value in zip(arguments[len(arguments) - len(defaults) :], defaults, strict=True):
        yield argument.arg, ast.unparse(value)


def _is_another(expected: str, text: str) -> bool:
    """Whether both are plain values, and differ."""
    try:
        one, two = ast.literal_eval(expected), ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
    return bool(one != two)


MOST_PLACES = 63
"""With "no place" that is six bits. See docs/threat-model.md, which says what all of it adds up to."""


def place_for_students(program: Program, function: str, raised: Raised) -> tuple[int, int] | None:
    """Return the first and the last line of the place, in ``raised.origin``.

    None where the error was raised in code that ``function`` cannot reach, as far as the judge can
    see, or where there are too many files for so few places.
    """
    by_origin = lines_reached(program, function)
    lines = by_origin.get(raised.origin or "", [])
    if raised.line not in lines or len(by_origin) > MOST_PLACES:
        return None
    size = 1
    while sum(-(-len(others) // size) for others in by_origin.values()) > MOST_PLACES:
        size += 1
    start = lines.index(raised.line) // size * size
    group = lines[start : start + size]
    return group[0], group[-1]
