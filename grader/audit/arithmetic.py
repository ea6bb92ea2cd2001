"""Operators exchanged, terms dropped, constants moved, comparisons turned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from grader.audit.code import Change, Code, is_string, last_name

_SYMBOLS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**",
}  # fmt: skip
_OTHER = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "//", "**": "*"}
_COMPARED = {
    ast.Lt: ("<", ("<=", ">=")), ast.LtE: ("<=", ("<", ">")), ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")), ast.Eq: ("==", ("!=",)), ast.NotEq: ("!=", ("==",)),
    ast.In: ("in", ("not in",)), ast.NotIn: ("not in", ("in",)), ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
}  # fmt: skip


def arithmetic(node: ast.AST, code: Code) -> Iterator[Change]:
    """Changes of one node of an expression."""
    if isinstance(node, ast.BinOp):
        yield from _binary(node, code)
    elif isinstance(node, ast.AugAssign):
        yield from _in_place(node, code)
    elif isinstance(node, ast.Compare):
        yield from _comparison(node, code)
    elif isinstance(node, ast.BoolOp):
        yield from _boolean(node, code)
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield "sign or not dropped", node, code.source(node.operand)
    elif isinstance(node, ast.IfExp):
        yield "branch", node, code.source(node.body)
        yield "branch", node, code.source(node.orelse)
    elif isinstance(node, ast.Constant):
        yield from _constant(node)


def _binary(node: ast.BinOp, code: Code) -> Iterator[Change]:
    symbol = _SYMBOLS.get(type(node.op))
    if symbol is None or is_string(node):
        return
    exchanged = code.between(node, node.left, node.right, symbol, _OTHER[symbol])
    if exchanged is not None:
        yield "operator", node, exchanged
    yield "dropped term", node, code.source(node.left)
    if symbol in "+*-":
        yield "dropped term", node, code.source(node.right)
    if symbol == "/":
        yield "divisor", node, f"{code.operand(node.left)} / ({code.source(node.right)} - 1)"
    if symbol == "+" and _is_root(node.left):
        root, inner = code.source(node.left.func), code.source(node.left.args[0])
        yield "term into the root", node, f"{root}({inner} + {code.source(node.right)})"
    if symbol in ("-", "/", "//", "%", "**"):
        yield (
            "operand order",
            node,
            f"{code.operand(node.right)} {symbol} {code.operand(node.left)}",
        )


def _is_root(node: ast.expr) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and last_name(node.func) == "sqrt" and len(node.args) == 1


def _in_place(node: ast.AugAssign, code: Code) -> Iterator[Change]:
    symbol = _SYMBOLS.get(type(node.op))
    target, value = code.source(node.target), code.source(node.value)
    if symbol is not None:
        yield "operator", node, f"{target} {_OTHER[symbol]}= {value}"
    yield "dropped term", node, f"{target} = {value}"


def _comparison(node: ast.Compare, code: Code) -> Iterator[Change]:
    sides = [node.left, *node.comparators]
    for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
        symbol, others = _COMPARED[type(operator)]
        for other in others:
            changed = code.between(node, left, right, symbol, other)
            if changed is not None:
                yield "comparison", node, changed


def _boolean(node: ast.BoolOp, code: Code) -> Iterator[Change]:
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    yield "and or or", node, f" {new} ".join(code.operand(value) for value in node.values)
    for dropped in node.values:
        kept = [code.operand(value) for value in node.values if value is not dropped]
        yield "dropped term", node, f" {old} ".join(kept)


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", node, str(not value)
    elif isinstance(value, int):
        yield "constant", node, str(value + 1)
        yield "constant", node, str(value - 1)
    elif isinstance(value, float):
        yield "constant", node, repr(value * 2 if value else 1.0)
        if value:
            yield "constant", node, "0.0"
