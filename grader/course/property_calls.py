"""Which graded functions a property calls, read off its text."""

from __future__ import annotations

import ast
import re

from grader.course.definition import Definition
from grader.model.declaration import CaseDeclaration

_CALLED = re.compile(r"\b(\w+)\(")


def called_by_properties(definition: Definition, function: str) -> set[str]:
    """The graded functions that the properties of ``function`` call, its own name too."""
    named: set[str] = set()
    for case in definition.cases:
        if case.property and case.function == function:
            named |= called_by_property(definition, case)
    return named


def called_by_property(definition: Definition, case: CaseDeclaration) -> set[str]:
    """The graded functions that one property calls.

    A name in quotes in the property, or in a function beside it that it uses.
    """
    assert case.property is not None
    named: set[str] = set()
    for module in definition.properties[case.property]:
        for text in _quoted(ast.parse(module.source), case.name):
            named |= {text, *_CALLED.findall(text)}  # a name, or steps: "s = Scaler(2.0)"
    return named & set(definition.functions)


def _quoted(tree: ast.Module, name: str) -> set[str]:
    """The texts in the function ``name``, and in the functions of the module that it reaches."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    texts: set[str] = set()
    pending, seen = [name], {name}
    while pending:
        function = functions.get(pending.pop())
        nodes = list(ast.walk(function)) if function else []
        texts |= {n.value for n in nodes if isinstance(n, ast.Constant) and type(n.value) is str}
        used = {n.id for n in nodes if isinstance(n, ast.Name)} - seen
        seen |= used
        pending += used
    return texts
