"""What goes wrong with arrays: axes, transposes, operand order, slices, functions, copies."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from grader.audit.code import Change, Code, last_name

_PAIRS = (
    ("zeros", "ones"), ("zeros_like", "ones_like"), ("rand", "randn"), ("normal", "uniform"),
    ("maximum", "minimum"), ("max", "min"), ("argmax", "argmin"), ("sum", "mean"),
    ("floor", "ceil"), ("any", "all"), ("std", "var"), ("hstack", "vstack"), ("sin", "cos"),
    ("append", "extend"), ("fliplr", "flipud"), ("dot", "multiply"), ("matmul", "multiply"),
)  # fmt: skip
_OTHER = dict(_PAIRS) | {b: a for a, b in _PAIRS if a != "matmul"}
_ONE_WAY = {
    "log": ("log2", "log10", "log1p"), "exp": ("expm1",), "sqrt": ("cbrt", "square"),
    "tanh": ("arctan",), "square": ("abs",), "abs": ("square",), "prod": ("sum",),
    "round": ("floor",), "mean": ("median",), "sum": ("max", "cumsum"),
}  # fmt: skip
_DRAWS = ("rand", "randn", "normal", "uniform", "randint", "permutation", "random", "choice")
_MODULES = ("np", "numpy", "math", "random", "copy", "linalg", "scipy")
_NEVER_DROPPED = ("range", "len", "enumerate", "str", "seed")
_PRODUCTS = ("dot", "matmul")


def arrays(node: ast.AST, code: Code) -> Iterator[Change]:
    """Changes of one node that holds a call, a product, an attribute or a slice."""
    if isinstance(node, ast.Call):
        yield from _call(node, code)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield from _product(node, code)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose", node, code.source(node.value)
    elif isinstance(node, ast.Slice):
        yield from _slice(node, code)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        first, second = node.elts
        if not any(isinstance(e, (ast.Slice, ast.Starred)) for e in node.elts):
            text = f"{code.source(second)}, {code.source(first)}"
            bare = not code.source(node).startswith("(")
            yield "shape or order", node, text if bare else f"({text})"


def _call(node: ast.Call, code: Code) -> Iterator[Change]:
    name = last_name(node.func)
    yield from _function_exchanged(node, name, code)
    yield from _arguments(node, name, code)
    yield from _call_dropped(node, name, code)


def _function_exchanged(node: ast.Call, name: str, code: Code) -> Iterator[Change]:
    function, whole = code.source(node.func), code.source(node)
    others = (*((_OTHER[name],) if name in _OTHER else ()), *_ONE_WAY.get(name, ()))
    for other in others:
        yield "function", node, function[: -len(name)] + other + whole[len(function) :]
    if name in _DRAWS:
        yield "extra draw", node, f"({whole}, {whole})[1]"
    if name == "sqrt" and len(node.args) == 1 and _is_sum(node.args[0]):
        inner = node.args[0]
        yield (
            "term out of the root",
            node,
            f"{function}({code.source(inner.left)}) + {code.source(inner.right)}",
        )


def _is_sum(node: ast.expr) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def _arguments(node: ast.Call, name: str, code: Code) -> Iterator[Change]:
    parts = [code.source(a) for a in node.args]
    named = [
        f"{k.arg}={code.source(k.value)}" if k.arg else f"**{code.source(k.value)}"
        for k in node.keywords
    ]
    function = code.source(node.func)

    def call(*arguments: str) -> str:
        return f"{function}({', '.join(arguments)})"

    for at in range(len(parts) - 1):
        if not any(isinstance(a, ast.Starred) for a in node.args[at : at + 2]):
            swapped = [*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]]
            yield "argument order", node, call(*swapped, *named)
    for at, keyword in enumerate(node.keywords):
        # A dropped keepdims=True is the same as keepdims=False, which constants make.
        if keyword.arg and keyword.arg != "keepdims":
            yield "dropped argument", node, call(*parts, *named[:at], *named[at + 1 :])
    if name in _PRODUCTS and len(parts) == 2:
        yield "transpose", node, call(f"{code.operand(node.args[0])}.T", parts[1])
        yield "transpose", node, call(parts[0], f"{code.operand(node.args[1])}.T")


def _call_dropped(node: ast.Call, name: str, code: Code) -> Iterator[Change]:
    if name in _NEVER_DROPPED:
        return
    is_method = isinstance(node.func, ast.Attribute) and last_name(node.func.value) not in _MODULES
    if isinstance(node.func, ast.Attribute) and is_method:
        yield "dropped call", node, code.source(node.func.value)
    elif (
        len(node.args) == 1
        and not isinstance(node.args[0], ast.Starred)
        and not _is_self_assignment(node, code)  # x = x is the statement dropped
    ):
        yield "dropped call", node, code.source(node.args[0])


def _is_self_assignment(node: ast.Call, code: Code) -> bool:
    return any(
        isinstance(parent, ast.Assign)
        and parent.value is node
        and [ast.unparse(target) for target in parent.targets] == [ast.unparse(node.args[0])]
        for parent in ast.walk(code.function)
    )


def _product(node: ast.BinOp, code: Code) -> Iterator[Change]:
    left, right = code.operand(node.left), code.operand(node.right)
    yield "operand order", node, f"{right} @ {left}"
    yield "operator", node, f"{left} * {right}"
    if not left.endswith(".T"):
        yield "transpose", node, f"{left}.T @ {right}"
    if not right.endswith(".T"):
        yield "transpose", node, f"{left} @ {right}.T"


def _slice(node: ast.Slice, code: Code) -> Iterator[Change]:
    def text(bound: ast.AST | None) -> str:
        return code.source(bound) if bound is not None else ""

    lower, upper = text(node.lower), text(node.upper)
    step = f":{text(node.step)}" if node.step is not None else ""
    for amount in (" + 1", " - 1"):
        if node.lower is not None and not isinstance(node.lower, ast.Constant):
            yield "slice", node, f"{code.operand(node.lower)}{amount}:{upper}{step}"
        if node.upper is not None and not isinstance(node.upper, ast.Constant):
            yield "slice", node, f"{lower}:{code.operand(node.upper)}{amount}{step}"
    if lower:
        yield "slice", node, f":{upper}{step}"
    if upper:
        yield "slice", node, f"{lower}:{step}"
    if step:
        yield "slice", node, f"{lower}:{upper}"
