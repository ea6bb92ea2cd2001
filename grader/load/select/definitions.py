"""Where the graded functions stand, and which parameters they take."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from grader.load.select.scope import parameters_of
from grader.load.select.statements import Unit
from grader.model.submission import FunctionSite

_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)


def sites_in(units: Sequence[Unit], graded: Collection[str]) -> dict[str, list[FunctionSite]]:
    """Every place that defines a graded function, in order; the last one counts."""
    known: dict[str, tuple[str, ...]] = {}
    sites: dict[str, list[FunctionSite]] = {}
    for unit in units:
        here: dict[str, FunctionSite] = {}
        for name, line, parameters in _definitions(unit.node, known):
            known[name] = parameters
            if name in graded:
                optional = _with_defaults(unit.node, name)
                here[name] = FunctionSite(unit.origin, line, parameters, optional)
        for name, site in here.items():  # both branches of an `if` are one definition
            sites.setdefault(name, []).append(site)
    return sites


def _with_defaults(node: ast.AST, name: str) -> tuple[str, ...]:
    """The parameters of the function of that name that have a default."""
    found: tuple[str, ...] = ()
    for each in ast.walk(node):
        if isinstance(each, _DEFS) and each.name == name:
            by_place = [*each.args.posonlyargs, *each.args.args]
            defaults = by_place[len(by_place) - len(each.args.defaults) :]
            named = zip(each.args.kwonlyargs, each.args.kw_defaults, strict=True)
            named_ones = (argument for argument, value in named if value is not None)
            found = tuple(argument.arg for argument in (*defaults, *named_ones))
    return found


def _definitions(
    node: ast.AST, known: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    if isinstance(node, _DEFS):
        yield node.name, node.lineno, parameters_of(node.args)
    elif isinstance(node, ast.ClassDef):
        yield node.name, node.lineno, ()
        for method in node.body:
            if isinstance(method, _DEFS):
                parameters = parameters_of(method.args)
                known[f"{node.name}.{method.name}"] = (
                    parameters[1:] if _takes_class(method) else parameters
                )
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from _assigned(target, node.value, known)
    elif isinstance(node, (ast.If, ast.Try, ast.ExceptHandler)):
        for child in ast.iter_child_nodes(node):
            yield from _definitions(child, known)


def _assigned(
    target: ast.expr, value: ast.expr | None, known: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    if isinstance(target, ast.Name):
        parameters: tuple[str, ...] = ()
        if isinstance(value, ast.Lambda):
            parameters = parameters_of(value.args)
        elif isinstance(value, ast.Name):
            parameters = known.get(value.id, ())
        elif isinstance(value, ast.Attribute):
            parameters = known.get(ast.unparse(value), ())
        yield target.id, target.lineno, parameters
    elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for one, its in zip(target.elts, value.elts, strict=False):
            yield from _assigned(one, its, known)


def _takes_class(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "classmethod" for d in method.decorator_list)
