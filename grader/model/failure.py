"""What a call raised, in a form in which two programs' failures can be held against each other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.model.outcome import Raised
from grader.model.submission import Program


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception's type, what its message says, and the operations of the line that raised.

    ``says`` is free of what only the writing of the code decides: the names of local variables, and
    whether a matrix product is an ``@`` or a ``dot``.
    """

    type: str
    says: tuple[str, ...]
    operations: frozenset[str]

    def is_like(self, other: Failure) -> bool:
        """Whether both failed in the same way at the same kind of place."""
        if (self.type, self.says) != (other.type, other.says):
            return False
        if self.operations == other.operations:
            return True
        if len(self.operations) > 1 and len(other.operations) > 1:
            return False  # nothing says which of them it was
        return bool(self.operations & other.operations)


def failure_of(raised: Raised, program: Program) -> Failure:
    """The failure of a call of ``program``. Where its line is unknown, it has no operations."""
    kind, says = _what_it_says(raised)
    return Failure(raised.type, (kind, *says), _relevant(kind, _operations(raised, program)))


_NAME = re.compile(r"'[A-Za-z_]\w*'")
_MEMORY = re.compile(r"0x[0-9a-f]+")


def _what_it_says(raised: Raised) -> tuple[str, tuple[str, ...]]:
    """The kind of message, and the sizes or words that it holds."""
    message = " ".join(raised.message.split())
    if found := re.search(
        r"could not be broadcast together with (?:remapped )?shapes (.+)", message
    ):
        return "broadcast", tuple(sorted(re.findall(r"\([\d,]+\)", found[1])))
    if found := re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", message):
        return "product", (found[2], found[1])
    if found := re.search(r"not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)", message):
        return "product", (found[1], found[2])
    if raised.type in ("NameError", "UnboundLocalError"):
        return "name", (_NAME.sub("'…'", message),)
    return "", (_MEMORY.sub("…", message),)


# How NumPy's functions are called that do the same as an operator.
_OPERATORS = {
    "dot": "MatMult", "matmul": "MatMult", "add": "Add", "subtract": "Sub", "multiply": "Mult",
    "divide": "Div", "true_divide": "Div", "power": "Pow",
}  # fmt: skip
_ENTRYWISE = frozenset({"Add", "Sub", "Mult", "Div", "FloorDiv", "Mod", "Pow", "Compare"})


def _relevant(kind: str, operations: frozenset[str]) -> frozenset[str]:
    """Those of a line's operations that can have failed in this way, where the message says so."""
    if kind == "broadcast":
        return operations & _ENTRYWISE or operations
    if kind == "product":
        return operations & {"MatMult"} or operations
    return operations


def _operations(raised: Raised, program: Program) -> frozenset[str]:
    """The operators and called functions of the line that raised."""
    if raised.origin is None or raised.line is None:
        return frozenset()
    for statement, tree in zip(program.statements, program.trees, strict=False):
        if statement.origin == raised.origin and _spans(tree, raised.line):
            return frozenset(_in_line(_innermost(tree, raised.line), raised.line))
    return frozenset()


def _spans(node: ast.AST, line: int) -> bool:
    first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
    return first is not None and last is not None and first <= line <= last


def _innermost(statement: ast.stmt, line: int) -> ast.stmt:
    inner = [node for node in ast.walk(statement) if isinstance(node, ast.stmt)]
    spanning = [node for node in inner if _spans(node, line)]
    return min(spanning, key=lambda node: (node.end_lineno or 0) - node.lineno, default=statement)


def _in_line(statement: ast.stmt, line: int) -> Iterator[str]:
    """Of a statement over several lines only what begins in this one, if anything does."""
    nodes = [node for node in _own_nodes(statement) if _name_of(node)]
    here = [node for node in nodes if getattr(node, "lineno", None) == line]
    return (_name_of(node) for node in here or nodes)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """The statement's nodes without those of the statements inside it."""
    yield statement
    pending = list(ast.iter_child_nodes(statement))
    while pending:
        node = pending.pop()
        if not isinstance(node, ast.stmt):
            yield node
            pending += ast.iter_child_nodes(node)


def _name_of(node: ast.AST) -> str:
    """How an operation is called here; "" for what is none."""
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            return type(op).__name__
        case ast.Compare():
            return "Compare"
        case ast.Subscript():
            return "Subscript"
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return _OPERATORS.get(name, name)
    return ""
