"""A function's text beside its syntax tree, so that a change touches only the text it is about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

Change = tuple[str, ast.AST, str]
"""An operator's name, the node it is about, and the text that takes the node's place."""


class Code:
    """One function of the reference, as text and as a tree with positions in that text."""

    def __init__(self, text: str) -> None:
        self.text = text
        module = ast.parse(text)
        function = module.body[0]
        assert isinstance(function, ast.FunctionDef)
        self.function = function
        self._starts = [0]
        for line in text.splitlines(keepends=True):
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

    def source(self, node: ast.AST) -> str:
        """The node's own text (without parentheses around it)."""
        return self._bytes[self.start(node) : self.end(node)].decode()

    def operand(self, node: ast.AST) -> str:
        """The node's text, fit to stand beside any operator."""
        text = self.source(node)
        atoms = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.Dict)
        return text if isinstance(node, atoms) else f"({text})"

    def between(
        self, whole: ast.AST, left: ast.AST, right: ast.AST, old: str, new: str
    ) -> str | None:
        """``whole`` with the operator between two of its parts exchanged; None where it hides."""
        gap = self._bytes[self.end(left) : self.start(right)].decode()
        if gap.count(old) != 1:
            return None
        before = self._bytes[self.start(whole) : self.end(left)].decode()
        after = self._bytes[self.start(right) : self.end(whole)].decode()
        return before + gap.replace(old, new) + after

    def replaced(self, node: ast.AST, text: str) -> str:
        """The function's text with the node's text exchanged."""
        data = self._bytes[: self.start(node)] + text.encode() + self._bytes[self.end(node) :]
        return data.decode()

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        arguments = self.function.args
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        return tuple(argument.arg for argument in every)

    def nodes(self) -> Iterator[ast.AST]:
        """Every node that may be changed: no docstring, no annotation, nothing that only raises or prints.

        What stands inside an f-string is left to who handles the string as a whole, since older
        Pythons do not say where it stands.
        """
        pending = self._defaults()
        pending += [s for s in self.function.body if not is_text(s)]
        while pending:
            node = pending.pop()
            if isinstance(node, (ast.Raise, ast.Assert)) or is_text(node) or only_prints(node):
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
        arguments = self.function.args
        by_position = [*arguments.posonlyargs, *arguments.args]
        required = len(by_position) - len(arguments.defaults)
        pairs = [
            *zip(by_position[required:], arguments.defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        silent = self._used_in_printing_only()
        return [
            value for argument, value in pairs if value is not None and argument.arg not in silent
        ]

    def _used_in_printing_only(self) -> set[str]:
        printing = [node for node in ast.walk(self.function) if only_prints(node)]
        inside = {id(n) for whole in printing for n in ast.walk(whole)}
        names = [n for n in ast.walk(self.function) if isinstance(n, ast.Name)]
        outside = {n.id for n in names if id(n) not in inside}
        return {n.id for n in names if id(n) in inside} - outside


def _placed(node: ast.AST) -> ast.expr | ast.stmt | ast.arg | ast.keyword:
    """The node, of a kind that knows where it stands."""
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
    """A docstring, or a string that stands alone."""
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
