"""What people get wrong in statements and loops, beside the faults of an audit."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from grader.mutation.code import Change, Code, fill, is_text, last_name, with_fields
from grader.mutation.expressions import of_biases

_SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.AnnAssign)


def slips_in_statement(node: ast.AST, code: Code) -> Iterator[Change]:
    """Every slip at one statement, or at one loop of a comprehension."""
    if isinstance(node, ast.Assign):
        yield from _assignments(node, code)
    if isinstance(node, ast.AugAssign):
        yield from _updates(node)
    if isinstance(node, ast.For):
        yield from _iterables(node.iter)
        yield from _around_loops(node, code)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        for generator in node.generators:
            yield from _iterables(generator.iter)
            for condition in generator.ifs:
                yield "condition", condition, ast.Constant(True)
    if isinstance(node, ast.Return):
        yield from _results(node, code)
    if isinstance(node, ast.If):
        yield from _branches(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _calls_alone(node, node.value)
    for body in _bodies(node):
        yield from _orders(body, code)


def _bodies(node: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    for field in ("body", "orelse"):
        body = getattr(node, field, None)
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
            yield body


def _orders(body: Sequence[ast.stmt], code: Code) -> Iterator[Change]:
    """Two neighbours the other way round; a statement at the end of its block, or made twice."""
    body = [statement for statement in body if not is_text(statement)]
    for first, second in itertools.pairwise(body):
        if isinstance(first, _SIMPLE) and isinstance(second, (*_SIMPLE, ast.If, ast.For)):
            yield "order of statements", (first, second), [second, first]  # type: ignore[misc]
        if isinstance(first, ast.Assign) and isinstance(second, ast.Assign):
            yield from _stale(first, second)
            yield from _penalised(first, second, code)
    for at, statement in enumerate(body[:-2]):
        if isinstance(statement, _SIMPLE):
            rest = body[at + 1 : -1] if isinstance(body[-1], ast.Return) else body[at + 1 :]
            if len(rest) > 1:
                yield "order of statements", (statement, *rest), [*rest, statement]  # type: ignore[misc]


def _penalised(first: ast.Assign, second: ast.Assign, code: Code) -> Iterator[Change]:
    """db = Y beside dW = X + T, where T is of W: the same T of b in db as well."""
    for weights, biases in ((first.value, second), (second.value, first)):
        if isinstance(weights, ast.BinOp) and isinstance(weights.op, (ast.Add, ast.Sub)):
            term = of_biases(weights.right, code)
            if term is not None:
                value = ast.BinOp(biases.value, weights.op, term)
                yield "extra term", biases, with_fields(biases, value=value)


def _stale(first: ast.Assign, second: ast.Assign) -> Iterator[Change]:
    """The second uses the value from before the first: both at once."""
    if len(first.targets) == len(second.targets) == 1:
        targets = ast.Tuple([first.targets[0], second.targets[0]], ast.Store())
        values = ast.Tuple([first.value, second.value], ast.Load())
        both = ast.Assign([targets], values, lineno=0)
        yield "value from before", (first, second), both  # type: ignore[misc]


def _assignments(node: ast.Assign, code: Code) -> Iterator[Change]:
    target = node.targets[0]
    if len(node.targets) != 1:
        return
    if isinstance(target, (ast.Name, ast.Subscript)):
        load = with_fields(target, ctx=ast.Load())
        yield "operator", node, ast.AugAssign(target, ast.Add(), node.value)
        value = node.value
        if isinstance(value, ast.BinOp) and ast.unparse(value.left) == ast.unparse(load):
            yield "changed in place", node, ast.AugAssign(target, value.op, value.right)
            yield "dropped term", node, with_fields(node, value=value.right)
        if isinstance(target, ast.Name):
            for name in code.parameters:
                yield "variable", node, with_fields(node, value=ast.Name(name, ast.Load()))
    if isinstance(target, ast.Subscript):
        for text, other in code.atoms.items():
            if isinstance(other, ast.Subscript) and text != ast.unparse(target):
                stored = with_fields(other, ctx=ast.Store())
                yield "key", node, with_fields(node, targets=[stored])
    yield "statement repeated", node, [node, node]
    if isinstance(node.value, ast.Call):
        yield "result thrown away", node, ast.Expr(node.value)
        name = last_name(node.value.func)
        if name == "copy":
            return
    if isinstance(target, ast.Tuple) and len(target.elts) == 2:
        turned = with_fields(target, elts=target.elts[::-1])
        yield "order of results", node, with_fields(node, targets=[turned])


def _updates(node: ast.AugAssign) -> Iterator[Change]:
    for operator in (ast.Add, ast.Sub, ast.Mult, ast.Div):
        if not isinstance(node.op, operator):
            yield "operator", node, with_fields(node, op=operator())
    yield "statement repeated", node, [node, node]


def _iterables(node: ast.expr) -> Iterator[Change]:
    is_range = isinstance(node, ast.Call) and last_name(node.func) == "range"
    for pattern in ("list(A)[:-1]", "list(A)[1:]", "list(A)[:-2]", "list(A)[2:]", "list(A)[::-1]", "list(A)[:1]",
                    "list(A)[::2]", "list(A)[-1:]"):  # fmt: skip
        yield "range", node, fill(pattern, A=node)
    if not is_range:
        for letter in "Wb":
            pattern = f'[key for key in A if key[0] == "{letter}"]'
            yield "range", node, fill(pattern, A=node)
        return
    assert isinstance(node, ast.Call)
    arguments = node.args
    if len(arguments) == 1:
        for pattern in (
            "range(1, A)",
            "range(1, A + 1)",
            "range(A + 1)",
            "range(A - 1)",
            "range(1, A - 1)",
        ):
            yield "range", node, fill(pattern, A=arguments[0])
    elif len(arguments) >= 2:
        start, stop, *step = arguments
        one = ast.Constant(1)
        for first, last in (
            (ast.BinOp(start, ast.Add(), one), stop), (ast.BinOp(start, ast.Sub(), one), stop),
            (start, ast.BinOp(stop, ast.Add(), one)), (start, ast.BinOp(stop, ast.Sub(), one)),
            (ast.Constant(0), stop), (ast.Constant(1), stop),
            (ast.BinOp(start, ast.Add(), one), ast.BinOp(stop, ast.Add(), one)),
            (ast.BinOp(start, ast.Sub(), one), ast.BinOp(stop, ast.Sub(), one)),
        ):  # fmt: skip
            yield "range", node, with_fields(node, args=[first, last, *step])
        if step:
            whole = fill("range(A, B - C + 1, C)", A=start, B=stop, C=step[0])
            yield "range", node, whole
            yield "range", node, with_fields(node, args=[start, stop])


def _around_loops(node: ast.For, code: Code) -> Iterator[Change]:
    """A statement that stands in the loop and belongs before or after it, or the other way round."""
    parent = code.parents.get(node)
    for body in _bodies(parent) if parent is not None else ():
        if node not in body:
            continue
        at = body.index(node)
        for before in body[max(0, at - 3) : at]:
            if isinstance(before, _SIMPLE) and not is_text(before):
                repeated = with_fields(node, body=[before, *node.body])
                yield "statement in the loop", node, repeated
                if before is body[at - 1]:
                    yield "statement in the loop", (before, node), repeated  # type: ignore[misc]
        for after in body[at + 1 : at + 2]:
            if isinstance(after, _SIMPLE):
                inside = with_fields(node, body=[*node.body, after])
                yield "statement in the loop", (node, after), inside  # type: ignore[misc]
    for statement in node.body:
        if isinstance(statement, _SIMPLE):  # once more with what the last round left
            yield "statement repeated", node, [node, statement]
    if len(node.body) > 1:
        first, last = node.body[0], node.body[-1]
        yield "statement out of the loop", node, [with_fields(node, body=node.body[:-1]), last]
        if isinstance(first, _SIMPLE):
            yield "statement out of the loop", node, [first, with_fields(node, body=node.body[1:])]
        for at, statement in enumerate(node.body):
            if isinstance(statement, _SIMPLE) and isinstance(node.target, ast.Name):
                once = ast.If(
                    fill("A == 0", A=ast.Name(node.target.id, ast.Load())), [statement], []
                )
                rest = [*node.body[:at], once, *node.body[at + 1 :]]
                if node.target.id in code.counters:
                    yield "statement out of the loop", node, with_fields(node, body=rest)


def _results(node: ast.Return, code: Code) -> Iterator[Change]:
    own = ast.unparse(node.value) if node.value else ""
    for name in (*code.assigned, *code.parameters):
        if name != own:
            yield "result", node, ast.Return(ast.Name(name, ast.Load()))
    if node.value is not None and not isinstance(node.value, (ast.Tuple, ast.Dict)):
        yield "result", node, ast.Return(ast.Tuple([node.value], ast.Load()))
    if isinstance(node.value, ast.Tuple):
        for at, element in enumerate(node.value.elts):
            for name in code.assigned:
                if name != ast.unparse(element):
                    elements = list(node.value.elts)
                    elements[at] = ast.Name(name, ast.Load())
                    yield "result", node, ast.Return(with_fields(node.value, elts=elements))


def _branches(node: ast.If) -> Iterator[Change]:
    if node.orelse:
        yield "condition", node, with_fields(node, body=node.orelse, orelse=node.body)
        yield "condition", node, node.body
        yield "condition", node, node.orelse
        yield "condition", node, [with_fields(node, orelse=[]), *node.orelse]
        yield "condition", node, with_fields(node, orelse=[])
    else:
        yield "condition", node, node.body
        yield "condition", node, ast.Pass()


def _calls_alone(node: ast.Expr, call: ast.Call) -> Iterator[Change]:
    name = last_name(call.func)
    if name == "append" and len(call.args) == 1 and isinstance(call.args[0], ast.Tuple):
        for element in call.args[0].elts:
            yield "result", node, ast.Expr(with_fields(call, args=[element]))
    if name == "seed" and len(call.args) == 1:
        for value in (0, 1, 2, 3, 42):
            yield "seed", node, ast.Expr(with_fields(call, args=[ast.Constant(value)]))
    if name != "seed":
        yield "statement repeated", node, [node, node]
