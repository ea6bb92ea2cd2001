"""A neighbour taken for the right one: layers l and l±1, an argument for another, a key for another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from grader.audit.code import Change, Code, last_name

_MANY = 5


def names(node: ast.AST, code: Code) -> Iterator[Change]:
    """Changes of one name, key or range."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _name(node, code)
    elif isinstance(node, ast.JoinedStr):
        yield from _formatted(node, code)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _key(node, node.value, code)
    elif isinstance(node, ast.Call) and last_name(node.func) == "range":
        yield from _range(node, code)


def _name(node: ast.Name, code: Code) -> Iterator[Change]:
    if node.id in _counters(code):
        yield "index", node, f"{node.id} + 1"
        yield "index", node, f"{node.id} - 1"
    if node.id in code.parameters:
        others = [name for name in code.parameters if name != node.id]
        if len(others) > _MANY:  # the nearest in the signature are the likeliest to be mixed up
            here = code.parameters.index(node.id)
            others.sort(key=lambda name: abs(code.parameters.index(name) - here))
        for other in others[:_MANY]:
            yield "argument for argument", node, other
    else:
        for other in _relatives(node.id, code):
            yield "name for name", node, other


@lru_cache(maxsize=64)
def _counters(code: Code) -> frozenset[str]:
    """Names that count: bound by a loop over a range or an enumeration."""
    found = set()
    for node in ast.walk(code.function):
        if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.iter, ast.Call):
            kind = last_name(node.iter.func)
            target = node.target
            if kind == "enumerate" and isinstance(target, ast.Tuple):
                target = target.elts[0]
            if kind in ("range", "enumerate", "reversed") and isinstance(target, ast.Name):
                found.add(target.id)
    return frozenset(found)


@lru_cache(maxsize=64)
def _locals(code: Code) -> tuple[str, ...]:
    stored = (
        n
        for n in ast.walk(code.function)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    )
    return tuple(dict.fromkeys(n.id for n in stored))


def _relatives(name: str, code: Code) -> list[str]:
    """Local names that differ in a number or in what follows the last underscore."""
    numbers = re.sub(r"\d+", "", name)
    stem = name.rpartition("_")[0]
    found = []
    for other in _locals(code):
        same_but_number = numbers != name and re.sub(r"\d+", "", other) == numbers
        if other != name and (same_but_number or (stem and other.rpartition("_")[0] == stem)):
            found.append(other)
    return found[:2]


def _formatted(node: ast.JoinedStr, code: Code) -> Iterator[Change]:
    """f"W{l}" with l ± 1, or with the letter of another key."""
    for at, part in enumerate(node.values):
        if isinstance(part, ast.FormattedValue):
            for sign in (ast.Add(), ast.Sub()):
                moved = ast.FormattedValue(
                    ast.BinOp(part.value, sign, ast.Constant(1)), part.conversion, part.format_spec
                )
                yield "index", node, _unparsed([*node.values[:at], moved, *node.values[at + 1 :]])
    letters = [p.value for p in node.values if isinstance(p, ast.Constant)]
    others = {
        tuple(p.value for p in other.values if isinstance(p, ast.Constant)): other
        for other in ast.walk(code.function)
        if isinstance(other, ast.JoinedStr) and len(other.values) == len(node.values)
    }
    for key in [k for k in others if list(k) != letters and len(k) == len(letters)][:2]:
        fresh = iter(key)
        parts = [
            ast.Constant(next(fresh)) if isinstance(p, ast.Constant) else p for p in node.values
        ]
        yield "key for key", node, _unparsed(parts)


def _unparsed(parts: list[ast.expr]) -> str:
    return ast.unparse(ast.fix_missing_locations(ast.JoinedStr(parts)))


def _key(node: ast.Constant, text: str, code: Code) -> Iterator[Change]:
    """ "W1" for "W2": another string of the function that differs in one place."""
    every = {
        n.value for n in code.nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    near = [
        other
        for other in sorted(every)
        if len(other) == len(text) and sum(a != b for a, b in zip(other, text, strict=True)) == 1
    ]
    for other in near[:2]:
        yield "key for key", node, repr(other)


def _range(node: ast.Call, code: Code) -> Iterator[Change]:
    parts = [code.source(argument) for argument in node.args]
    for at, argument in enumerate(node.args):
        if isinstance(argument, (ast.Constant, ast.Starred)):
            continue  # constants move by themselves
        for amount in ("+ 1", "- 1"):
            moved = [*parts[:at], f"{code.operand(argument)} {amount}", *parts[at + 1 :]]
            yield "range", node, f"range({', '.join(moved)})"
