"""What can be seen in a function's text: parameters in another order, a global name in their place.

Both are facts of the code, whatever it returns, and the commonest causes of "it works in my notebook".
"""

from __future__ import annotations

import ast
import builtins
import difflib
from collections.abc import Iterator, Sequence

from grader.calls import call_for
from grader.model.exercise import Case, Function, Mistake
from grader.model.submission import FunctionSite, Program

ORDER, GLOBAL = "parameters_in_another_order", "global_in_place_of_a_parameter"
_ALIKE = 0.75


def misread_signature(
    function: Function, cases: Sequence[Case], program: Program
) -> Mistake | None:
    """Return what is wrong with how a function takes its arguments, if anything."""
    case = next((case for case in cases if not case.is_property), None)
    site = program.functions.get(function.name)
    if case is None or site is None:
        return None
    hint = _order(function, case, site)
    if hint is not None:
        return Mistake(function.name, ORDER, hint, {})
    hint = _global(case, site, program)
    return None if hint is None else Mistake(function.name, GLOBAL, hint, {})


def _order(function: Function, case: Case, site: FunctionSite) -> str | None:
    """The same names as in the statement, in another order, where they are handed over by place."""
    call = call_for(function, site, case)
    wanted = list(call.arguments)[: call.positional]
    own = list(site.parameters[: len(wanted)])
    if own == wanted or sorted(own) != sorted(wanted):
        return None
    return (
        f"The function is called as {case.function}({', '.join(wanted)}). Yours takes "
        f"({', '.join(site.parameters)}): keep the parameters in the order of the exercise."
    )


def _global(case: Case, site: FunctionSite, program: Program) -> str | None:
    """A parameter that the function never reads, and a name like it that the file assigns."""
    function = _definition(case.function, site, program)
    if function is None:
        return None
    read = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
    unread = [name for name in site.parameters[: case.call.positional] if name not in read]
    assigned = dict(_assigned(program))
    local = set(site.parameters) | _bound(function)
    for name in unread:
        for other in sorted(read - local):
            if other in assigned and not hasattr(builtins, other) and _is_alike(name, other):
                return (
                    f"The function reads the global name `{other}` ({assigned[other]}), and never its "
                    f"parameter `{name}`. Use the parameter: a call may give it another value."
                )
    return None


def _definition(name: str, site: FunctionSite, program: Program) -> ast.FunctionDef | None:
    for statement, tree in zip(program.statements, program.trees, strict=False):
        here = (statement.origin, statement.line) == (site.origin, site.line)
        if here and isinstance(tree, ast.FunctionDef) and tree.name == name:
            return tree
    return None


def _assigned(program: Program) -> Iterator[tuple[str, str]]:
    """Names that the file's own statements assign, and where."""
    for statement, tree in zip(program.statements, program.trees, strict=False):
        if isinstance(tree, (ast.Assign, ast.AnnAssign)):
            targets = tree.targets if isinstance(tree, ast.Assign) else [tree.target]
            for target in targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        yield node.id, f"{statement.origin}, line {statement.line}"


def _bound(function: ast.FunctionDef) -> set[str]:
    stored = (ast.Store, ast.Del)
    inside = {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, stored)
    }
    arguments = {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}
    return inside | arguments


def _is_alike(parameter: str, other: str) -> bool:
    one, two = (name.strip("_0123456789").casefold() for name in (parameter, other))
    if not one or not two:
        return False
    same = one == two or one.startswith(two) or two.startswith(one)
    return same or difflib.SequenceMatcher(None, one, two).ratio() >= _ALIKE
