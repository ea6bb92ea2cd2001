"""The small faults that an audit puts into a function.

A mutation takes a node of the function's syntax tree and yields changes of it: the fault's name,
the node, and what takes its place. What takes its place is mostly written as a pattern, such as
``"B - A"``, with nodes for its letters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from grader.mutation.code import Change, Code, fill, is_string, last_name, number, with_fields

_BINARY = {
    ast.Add: (("operator", "A - B"), ("dropped term", "A"), ("dropped term", "B")),
    ast.Sub: (
        ("operator", "A + B"), ("dropped term", "A"), ("dropped term", "B"),
        ("operand order", "B - A"),
    ),
    ast.Mult: (("operator", "A / B"), ("dropped term", "A"), ("dropped term", "B")),
    ast.Div: (
        ("operator", "A * B"), ("dropped term", "A"), ("divisor", "A / (B - 1)"),
        ("operand order", "B / A"),
    ),
    ast.FloorDiv: (("operator", "A / B"), ("dropped term", "A"), ("operand order", "B // A")),
    ast.Mod: (("operator", "A // B"), ("dropped term", "A"), ("operand order", "B % A")),
    ast.Pow: (("operator", "A * B"), ("dropped term", "A"), ("operand order", "B ** A")),
    ast.MatMult: (
        ("operand order", "B @ A"), ("operator", "A * B"), ("transpose", "A.T @ B"),
        ("transpose", "A @ B.T"),
    ),
}  # fmt: skip
_OTHER_OPERATOR = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult,
}  # fmt: skip
_OTHER_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
_PAIRS = (
    ("zeros", "ones"), ("zeros_like", "ones_like"), ("rand", "randn"), ("normal", "uniform"),
    ("maximum", "minimum"), ("max", "min"), ("argmax", "argmin"), ("sum", "mean"),
    ("floor", "ceil"), ("any", "all"), ("std", "var"), ("hstack", "vstack"), ("sin", "cos"),
    ("append", "extend"), ("fliplr", "flipud"), ("dot", "multiply"), ("matmul", "multiply"),
)  # fmt: skip
_OTHER_FUNCTION = dict(_PAIRS) | {b: a for a, b in _PAIRS if a != "matmul"}
_MORE_FUNCTIONS = {
    "log": ("log2", "log10", "log1p"), "exp": ("expm1",), "sqrt": ("cbrt", "square"),
    "tanh": ("arctan",), "square": ("abs",), "abs": ("square",), "prod": ("sum",),
    "round": ("floor",), "mean": ("median",), "sum": ("max", "cumsum"),
}  # fmt: skip
_DRAWS = ("rand", "randn", "normal", "uniform", "randint", "permutation", "random", "choice")
_MODULES = ("np", "numpy", "math", "random", "copy", "linalg", "scipy")
_NEVER_DROPPED = ("range", "len", "enumerate", "str", "seed")
_DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete, ast.AnnAssign, ast.Break, ast.Continue)
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_MOST_ARGUMENTS = 5


def changes_of(node: ast.AST, code: Code) -> Iterator[Change]:
    """Every change of one node: operators and constants, arrays, names, statements."""
    for mutation in (_arithmetic, _arrays, _names, _statements):
        yield from mutation(node, code)


def _arithmetic(node: ast.AST, code: Code) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        yield from _binary(node)
    elif isinstance(node, ast.AugAssign):
        other = _OTHER_OPERATOR.get(type(node.op))
        if other is not None:
            yield "operator", node, with_fields(node, op=other())
        yield "dropped term", node, ast.Assign([node.target], node.value, lineno=0)
    elif isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other_comparison in _OTHER_COMPARISONS[type(operator)]:
                ops = [*node.ops[:at], other_comparison(), *node.ops[at + 1 :]]
                yield "comparison", node, with_fields(node, ops=ops)
    elif isinstance(node, ast.BoolOp):
        other_word = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and or or", node, with_fields(node, op=other_word)
        for dropped in node.values:
            kept = [value for value in node.values if value is not dropped]
            yield "dropped term", node, with_fields(node, values=kept) if kept[1:] else kept[0]
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield "sign or not dropped", node, node.operand
    elif isinstance(node, ast.IfExp):
        yield "branch", node, node.body
        yield "branch", node, node.orelse
    elif isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield "constant", node, number(value)


def _binary(node: ast.BinOp) -> Iterator[Change]:
    if is_string(node):
        return
    left, right = node.left, node.right
    for fault, pattern in _BINARY.get(type(node.op), ()):
        is_twice = ("A.T" in pattern and _is_transpose(left)) or (
            "B.T" in pattern and _is_transpose(right)
        )
        if not is_twice:
            yield fault, node, fill(pattern, A=left, B=right)
    if isinstance(node.op, ast.Add) and _is_root(left):
        yield "term into the root", node, fill("F(A + B)", F=left.func, A=left.args[0], B=right)


def _is_transpose(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _is_root(node: ast.expr) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and last_name(node.func) == "sqrt" and len(node.args) == 1


def _other_constants(value: object) -> Iterator[int | float]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
    elif isinstance(value, float):
        yield value * 2 if value else 1.0
        if value:
            yield 0.0


def _arrays(node: ast.AST, code: Code) -> Iterator[Change]:
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        yield from _other_functions(node, name)
        yield from _other_arguments(node, name)
        yield from _call_dropped(node, name, code)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose", node, node.value
    elif isinstance(node, ast.Slice):
        yield from _slices(node)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        special = any(isinstance(e, (ast.Slice, ast.Starred)) for e in node.elts)
        if len(node.elts) == 2 and not special:
            yield "shape or order", node, with_fields(node, elts=node.elts[::-1])


def _other_functions(node: ast.Call, name: str) -> Iterator[Change]:
    others = (*filter(None, [_OTHER_FUNCTION.get(name)]), *_MORE_FUNCTIONS.get(name, ()))
    for other in others:
        is_method = isinstance(node.func, ast.Attribute)
        function = with_fields(node.func, **{"attr" if is_method else "id": other})
        yield "function", node, with_fields(node, func=function)
    if name in _DRAWS:
        yield "extra draw", node, fill("(A, A)[1]", A=node)
    if _is_root(node) and isinstance(node.args[0], ast.BinOp):
        inner = node.args[0]
        if isinstance(inner.op, ast.Add):
            changed = fill("F(A) + B", F=node.func, A=inner.left, B=inner.right)
            yield "term out of the root", node, changed


def _other_arguments(node: ast.Call, name: str) -> Iterator[Change]:
    arguments, keywords = node.args, node.keywords
    for at in range(len(arguments) - 1):
        pair = arguments[at : at + 2]
        if not any(isinstance(argument, ast.Starred) for argument in pair):
            swapped = [*arguments[:at], *pair[::-1], *arguments[at + 2 :]]
            yield "argument order", node, with_fields(node, args=swapped)
    for at, keyword in enumerate(keywords):
        # A dropped keepdims=True equals keepdims=False, which the constants make.
        if keyword.arg and keyword.arg != "keepdims":
            kept = [*keywords[:at], *keywords[at + 1 :]]
            yield "dropped argument", node, with_fields(node, keywords=kept)
    if name in ("dot", "matmul") and len(arguments) == 2:
        for pattern in ("F(A.T, B)", "F(A, B.T)"):
            changed = fill(pattern, F=node.func, A=arguments[0], B=arguments[1])
            yield "transpose", node, changed


def _call_dropped(node: ast.Call, name: str, code: Code) -> Iterator[Change]:
    if name in _NEVER_DROPPED:
        return
    if isinstance(node.func, ast.Attribute) and last_name(node.func.value) not in _MODULES:
        yield "dropped call", node, node.func.value
        return
    is_single = len(node.args) == 1 and not isinstance(node.args[0], ast.Starred)
    if is_single and not _is_self_assignment(node, code):  # x = x is the statement dropped
        yield "dropped call", node, node.args[0]


def _is_self_assignment(node: ast.Call, code: Code) -> bool:
    return any(
        isinstance(parent, ast.Assign)
        and parent.value is node
        and [ast.unparse(target) for target in parent.targets] == [ast.unparse(node.args[0])]
        for parent in ast.walk(code.function)
    )


def _slices(node: ast.Slice) -> Iterator[Change]:
    for pattern in ("A + 1", "A - 1"):
        for name in ("lower", "upper"):
            bound = getattr(node, name)
            if bound is not None and not isinstance(bound, ast.Constant):
                yield "slice", node, with_fields(node, **{name: fill(pattern, A=bound)})
    for name in ("lower", "upper", "step"):
        if getattr(node, name) is not None:
            yield "slice", node, with_fields(node, **{name: None})


def _names(node: ast.AST, code: Code) -> Iterator[Change]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _other_names(node, code)
    elif isinstance(node, ast.JoinedStr):
        yield from _other_formats(node, code)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        for key in _similar_strings(node.value, code):
            yield "key for key", node, ast.Constant(key)
    elif isinstance(node, ast.Call) and last_name(node.func) == "range":
        for at, argument in enumerate(node.args):
            if isinstance(argument, (ast.Constant, ast.Starred)):
                continue  # constants are changed by themselves
            for pattern in ("A + 1", "A - 1"):
                moved = [*node.args[:at], fill(pattern, A=argument), *node.args[at + 1 :]]
                yield "range", node, ast.Call(ast.Name("range", ast.Load()), moved, [])


def _other_names(node: ast.Name, code: Code) -> Iterator[Change]:
    if node.id in code.counters:
        yield "index", node, fill("A + 1", A=node)
        yield "index", node, fill("A - 1", A=node)
    if node.id in code.parameters:
        others = [name for name in code.parameters if name != node.id]
        if len(others) > _MOST_ARGUMENTS:  # neighbours in the signature are mixed up most often
            here = code.parameters.index(node.id)
            others.sort(key=lambda name: abs(code.parameters.index(name) - here))
        for other in others[:_MOST_ARGUMENTS]:
            yield "argument for argument", node, ast.Name(other, ast.Load())
    else:
        for other in _similar_names(node.id, code):
            yield "name for name", node, ast.Name(other, ast.Load())


def _similar_names(name: str, code: Code) -> list[str]:
    """Local names that differ in a number or in what follows the last underscore."""
    numberless = re.sub(r"\d+", "", name)
    stem = name.rpartition("_")[0]
    similar = []
    for other in code.assigned:
        by_number = numberless != name and re.sub(r"\d+", "", other) == numberless
        if other != name and (by_number or (stem and other.rpartition("_")[0] == stem)):
            similar.append(other)
    return similar[:2]


def _other_formats(node: ast.JoinedStr, code: Code) -> Iterator[Change]:
    """f"W{l}" with l ± 1, or with the letters of another key."""
    for at, part in enumerate(node.values):
        if isinstance(part, ast.FormattedValue):
            for pattern in ("A + 1", "A - 1"):
                moved = with_fields(part, value=fill(pattern, A=part.value))
                values = [*node.values[:at], moved, *node.values[at + 1 :]]
                yield "index", node, ast.JoinedStr(values)
    letters = _letters(node)
    others = {
        _letters(other): None
        for other in ast.walk(code.function)
        if isinstance(other, ast.JoinedStr) and len(other.values) == len(node.values)
    }
    for key in [key for key in others if key != letters and len(key) == len(letters)][:2]:
        fresh = iter(key)
        values = [
            ast.Constant(next(fresh)) if isinstance(p, ast.Constant) else p for p in node.values
        ]
        yield "key for key", node, ast.JoinedStr(values)


def _letters(node: ast.JoinedStr) -> tuple[Any, ...]:
    return tuple(part.value for part in node.values if isinstance(part, ast.Constant))


def _similar_strings(text: str, code: Code) -> list[str]:
    """Other strings of the function that differ in one place: "W1" for "W2"."""
    strings = {
        n.value for n in code.nodes() if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return [
        other
        for other in sorted(strings)
        if len(other) == len(text) and sum(a != b for a, b in zip(other, text, strict=True)) == 1
    ][:2]


def _statements(node: ast.AST, code: Code) -> Iterator[Change]:
    if isinstance(node, _DROPPED):
        yield "dropped statement", node, ast.Pass()
    elif isinstance(node, (ast.If, ast.While)):
        yield "condition", node.test, fill("not A", A=node.test)
        if isinstance(node, ast.If):
            yield "condition", node.test, ast.Constant(True)
            yield "condition", node.test, ast.Constant(False)
    elif isinstance(node, ast.For):
        yield from _loop(node, code)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "result", node, with_fields(node, value=ast.Constant(None))
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
            kept = node.value.elts[:-1]
            value = kept[0] if len(kept) == 1 else with_fields(node.value, elts=kept)
            yield "result", node, with_fields(node, value=value)


def _loop(node: ast.For, code: Code) -> Iterator[Change]:
    yield "loop", node.iter, fill("[]")
    if not (isinstance(node.iter, ast.Call) and last_name(node.iter.func) == "range"):
        yield "loop", node.iter, fill("list(A)[1:]", A=node.iter)
        yield "loop", node.iter, fill("list(A)[:-1]", A=node.iter)
    last, final = node.body[-1], code.function.body[-1]
    if not isinstance(last, _LEAVES):
        yield "loop left early", last, [last, ast.Break()]
        if isinstance(final, ast.Return):  # indented one step too far
            yield "return in the loop", last, [last, final]
