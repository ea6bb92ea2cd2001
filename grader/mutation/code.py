"""A function's text beside its syntax tree, so that a change touches only its own text."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from grader.load.read.compile import code_lines, is_whole_program
from grader.load.select.functions import defaults_in

Change = tuple[str, ast.AST, ast.AST | Sequence[ast.stmt]]
"""A fault's name, the node that it changes, and what takes the node's place."""

REDUCTIONS = frozenset(
    "sum mean max min prod norm argmax argmin std var median cumsum any all argsort sort".split()
)
"""Functions that run along an axis."""


def asks_for_main(node: ast.AST) -> bool:
    """Whether it is the test ``__name__ == "__main__"``, which is always true of a program."""
    names = (node.left,) if isinstance(node, ast.Compare) else ()
    return any(isinstance(name, ast.Name) and name.id == "__name__" for name in names)


_Node = TypeVar("_Node", bound=ast.AST)


class Code:
    """One function of the reference, as text and as a tree with positions in that text.

    ``method`` is the number of a method, where the text is that of a class: that method is the
    function then. ``whole`` is the tree of the text, where several methods share it.
    """

    def __init__(self, text: str, method: int | None = None, whole: ast.stmt | None = None) -> None:
        self.text = text
        self.whole = ast.parse(text).body[0] if whole is None else whole
        function = self.whole if method is None else methods_of(self.whole)[method]
        assert isinstance(function, ast.FunctionDef)
        self.function = function
        self._starts = [0]
        for line in code_lines(text, keepends=True):
            self._starts.append(self._starts[-1] + len(line.encode()))
        self._bytes = text.encode()

    def line(self, node: ast.AST) -> int:
        return _placed(node).lineno

    def start(self, node: ast.AST) -> int:
        return self._starts[self.line(node) - 1] + _placed(node).col_offset

    def end(self, node: ast.AST) -> int:
        last, column = _placed(node).end_lineno, _placed(node).end_col_offset
        assert last is not None and column is not None  # it was parsed
        return self._starts[last - 1] + column

    def replaced(self, node: ast.AST, text: str) -> str:
        """The function's text with the node's text exchanged."""
        data = self._bytes[: self.start(node)] + text.encode() + self._bytes[self.end(node) :]
        return data.decode()

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        arguments = self.function.args
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        # The object itself is no argument that could be mistaken for another.
        return tuple(argument.arg for argument in every[self.whole is not self.function :])

    @cached_property
    def _is_program(self) -> bool:
        return is_whole_program(self.function)

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        return {
            child: node for node in ast.walk(self.whole) for child in ast.iter_child_nodes(node)
        }

    def is_inside(self, node: ast.AST, other: ast.AST) -> bool:
        """Whether ``node`` is ``other`` or stands in it."""
        step: ast.AST | None = node
        while step is not None and step is not other:
            step = self.parents.get(step)
        return step is other

    @cached_property
    def counters(self) -> frozenset[str]:
        """Names that count: bound by a loop over a range or an enumeration."""
        names = set()
        for node in ast.walk(self.function):
            if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.iter, ast.Call):
                kind, target = last_name(node.iter.func), node.target
                if kind == "enumerate" and isinstance(target, ast.Tuple):
                    target = target.elts[0]
                if kind in ("range", "enumerate", "reversed") and isinstance(target, ast.Name):
                    names.add(target.id)
        return frozenset(names)

    @cached_property
    def defaults(self) -> dict[str, ast.expr]:
        """Parameter -> its default."""
        return defaults_in(self.function.args)

    @cached_property
    def atoms(self) -> dict[str, ast.expr]:
        """Everything that the function reads by a name, a key or an index: text -> its node."""
        found: dict[str, ast.expr] = {}
        for name in self.parameters:
            found[name] = ast.Name(name, ast.Load())
        for node in ast.walk(self.function):
            is_atom = isinstance(node, (ast.Name, ast.Subscript))
            if is_atom and isinstance(node, ast.expr):
                parent = self.parents.get(node)
                called = isinstance(parent, ast.Call) and parent.func is node
                module = isinstance(parent, ast.Attribute) and parent.attr not in ("T", "shape")
                if not called and not module:
                    text = ast.unparse(node)
                    found.setdefault(text, ast.parse(text, mode="eval").body)
        return found

    @cached_property
    def unpacked(self) -> dict[str, str]:
        """Local name -> the entry that it is taken from, as text: W1 of W1, b1 = p["W1"], p["b1"]."""
        found = {}
        for node in ast.walk(self.function):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target, value = node.targets[0], node.value
                both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                pairs = zip(target.elts, value.elts, strict=False) if both else [(target, value)]  # type: ignore[attr-defined]
                for name, entry in pairs:
                    if isinstance(name, ast.Name) and isinstance(entry, ast.Subscript):
                        found[name.id] = ast.unparse(entry)
        return found

    @cached_property
    def assigned(self) -> tuple[str, ...]:
        """Local names that are assigned, in the order of the tree."""
        names = (n for n in ast.walk(self.function) if isinstance(n, ast.Name))
        return tuple(dict.fromkeys(n.id for n in names if isinstance(n.ctx, ast.Store)))

    def option_of(self, node: ast.AST) -> str:
        """The option of a call that the node is the value of: "axis" of sum(x, axis=0), sum(x, 0), x.sum(0)."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.UnaryOp):
            node, parent = parent, self.parents.get(parent)
        if isinstance(parent, ast.keyword):
            return parent.arg or ""
        if not isinstance(parent, ast.Call) or last_name(parent.func) not in REDUCTIONS:
            return ""
        function = parent.func
        is_method = isinstance(function, ast.Attribute) and last_name(function.value) not in (
            "np",
            "numpy",
            "linalg",
        )
        is_axis = parent.args.index(node) == (0 if is_method else 1) if node in parent.args else 0
        return "axis" if is_axis and last_name(function) != "norm" else ""

    def is_in_draw(self, node: ast.AST) -> bool:
        """Whether the node is a part of a call of ``np.random``: the function's name, or in an argument."""
        parent = self.parents.get(node)
        while isinstance(parent, (ast.expr, ast.keyword)):
            if isinstance(parent, ast.Call) and _is_of_np_random(parent.func):
                return True
            parent = self.parents.get(parent)
        return False

    def is_axis_of_shape(self, node: ast.AST) -> bool:
        """Whether the node is the number in ``X.shape[1]``."""
        parent = self.parents.get(node)
        return (
            isinstance(parent, ast.Subscript)
            and parent.slice is node
            and isinstance(parent.value, ast.Attribute)
            and parent.value.attr == "shape"
        )

    def nodes(self) -> Iterator[ast.AST]:
        """Every node that may be changed: no docstring, no annotation, nothing that only raises or prints.

        An f-string is one node: older Pythons give no positions inside it.
        """
        pending = self._defaults()
        pending += [s for s in self.function.body if not is_text(s)]
        while pending:
            node = pending.pop()
            if isinstance(node, (ast.Raise, ast.Assert)) or is_text(node):
                continue
            if isinstance(node, ast.If) and asks_for_main(node.test):
                pending += node.body
                continue
            if only_prints(node) and not self._is_program:  # what a program prints is its result
                continue
            yield node
            if not isinstance(node, ast.JoinedStr):
                pending += [
                    child
                    for name, value in ast.iter_fields(node)
                    if name not in ("annotation", "returns")
                    for child in (value if isinstance(value, list) else [value])
                    if isinstance(child, ast.AST)
                ]

    def _defaults(self) -> list[ast.AST]:
        """Default values, but those of arguments that only decide what is printed."""
        silent = self._used_in_printing_only()
        return [value for name, value in self.defaults.items() if name not in silent]

    def _used_in_printing_only(self) -> set[str]:
        printing = {
            n for whole in ast.walk(self.function) if only_prints(whole) for n in ast.walk(whole)
        }
        names = [n for n in ast.walk(self.function) if isinstance(n, ast.Name)]
        return {n.id for n in names if n in printing} - {n.id for n in names if n not in printing}


def shape_of(text: str) -> str:
    """The syntax tree of a function's text, as text without positions."""
    return ast.dump(ast.parse(text).body[0])


def shape_or_none(text: str) -> str | None:
    """The same; None where the text is no Python."""
    try:
        return shape_of(text)
    except SyntaxError:
        return None


def methods_of(node: ast.stmt) -> list[ast.FunctionDef]:
    """The methods of a class, in their order."""
    body = node.body if isinstance(node, ast.ClassDef) else []
    return [item for item in body if isinstance(item, ast.FunctionDef)]


def _placed(node: ast.AST) -> ast.expr | ast.stmt | ast.arg | ast.keyword:
    """The node, of a kind that has a position."""
    assert isinstance(node, (ast.expr, ast.stmt, ast.arg, ast.keyword))
    return node


def only_prints(node: ast.AST) -> bool:
    """A call of print, or a condition around nothing but such calls: no result depends on it."""
    if isinstance(node, ast.If):
        return not node.orelse and all(map(only_prints, node.body))
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
    )


def is_text(node: ast.AST) -> bool:
    """A docstring, or another string that is a statement."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def is_string(node: ast.AST) -> bool:
    """Text, or the sum of text and something."""
    if isinstance(node, ast.BinOp):
        return is_string(node.left) or is_string(node.right)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "str"
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def last_name(function: ast.AST) -> str:
    """``sum`` of ``np.sum``, ``x.sum`` and ``sum``."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_of_np_random(function: ast.AST) -> bool:
    module = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(module, ast.Attribute) and module.attr == "random"


def number(value: float) -> ast.expr:
    """A number as it is written: a negative one is another one with a sign, which binds less than a power."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


class _Filled(ast.NodeTransformer):
    def __init__(self, parts: Mapping[str, ast.expr]) -> None:
        self._parts = parts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._parts.get(node.id, node)


def fill(pattern: str, **parts: ast.expr) -> ast.expr:
    """The expression ``pattern`` with nodes for the names in it."""
    tree: ast.expr = _Filled(parts).visit(ast.parse(pattern, mode="eval").body)
    return tree


def with_fields(node: _Node, **fields: object) -> _Node:
    """A copy of the node with other fields."""
    return type(node)(**{name: getattr(node, name, None) for name in node._fields} | fields)
