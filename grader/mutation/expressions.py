"""What people get wrong in an expression, beside the faults of an audit.

As in `grader.mutation.mutations` a slip takes a node and yields changes of it, mostly written as
patterns. The first word of a change is the kind of slip: students read a sentence for each kind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from grader.mutation.code import Change, Code, fill, is_string, last_name, number, with_fields

_NO_NUMBERS = frozenset(
    "range len enumerate zip zeros ones empty full rand randn reshape seed randint permutation print str "
    "list keys items values isinstance shape zeros_like ones_like randn random_sample".split()
)
"""Functions whose arguments are sizes, names or containers: nobody squares those."""

_Groups = tuple[tuple[type[ast.operator], type[ast.operator], str], ...]
_GROUPED: _Groups = (
    (ast.Sub, ast.Pow, "(A - B) ** C"), (ast.Add, ast.Pow, "(A + B) ** C"), (ast.Mult, ast.Pow, "(A * B) ** C"),
    (ast.Add, ast.Mult, "(A + B) * C"), (ast.Sub, ast.Mult, "(A - B) * C"), (ast.Add, ast.Div, "(A + B) / C"),
    (ast.Sub, ast.Div, "(A - B) / C"),
    (ast.Div, ast.Mult, "A / B * C"), (ast.Div, ast.Add, "A / B + C"), (ast.Div, ast.Sub, "A / B - C"),
    (ast.Mult, ast.Add, "A * B + C"), (ast.Mult, ast.Sub, "A * B - C"), (ast.Sub, ast.Add, "A - B + C"),
    (ast.Sub, ast.Sub, "A - B - C"), (ast.MatMult, ast.Add, "A @ B + C"), (ast.Div, ast.Div, "A / B / C"),
    (ast.Pow, ast.Mult, "A ** B * C"),
)  # fmt: skip
"""Operator, the operator on its right, and both with parentheses around the first, or without any."""
_GROUPED_LEFT: _Groups = (
    (ast.Mult, ast.Add, "A + B * C"), (ast.Mult, ast.Sub, "A - B * C"),
    (ast.Div, ast.Add, "A + B / C"), (ast.Div, ast.Sub, "A - B / C"),
    (ast.Pow, ast.Add, "A + B ** C"), (ast.Pow, ast.Sub, "A - B ** C"),
    (ast.Pow, ast.Mult, "A * B ** C"), (ast.Pow, ast.Div, "A / B ** C"),
    (ast.MatMult, ast.Add, "A + B @ C"), (ast.MatMult, ast.Sub, "A - B @ C"),
    (ast.Add, ast.Mult, "A * (B + C)"), (ast.Sub, ast.Mult, "A * (B - C)"), (ast.Add, ast.Div, "A / (B + C)"),
    (ast.Sub, ast.Div, "A / (B - C)"),
)  # fmt: skip
"""The same with the operator on its left: the parentheses stand around the second."""

_MORE_BINARY = {
    ast.Add: (("operator", "A * B"), ("doubled term", "A + B + B"), ("doubled term", "A + A + B")),
    ast.Sub: (("operator", "A * B"), ("doubled term", "A - B - B"), ("absolute value", "np.abs(A - B)"),
              ("square missing or added", "(A - B) ** 2")),
    ast.Mult: (("operator", "A + B"), ("operator", "A - B"), ("doubled factor", "A * B * B"),
               ("doubled factor", "A * A * B"), ("operator", "A ** B"), ("matrix product", "A @ B"),
               ("operand order", "B / A"), ("complement", "A * (1 - B)"), ("complement", "(1 - A) * B")),
    ast.Div: (("doubled factor", "A / B / B"), ("operator", "A - B"), ("doubled factor", "A / B ** 2"),
              ("square missing or added", "A / np.sqrt(B)"), ("operator", "A // B"),
              ("dropped term", "B"), ("dropped term", "1 / B"), ("operand order", "B / A")),
    ast.FloorDiv: (("rounding", "-(-A // B)"), ("rounding", "A // B + 1"), ("dropped term", "B"),
                   ("operator", "A % B")),
    ast.Mod: (("dropped term", "B"),),
    ast.Pow: (("dropped term", "B"), ("operator", "A * B"), ("square missing or added", "A ** (B + 1)"),
              ("square missing or added", "A ** (B - 1)"), ("absolute value", "np.abs(A)"),
              ("doubled factor", "A * 2")),
    ast.MatMult: (("transpose", "A.T @ B.T"), ("transpose", "B.T @ A"), ("transpose", "B @ A.T"),
                  ("transpose", "(A @ B).T"), ("dropped term", "A"), ("dropped term", "B"),
                  ("matrix product", "np.sum(A * B)"), ("operator", "A + B")),
}  # fmt: skip

_WRAPPED = (
    ("sign", "-A"), ("complement", "1 - A"), ("square missing or added", "A ** 2"),
    ("square missing or added", "np.sqrt(A)"), ("absolute value", "np.abs(A)"),
    ("doubled factor", "2 * A"), ("doubled factor", "A / 2"),
)  # fmt: skip
_WRAPPED_NAMES = (
    ("transpose", "A.T"), ("reduction", "np.sum(A)"), ("reduction", "np.mean(A)"),
    ("square missing or added", "A ** 3"), ("operator", "1 / A"),
)  # fmt: skip
_WRAPPED_VALUES = (
    ("reduction", "np.sum(A)"), ("reduction", "np.mean(A)"), ("transpose", "A.T"),
    ("doubled factor", "A * 10"), ("sum over an axis", "np.sum(A, axis=1, keepdims=True)"),
)  # fmt: skip
_WRAPPED_RESULTS = (
    ("extra call", "np.squeeze(A)"), ("extra call", "np.exp(A)"), ("extra call", "np.log(A)"),
    ("rounding", "int(A)"), ("rounding", "np.round(A)"), ("extra axis", "A[0]"),
    ("extra axis", "A.ravel()"), ("extra axis", "A.reshape(-1, 1)"), ("extra axis", "A.reshape(1, -1)"),
    ("extra axis", "np.array([[A]])"), ("sum over an axis", "np.sum(A, axis=0)"),
    ("comparison", "A > 0.5"),
    ("comparison", "A > 0"), ("rounding", "A.astype(int)"),
)  # fmt: skip

_OTHER_PRODUCTS = (
    ("transpose", "F(B, A)"), ("transpose", "F(A.T, B.T)"), ("transpose", "F(B.T, A)"),
    ("transpose", "F(B, A.T)"), ("transpose", "F(A, B).T"), ("matrix product", "A * B"),
    ("dropped term", "A"), ("dropped term", "B"),
)  # fmt: skip
_SAME_PLACE = (
    ("sum", "mean", "prod", "max", "min", "cumsum", "median", "std"),
    ("linalg.norm", "sum", "max"),
    ("std", "var"), ("maximum", "minimum"), ("argmax", "argmin", "max"), ("argmin", "min"),
    ("exp", "exp2", "log", "tanh", "sqrt"), ("log", "log2", "log10", "log1p", "exp"), ("log1p", "log"),
    ("expm1", "exp"), ("floor", "ceil", "round", "trunc"), ("ceil", "floor", "round"),
    ("round", "floor", "ceil"), ("zeros", "ones"), ("ones", "zeros"), ("abs", "square", "sqrt"),
    ("square", "abs", "sqrt"), ("sqrt", "square"), ("hstack", "vstack", "concatenate"),
    ("vstack", "hstack"), ("any", "all"), ("all", "any"), ("dot", "multiply", "add"), ("cumsum", "sum"),
    ("mean", "sum", "median", "max", "std"), ("max", "min", "argmax", "mean", "sum"), ("min", "max"),
    ("tanh", "tan", "sin", "exp"), ("sinh", "cosh"), ("sin", "cos"), ("cos", "sin"),
    ("zeros_like", "ones_like"), ("ones_like", "zeros_like"), ("argsort", "sort"),
)  # fmt: skip
_ACTIVATIONS = {
    "np.tanh(A)": "tanh", "1 / (1 + np.exp(-A))": "sigmoid", "np.maximum(0, A)": "relu",
    "np.maximum(A, 0)": "relu", "A": "",
}  # fmt: skip
_SLOPES = ("1 - A ** 2", "A * (1 - A)", "A > 0", "1 - A", "1.0")
_PRECISIONS = frozenset((0.5, 1.0, 2.0, 0.0))


_Slip = tuple[str, ast.expr]
"""The kind of a slip at one node, and what takes the node's place."""


def slips_in_expression(node: ast.AST, code: Code) -> Iterator[Change]:
    """Every slip at one node of a function, beside those of `changes_of`."""
    yield from ((kind, node, new) for kind, new in _slips(node, code))


def _slips(node: ast.AST, code: Code) -> Iterator[_Slip]:
    if isinstance(node, ast.BinOp):
        yield from _products(node, code)
    if isinstance(node, ast.Call):
        yield from _calls(node, code)
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    if isinstance(node, ast.Constant):
        yield from _constants(node, code)
    if isinstance(node, ast.expr) and is_numeric(node, code):
        yield from _wraps(node, code)
    if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute)):
        yield from _atoms(node, code)
    if isinstance(node, ast.Subscript):
        yield from _subscripts(node)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        call = node.value
        if isinstance(call, ast.Call) and last_name(call.func) == "reshape":
            yield from _reshaped(call)
    if isinstance(node, (ast.Tuple, ast.List, ast.Dict)):
        yield from _containers(node)


def is_numeric(node: ast.AST, code: Code) -> bool:
    """Whether the node is a number or an array in a formula: no index, no size, no name, no option."""
    if not isinstance(
        node, (ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Attribute, ast.Subscript)
    ) or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return False
    if is_string(node) or last_name(node) in ("np", "math", "numpy", "random", "linalg"):
        return False
    child: ast.AST = node
    parent = code.parents.get(node)
    while isinstance(parent, (ast.expr, ast.keyword, ast.comprehension)):
        if isinstance(parent, (ast.keyword, ast.JoinedStr, ast.FormattedValue, ast.comprehension)):
            return False
        if isinstance(parent, ast.Subscript) or (
            isinstance(parent, ast.Attribute) and parent.attr != "T"
        ):
            return False
        if isinstance(parent, ast.Call) and (
            child is parent.func or last_name(parent.func) in _NO_NUMBERS
        ):
            return False
        if isinstance(parent, ast.BinOp) and is_string(parent):
            return False
        child, parent = parent, code.parents.get(parent)
    return isinstance(parent, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr, ast.If, ast.While))


def _products(node: ast.BinOp, code: Code) -> Iterator[_Slip]:
    if is_string(node):
        for side in (node.left, node.right):
            yield "key", side
        return
    left, right, op = node.left, node.right, type(node.op)
    for kind, pattern in _MORE_BINARY.get(op, ()):
        if is_numeric(node, code) or kind in ("dropped term", "operator", "rounding"):
            yield kind, fill(pattern, A=left, B=right)
    if isinstance(right, ast.BinOp):
        for outer, inner, pattern in _GROUPED:
            if op is outer and isinstance(right.op, inner):
                yield "parentheses", fill(pattern, A=left, B=right.left, C=right.right)
    if isinstance(left, ast.BinOp):
        for outer, inner, pattern in _GROUPED_LEFT:
            if op is outer and isinstance(left.op, inner):
                yield "parentheses", fill(pattern, A=left.left, B=left.right, C=right)
    yield from _other_activations(node)
    if op is ast.MatMult:
        yield from _entry_by_entry(node, left, right)
    yield from _over_the_edge(node)


def _other_activations(node: ast.BinOp) -> Iterator[_Slip]:
    """1 / (1 + exp(-A)), the sigmoid, as other activations."""
    match node:
        case ast.BinOp(
            ast.Constant(1 | 1.0),
            ast.Div(),
            ast.BinOp(
                ast.Constant(1 | 1.0),
                ast.Add(),
                ast.Call(ast.Attribute() as function, [ast.UnaryOp(ast.USub(), array)], []),
            ),
        ) if function.attr == "exp":
            tanh = ast.Call(with_fields(function, attr="tanh"), [array], [])
            yield "function", tanh
            yield "function", fill("np.maximum(0, A)", A=array)


_WEIGHTS = re.compile(r"""\b[Ww](?=\d|\b)|(?<=['"])W""")


def of_biases(node: ast.expr, code: Code) -> ast.expr | None:
    """The same of the biases, where an expression is one of weights: b1 for W1, "b" + l for "W" + l.

    Where the function has W1 = parameters["W1"] and no b1, that is parameters["b1"].
    """
    text = ast.unparse(node)
    other = _WEIGHTS.sub("b", text)
    if other == text:
        return None
    known = {*code.assigned, *code.parameters}
    parts = {
        _WEIGHTS.sub("b", name): ast.parse(_WEIGHTS.sub("b", where), mode="eval").body
        for name, where in code.unpacked.items()
        if _WEIGHTS.sub("b", name) not in known
    }
    return fill(other, **parts)


def _entry_by_entry(node: ast.expr, left: ast.expr, right: ast.expr) -> Iterator[_Slip]:
    """A @ B.T as A * B: who multiplies entry by entry leaves out the transpose, too."""
    a, b = (
        side.value if isinstance(side, ast.Attribute) and side.attr == "T" else side
        for side in (left, right)
    )
    if a is not left or b is not right:
        yield "matrix product", fill("A * B", A=a, B=b)


def _over_the_edge(node: ast.BinOp) -> Iterator[_Slip]:
    """f(A) + B as f(A + B), and A + f(B) as f(A + B): a call that takes in its neighbour."""
    for side in ("left", "right"):
        call = getattr(node, side)
        if isinstance(call, ast.Call) and len(call.args) == 1 and _is_of_numbers(call):
            inner = with_fields(node, **{side: call.args[0]})
            yield "parentheses", with_fields(call, args=[inner])
        if isinstance(call, ast.UnaryOp) and isinstance(call.op, ast.USub):
            yield "parentheses", ast.UnaryOp(ast.USub(), with_fields(node, **{side: call.operand}))


def _is_of_numbers(call: ast.Call) -> bool:
    return last_name(call.func) not in _NO_NUMBERS and not isinstance(call.args[0], ast.Starred)


def _calls(node: ast.Call, code: Code) -> Iterator[_Slip]:
    name = last_name(node.func)
    yield from _out_of_the_call(node, name)
    yield from _other_functions(node, name, code)
    yield from _options(node, name)
    if name in ("dot", "matmul") and len(node.args) == 2:
        a, b = node.args
        yield from _entry_by_entry(node, a, b)
        for kind, pattern in _OTHER_PRODUCTS:
            yield kind, fill(pattern, F=node.func, A=a, B=b)
    if name in ("sum", "norm") and is_numeric(node, code):
        biases = of_biases(node, code)
        if biases is not None:
            yield "extra term", ast.BinOp(node, ast.Add(), biases)
    if name == "where" and len(node.args) == 3:
        condition, yes, no = node.args
        yield "condition", yes
        yield "condition", no
        if isinstance(condition, ast.Compare) and isinstance(yes, ast.Constant):
            yield "function", fill("np.sign(A)", A=condition.left)
        added = ast.BinOp(yes, ast.Add(), no)
        yield "extra term", with_fields(node, args=[condition, added, no])
        yield "extra term", with_fields(node, args=[condition, yes, added])
    if name in ("maximum", "minimum") and len(node.args) == 2:
        for kept in node.args:
            yield "dropped call", kept
        yield "absolute value", fill("np.abs(A)", A=node.args[-1])
        yield "function", fill("1 / (1 + np.exp(-A))", A=node.args[-1])
        yield "function", fill("np.tanh(A)", A=node.args[-1])
    if name in ("rand", "randn", "uniform", "normal") and node.args:
        turned_shape = "F(*S[::-1]).T" if len(node.args) == 1 else "A"
        yield "size", fill(turned_shape, F=node.func, S=node.args[0], A=node)
        if len(node.args) == 2:
            turned = with_fields(node, args=node.args[::-1])
            yield "random order", ast.Attribute(turned, "T", ast.Load())
            yield "size", with_fields(node, args=[node.args[0], ast.Constant(1)])
        sizes = node.args[0] if len(node.args) == 1 else ast.Tuple(list(node.args), ast.Load())
        if not any(isinstance(a, ast.Starred) for a in node.args):
            yield "random numbers", fill("np.zeros(S)", S=sizes)
            yield "random numbers", fill("np.ones(S)", S=sizes)
    if name in ("zeros", "ones") and node.args:
        size = node.args[0]
        value = ast.Constant(0.0 if name == "zeros" else 1.0)
        yield "shape", value
        if isinstance(size, ast.Tuple) and len(size.elts) == 2:
            yield "shape", with_fields(node, args=[size.elts[0]])
            yield "random numbers", fill("np.random.randn(A, B)", A=size.elts[0], B=size.elts[1])
            yield (
                "random numbers",
                fill("np.random.randn(A, B) * 0.01", A=size.elts[0], B=size.elts[1]),
            )
        elif isinstance(size, ast.Attribute) and size.attr == "shape":
            yield "copy", fill("np.copy(A)", A=size.value)
            yield "shape", with_fields(node, args=[fill("A[0]", A=size)])
    if name in ("reshape", "transpose"):
        yield from _reshaped(node)


def _out_of_the_call(node: ast.Call, name: str) -> Iterator[_Slip]:
    """f(A + B) as f(A) + B, A + f(B) and f(A) + f(B); f(g(A)) as g(f(A))."""
    if len(node.args) != 1 or not _is_of_numbers(node):
        return
    argument = node.args[0]
    if isinstance(argument, ast.BinOp) and not is_string(argument):
        first = with_fields(node, args=[argument.left])
        second = with_fields(node, args=[argument.right])
        yield "parentheses", with_fields(argument, left=first)
        yield "parentheses", with_fields(argument, right=second)
        yield "parentheses", with_fields(argument, left=first, right=second)
    if isinstance(argument, ast.Call) and len(argument.args) == 1 and _is_of_numbers(argument):
        inner = with_fields(node, args=argument.args)
        yield "order of two steps", with_fields(argument, args=[inner])
    if isinstance(argument, ast.UnaryOp) and isinstance(argument.op, ast.USub):
        yield "sign", ast.UnaryOp(ast.USub(), with_fields(node, args=[argument.operand]))
    if name == "norm":
        options = [k for k in node.keywords if k.arg in ("axis", "keepdims")]
        squared = fill("np.sum(A ** 2)", A=argument)
        summed = fill("np.sum(A)", A=argument)
        absolute = fill("np.sum(np.abs(A))", A=argument)
        largest = fill("np.max(np.abs(A))", A=argument)
        kinds = ("square missing or added", "reduction", "reduction", "reduction")
        for kind, new in zip(kinds, (squared, summed, absolute, largest), strict=True):
            assert isinstance(new, ast.Call)
            yield kind, with_fields(new, keywords=options)
        yield "square missing or added", fill("A ** 2", A=node)
    if name in ("sum", "mean", "max"):
        options = [k for k in node.keywords if k.arg in ("axis", "keepdims")]
        for pattern in ("np.linalg.norm(A)", "np.sum(np.abs(A))", "np.max(np.abs(A))"):
            new = fill(pattern, A=argument)
            assert isinstance(new, ast.Call)
            if not (options and isinstance(argument, ast.GeneratorExp)):
                yield "reduction", with_fields(new, keywords=options)
        if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Pow):
            for pattern in ("np.abs(A)", "A"):
                changed = fill(pattern, A=argument.left)
                yield "square missing or added", with_fields(node, args=[changed])
            yield "square missing or added", fill("np.linalg.norm(A)", A=argument.left)


def _other_functions(node: ast.Call, name: str, code: Code) -> Iterator[_Slip]:
    if not isinstance(node.func, (ast.Attribute, ast.Name)):
        return
    field = "attr" if isinstance(node.func, ast.Attribute) else "id"
    for names in _SAME_PLACE:
        if name == names[0]:
            for other in names[1:]:
                yield "function", with_fields(node, func=with_fields(node.func, **{field: other}))
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        argument = node.args[0]
        for pattern, known in _ACTIVATIONS.items():
            if name in ("tanh", "sigmoid", "relu", "exp") and known != name:
                yield "function", fill(pattern, A=argument)
        if name not in _NO_NUMBERS:
            others = {
                other.func.id: other.func
                for other in code.nodes()
                if isinstance(other, ast.Call)
                and isinstance(other.func, ast.Name)
                and len(other.args) == 1
            }
            for other_name, function in others.items():
                if other_name not in (name, *_NO_NUMBERS, "float", "int"):
                    yield "function", with_fields(node, func=function)
            if isinstance(node.func, ast.Name) and name not in ("float", "int"):
                yield "applied twice", with_fields(node, args=[node])


def _options(node: ast.Call, name: str) -> Iterator[_Slip]:
    keywords = node.keywords
    axis = next((k for k in keywords if k.arg == "axis"), None)
    keepdims = next((k for k in keywords if k.arg == "keepdims"), None)

    def having(*kept: ast.keyword, **more: int) -> ast.Call:
        added = (ast.keyword(option, ast.Constant(value)) for option, value in more.items())
        return with_fields(node, keywords=[*kept, *added])

    if axis is not None:
        flipped = {0: 1, 1: 0, -1: 0}.get(getattr(axis.value, "value", None))  # type: ignore[arg-type]
        if flipped is not None:
            other = with_fields(axis, value=ast.Constant(flipped))
            yield "axis", having(*(other if k is axis else k for k in keywords))
        if keepdims is not None:
            rest = [k for k in keywords if k not in (axis, keepdims)]
            yield "axis", having(*rest)
            if flipped is not None:
                yield "axis", having(*rest, axis=flipped)
    elif name in ("sum", "mean", "max", "min", "norm", "argmax", "std", "var"):
        for at in (0, 1):
            yield "axis", having(*keywords, axis=at)
    if keepdims is not None:
        yield "keepdims", having(*(k for k in keywords if k is not keepdims))
    if name in ("std", "var") and not any(k.arg == "ddof" for k in keywords):
        yield "ddof", having(*keywords, ddof=1)


_SHAPES = (
    "A.reshape(-1)", "A.reshape(1, -1)", "A.reshape(-1, 1)", "A.reshape(A.shape[0], -1)",
    "A.reshape(A.shape[0], -1).T", "A.reshape(-1, A.shape[0])",
)  # fmt: skip


def _reshaped(node: ast.Call) -> Iterator[_Slip]:
    if not isinstance(node.func, ast.Attribute):
        return
    array = node.func.value
    is_method = last_name(array) not in ("np", "numpy")
    if not is_method:
        if len(node.args) < 2:
            return
        array = node.args[0]
    for pattern in _SHAPES:
        yield "shape", fill(pattern, A=array)
    by_columns = ast.keyword("order", ast.Constant("F"))
    yield "shape", with_fields(node, keywords=[*node.keywords, by_columns])
    for pattern in ("A.T", "np.moveaxis(A, -1, 0)"):
        turned = fill(pattern, A=array)
        if is_method:
            method = with_fields(node.func, value=turned)
            yield "transpose", with_fields(node, func=method)
        else:
            yield "transpose", with_fields(node, args=[turned, *node.args[1:]])


_NEGATED = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.LtE, ast.LtE: ast.GtE}


def _comparisons(node: ast.Compare) -> Iterator[_Slip]:
    if len(node.ops) != 1:
        return
    mirrored = _NEGATED.get(type(node.ops[0]))
    right = node.comparators[0]
    if mirrored is not None:
        yield "comparison", with_fields(node, ops=[mirrored()])
        yield "comparison", fill("1 - A", A=node)
        yield (
            "comparison",
            with_fields(node, ops=[mirrored()], comparators=[fill("1 - A", A=right)]),
        )
        yield "complement", with_fields(node, comparators=[fill("1 - A", A=right)])
        yield "dropped comparison", node.left
        if isinstance(right, ast.Constant) and right.value == 0:
            yield "function", fill("np.sign(A)", A=node.left)
        yield "absolute value", with_fields(node, left=fill("np.abs(A)", A=node.left))
        for value in (0, 0.5, 1):
            yield "constant", with_fields(node, comparators=[ast.Constant(value)])


def _constants(node: ast.Constant, code: Code) -> Iterator[_Slip]:
    value = node.value
    if isinstance(value, (bool, str)) or not isinstance(value, (int, float)):
        return
    parent = code.parents.get(node)
    if isinstance(parent, ast.keyword) and parent.arg in ("axis", "keepdims"):
        return
    others: list[int | float]
    if isinstance(value, int):
        others = [0, 1, 2, -1, -value, 10 * value, value + 2]
    else:
        others = [-value, 1.0, 0.5, 10 * value, value / 10, value / 2, 100 * value, value / 100]
    for other in dict.fromkeys(others):
        if other != value and not (value in _PRECISIONS and abs(other) > 100):
            yield "constant", number(other)
    if isinstance(parent, (ast.BinOp, ast.Call)):
        for name in code.parameters:
            yield "variable", ast.Name(name, ast.Load())
    if isinstance(parent, (ast.BinOp, ast.Assign, ast.Return, ast.IfExp)) or (
        isinstance(parent, ast.Call) and last_name(parent.func) == "where"
    ):
        for name in code.parameters:
            yield "extra factor", fill("A * B", A=node, B=ast.Name(name, ast.Load()))


def _wraps(node: ast.expr, code: Code) -> Iterator[_Slip]:
    parent = code.parents.get(node)
    # Of a long product only the whole and its factors: what is between is no place of its own.
    if not (
        isinstance(node, ast.BinOp)
        and isinstance(parent, ast.BinOp)
        and isinstance(node.op, (ast.Mult, ast.Div, ast.MatMult))
        and isinstance(parent.op, (ast.Mult, ast.Div, ast.MatMult))
    ):
        for kind, pattern in _WRAPPED:
            yield kind, fill(pattern, A=node)
    if isinstance(node, (ast.Name, ast.Subscript)):
        for kind, pattern in _WRAPPED_NAMES:
            yield kind, fill(pattern, A=node)
    if isinstance(parent, (ast.Assign, ast.Return)):
        for kind, pattern in _WRAPPED_VALUES:
            yield kind, fill(pattern, A=node)
    if isinstance(parent, ast.Return):
        for kind, pattern in _WRAPPED_RESULTS:
            yield kind, fill(pattern, A=node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield from _slopes(node)


def _slopes(node: ast.BinOp) -> Iterator[_Slip]:
    """1 - A**2, the slope of tanh, as those of other activations."""
    match node:
        case ast.BinOp(
            ast.Constant(1 | 1.0), ast.Sub(), ast.BinOp(array, ast.Pow(), ast.Constant(2))
        ):
            for pattern in _SLOPES:
                yield "function", fill(pattern, A=array)
        case ast.BinOp(ast.Constant(1 | 1.0), ast.Sub(), array):
            for pattern in _SLOPES[:1] + _SLOPES[2:3]:
                yield "function", fill(pattern, A=array)


def constants_in(
    node: ast.AST, code: Code, constants: Sequence[int | float | str]
) -> Iterator[Change]:
    """One of these numbers in the place of a number, a parameter or a size; a text in that of a text."""
    numbers = [value for value in constants if not isinstance(value, str)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_a_value(node, code):
        for text in constants:
            if isinstance(text, str):
                yield "text", node, ast.Constant(text)
        return
    is_size = isinstance(node, ast.Attribute) and node.attr == "size"
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        is_size = isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    if is_size or (
        isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Load)
        and node.id in code.parameters
        and not isinstance(code.parents.get(node), (ast.Attribute, ast.Subscript))
    ):
        for number in numbers:
            yield "parameter not used", node, ast.Constant(number)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for number in numbers if not code.option_of(node) else ():
            yield "constant", node, ast.Constant(number)
        parent = code.parents.get(node)
        is_side = isinstance(parent, ast.Call) and last_name(parent.func) in ("maximum", "where")
        for name in code.parameters if is_side else ():
            for number in numbers:
                for pattern in ("N * A", "A / N"):
                    part = fill(pattern, N=ast.Constant(number), A=ast.Name(name, ast.Load()))
                    yield "extra factor", node, part


def _is_a_value(node: ast.Constant, code: Code) -> bool:
    """Whether a text is no name of an entry, no option and no part of a longer text."""
    parent = code.parents.get(node)
    if isinstance(parent, ast.Dict):
        return any(value is node for value in parent.values)
    return isinstance(
        parent,
        (ast.Return, ast.Assign, ast.IfExp, ast.Tuple, ast.List, ast.Set, ast.Compare),
    )


_MOST_ATOMS = 6


def _atoms(node: ast.Name | ast.Subscript | ast.Attribute, code: Code) -> Iterator[_Slip]:
    """A value where another value of the function was meant."""
    if not isinstance(node.ctx, ast.Load):
        return
    parent = code.parents.get(node)
    if isinstance(parent, (ast.Attribute, ast.Call)) and getattr(parent, "func", parent) is node:
        return
    if isinstance(node, ast.Attribute) and node.attr not in ("T", "size"):
        return
    own = ast.unparse(node)
    if own in ("np", "math", "numpy", "random", "np.random", "np.linalg"):
        return
    if isinstance(node, ast.Name) and node.id in code.parameters:
        default = code.defaults.get(node.id)
        if default is not None:
            yield "parameter not used", default
        for value in (1, 0, 2, 0.5, 0.1, 0.01, 10):
            yield "parameter not used", ast.Constant(value)
    others = [
        other
        for text, other in code.atoms.items()
        if text != own and not text.startswith(own + "[") and not own.startswith(text + "[")
    ]
    others.sort(key=lambda other: _distance(own, ast.unparse(other)))
    for other in others[:_MOST_ATOMS]:
        yield "variable", other


def _distance(one: str, other: str) -> int:
    """How unlike two short texts are: the longer, less what they share at both ends."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    tail = 0
    while tail < min(len(one), len(other)) - same and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return max(len(one), len(other)) - same - tail


def _subscripts(node: ast.Subscript) -> Iterator[_Slip]:
    if not isinstance(node.ctx, ast.Load):
        return
    array, index = node.value, node.slice
    if not (isinstance(index, ast.Constant) and isinstance(index.value, str)):
        yield "index", array
    if (
        isinstance(array, ast.Attribute)
        and array.attr == "shape"
        and isinstance(index, ast.Constant)
    ):
        yield "size", fill("A.size", A=array.value)
        other = 1 - index.value if index.value in (0, 1) else 0
        yield "size", with_fields(node, slice=ast.Constant(other))
    if isinstance(index, ast.BinOp) and is_string(index):
        for pattern in ('"W" + A[1:]', '"dW" + A[1:]', '"b" + A[1:]', '"db" + A[1:]'):
            for part in (index.left, index.right):
                if isinstance(part, ast.Name):
                    yield "key", with_fields(node, slice=fill(pattern, A=part))
    if isinstance(index, ast.Name):
        for pattern in ('"W" + A[1:]', '"b" + A[1:]', '"d" + A'):
            yield "key", with_fields(node, slice=fill(pattern, A=index))
    if not isinstance(index, (ast.Slice, ast.Tuple, ast.Constant)):
        for value in (0, 1, -1):
            yield "index", with_fields(node, slice=number(value))


def _containers(node: ast.Tuple | ast.List | ast.Dict) -> Iterator[_Slip]:
    if isinstance(node, ast.Dict):
        pairs = list(zip(node.keys, node.values, strict=True))
        for at in range(len(pairs)):
            kept = pairs[:at] + pairs[at + 1 :]
            yield "result", ast.Dict([k for k, _ in kept], [v for _, v in kept])
            if at:
                swapped = [v for _, v in pairs]
                swapped[at - 1 : at + 1] = swapped[at - 1 : at + 1][::-1]
                yield "variable", ast.Dict([k for k, _ in pairs], swapped)
        yield "result", ast.Tuple([v for _, v in pairs], ast.Load())
        return
    if not isinstance(node.ctx, ast.Load):
        return
    elements = node.elts
    if len(elements) > 1:
        for at in range(len(elements)):
            kept_elements = elements[:at] + elements[at + 1 :]
            yield "result", with_fields(node, elts=kept_elements)
            if len(kept_elements) == 1:
                yield "result", kept_elements[0]
            if at:
                order = list(elements)
                order[at - 1 : at + 1] = order[at - 1 : at + 1][::-1]
                yield "order of results", with_fields(node, elts=order)
        for element in elements:
            yield "result", element
        if isinstance(node, ast.Tuple):
            yield "result", ast.List(elements, ast.Load())
