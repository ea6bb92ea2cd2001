"""Steps of a script that a property writes as text: ``call.steps("s = Scaler(2.0)", "s.fit(X)", X=X)``.

The judge reads the text as a syntax tree, and takes no more than this: a call of a graded function or
class, of a method of an earlier result, or a look at a part of one; names for results and values.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from grader.model.observation import GRADED, PART, VALUE, Step, StepResult
from grader.values import opaque_part

MOST_STEPS = 200
_LONGEST = 300


class _Steps:
    """Reads step by step, and knows which names stand for what."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._results: dict[str, StepResult] = {}
        self.steps: list[Step] = []

    def add(self, text: str) -> None:
        """Read one step; raises ValueError for what is none."""
        if len(text) > _LONGEST:
            raise ValueError(f"a step of {len(text)} characters")
        try:
            (node,) = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ValueError(f"no step: {text!r}") from None
        targets: list[tuple[str, tuple[tuple[str, Any], ...]]] = []
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=expression):
                targets = [(name, ())]
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=expression) if all(
                isinstance(each, ast.Name) for each in names
            ):
                pairs = enumerate(names)
                targets = [(n.id, (("item", k),)) for k, n in pairs if isinstance(n, ast.Name)]
            case ast.Expr(value=expression):
                pass
            case _:
                raise ValueError(f"no step: {text!r}")
        self.steps.append(self._step(expression, text))
        for name, path in targets:
            self._results[name] = StepResult(len(self.steps) - 1, path)

    def _step(self, node: ast.expr, text: str) -> Step:
        if not isinstance(node, ast.Call):
            return Step(VALUE, None, (self._value(node, text),), shown=text, is_read=True)
        arguments = tuple(self._value(each, text) for each in node.args)
        named = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                raise ValueError(f"no step: {text!r}")
            named[keyword.arg] = self._value(keyword.value, text)
        if isinstance(node.func, ast.Name) and node.func.id not in self._results:
            return Step(GRADED, node.func.id, arguments, named, shown=text)
        callee = self._value(node.func, text)
        if not isinstance(callee, StepResult):
            raise ValueError(f"no step: {text!r}")
        return Step(PART, callee, arguments, named, shown=text)

    def _value(self, node: ast.expr, text: str) -> Any:
        """What an expression stands for: a result or a part of one, a value, a constant."""
        match node:
            case ast.Name(id=name) if name in self._results:
                return self._results[name]
            case ast.Name(id=name) if name in self._values:
                return self._values[name]
            case ast.Name(id=name):
                raise ValueError(f"{name} is neither a result nor a value, in {text!r}")
            case ast.Attribute(value=owner, attr=name):
                return self._part(owner, ("attribute", name), text)
            case ast.Subscript(value=owner, slice=ast.Constant(value=str() | int() as key)):
                return self._part(owner, ("item", key), text)
        try:
            return ast.literal_eval(node)
        except (ValueError, TypeError, RecursionError, MemoryError):
            raise ValueError(f"no step: {text!r}") from None

    def _part(self, owner: ast.expr, part: tuple[str, Any], text: str) -> StepResult:
        whole = self._value(owner, text)
        if not isinstance(whole, StepResult):
            raise ValueError(f"no step: {text!r}")
        return StepResult(whole.step, (*whole.path, part))


def read_steps(texts: Sequence[Any], values: Mapping[Any, Any]) -> tuple[Step, ...]:
    """The steps; raises ValueError, with the reason, for what is no script."""
    if not texts or len(texts) > MOST_STEPS:
        raise ValueError(f"{len(texts)} steps: there are from 1 to {MOST_STEPS}")
    for name, value in values.items():
        if (found := opaque_part(value, str(name))) is not None:
            raise ValueError(f"what cannot be sent to a child: {found}")
    reader = _Steps(values)
    for text in texts:
        if not isinstance(text, str):
            raise ValueError("a step is a text")
        reader.add(text)
    return tuple(reader.steps)
