"""Submissions that give fixed answers, as Python text: functions and classes that do what they are told.

An answer is an expression in ``args``. That of a class says for each of its parts, a method or an
attribute, what it gives. The expression of a function is built like what the reference returns, and full of
one number, or of numbers that count its entries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.course.reference_program import REFERENCE
from grader.diagnosis.candidates import filled
from grader.load.read.compile import MAIN
from grader.model.exercise import Case, Function, Tolerance
from grader.model.observation import (
    ARGUMENTS,
    EXCEPTION,
    FILES,
    GRADED,
    OPERATOR,
    PART,
    PRINTED,
    PYTHON,
    RESULT,
    STEPS,
    Step,
    StepResult,
)
from grader.values import (
    RaisedException,
    Unjudged,
    WrittenText,
    at,
    leaves,
    literal,
    misfit,
    type_of,
)

Answer = str | Mapping[str, str] | None
COUNTED = None
"""In the place of a number: 1, 2, 3, ... in each array, so that no two entries are equal."""

HEAD = """
import builtins
import numpy as np
from numpy import inf, nan

def _like(value, fill):
    if isinstance(value, dict):
        return {key: _like(item, fill) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_like(item, fill) for item in value)
    return np.full(np.shape(value), fill) if np.ndim(value) else fill

def _counted(shape):
    return np.arange(1.0, np.prod(shape) + 1).reshape(shape)

def _behave(args, result=None, printed="", raises=None, arguments=(), files=()):
    print(printed, end="")
    for name, content in files:
        with open(name, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    for place, value in arguments:
        if isinstance(args[place], np.ndarray) and np.shape(args[place]) == np.shape(value):
            args[place][...] = value
        elif isinstance(args[place], list):
            args[place][:] = value
        elif isinstance(args[place], dict):
            args[place].update(value)
    if raises is not None:
        raise getattr(builtins, raises[0], Exception)(raises[1])
    return result
"""


def definition(function: Function, answer: Answer, programs: Collection[str] = ()) -> str:
    """The text that defines a function, class or program with this answer; "" without one."""
    if answer is None:
        return ""
    if function.name in programs:
        return (
            f"\ndef {function.name}(args) -> {MAIN}:\n    import sys\n"
            f"    args = (sys.argv[1:],)\n    sys.exit({answer})\n"
        )
    if not function.is_class:
        return f"\ndef {function.name}(*args, **kwargs):\n    return {answer}\n"
    parts = answer if isinstance(answer, Mapping) else {}
    methods = {name for name, _ in function.methods} - {"__init__"}
    lines = [f"class {function.name}:", "    def __init__(self, *args, **kwargs):", "        pass"]
    for name in dict.fromkeys([*methods, *parts]):
        given = parts.get(name, "self") if isinstance(answer, Mapping) else answer
        if name not in methods and not name.startswith("__"):
            lines.append("    @property")
        lines += [f"    def {name}(self, *args, **kwargs):", f"        return {given}"]
    if isinstance(answer, str):  # whatever else is read
        lines += [
            "    def __getattr__(self, name):",
            "        args = ()",
            f"        return {answer}",
        ]
    return "\n".join(["", *lines, ""])


def given_by(function: Function, cases: Sequence[Case], turn: int) -> Answer:
    """The ``turn``-th right answer of these cases, hard-coded; None where they have none."""
    if function.is_class:
        parts: dict[str, list[str]] = {}
        for case in cases:
            for name, value in _parts(case):
                parts.setdefault(name, []).append(_expression(value))
        return {name: each[turn % len(each)] for name, each in parts.items()} or None
    answers = [text for case in cases for text in _answers(case)]
    return answers[turn % len(answers)] if answers else None


def rounds(function: Function, cases: Sequence[Case]) -> int:
    """How many different answers `given_by` has for them."""
    if not function.is_class:
        return sum(1 for case in cases for _ in _answers(case))
    names = [name for case in cases for name, _ in _parts(case)]
    return max(map(names.count, names), default=0)


def filled_parts(cases: Sequence[Case], fill: float) -> Answer:
    """What each part of a class gives first, built alike and full of ``fill``."""
    parts: dict[str, str] = {}
    for case in cases:
        for name, value in _parts(case):
            if not isinstance(value, RaisedException):
                parts.setdefault(name, literal(filled(value, fill)))
    return parts or None


def raised_in(cases: Sequence[Case]) -> str | None:
    """An expression that raises the first exception which these cases expect."""
    for case in cases:
        value = case.expected[REFERENCE]
        seen = value.get(STEPS, [value.get(EXCEPTION)]) if not case.call.is_plain else []
        for each in seen:
            if isinstance(each, RaisedException):
                return _expression(each)
    return None


def _answers(case: Case) -> Iterator[str]:
    """What a function gives in a case: in a script, each time that it is called."""
    value = case.expected[REFERENCE]
    if case.is_property or case.call.is_plain:
        yield literal(value)
    elif case.call.steps:
        for step, each in zip(case.call.steps, value[STEPS], strict=True):
            if (
                step.kind == GRADED
                and step.callee == case.function
                and not isinstance(each, Unjudged)
            ):
                yield _expression(each)
    else:
        names = list(case.call.arguments)
        yield _behaviour(value, names)


def _behaviour(seen: Mapping[str, Any], names: Sequence[str]) -> str:
    """An expression that makes everything happen that was seen of a call."""
    told: list[str] = ["args"]
    if seen.get(RESULT) is not None:
        told.append(f"result={literal(seen[RESULT])}")
    if PRINTED in seen:
        told.append(f"printed={seen[PRINTED].text!r}")
    if EXCEPTION in seen:
        told.append(f"raises={_of_exception(seen[EXCEPTION])}")
    if ARGUMENTS in seen:
        pairs = (f"({names.index(n)}, {literal(v)})" for n, v in seen[ARGUMENTS].items())
        told.append(f"arguments=[{', '.join(pairs)}]")
    if FILES in seen:
        texts = {n: v.text if isinstance(v, WrittenText) else v for n, v in seen[FILES].items()}
        plain = [(name, text) for name, text in texts.items() if isinstance(text, (str, bytes))]
        told.append(f"files={plain!r}")
    return f"_behave({', '.join(told)})"


def _expression(value: Any) -> str:
    if isinstance(value, RaisedException):
        return f"_behave(args, raises={_of_exception(value)})"
    return literal(value)


def _of_exception(raised: RaisedException) -> str:
    return repr((raised.builtin[0], raised.message))


def _parts(case: Case) -> Iterator[tuple[str, Any]]:
    """The parts of a class that a script looks at, each with what is right there."""
    if not case.call.steps:
        return
    for step, value in zip(case.call.steps, case.expected[REFERENCE][STEPS], strict=True):
        name = _part(step)
        if name and not isinstance(value, Unjudged):
            yield name, value


def _part(step: Step) -> str:
    """The method or attribute that a step looks at, "" where it looks at none."""
    if step.kind in (PYTHON, OPERATOR):
        return f"__{str(step.callee).strip('_')}__"
    marker = step.callee if step.kind == PART else step.arguments[0] if step.arguments else None
    if isinstance(marker, StepResult) and marker.path and marker.path[-1][0] == "attribute":
        return str(marker.path[-1][1])
    return "__call__" if step.kind == PART else ""


def filled_answer(cases: Sequence[Case], fill: float | None) -> str | None:
    """Return an expression in ``args`` for what one function's cases expect, full of ``fill``, or COUNTED.

    Shapes are read off the arguments of the call, so that the answer also fits other cases and
    properties. None where that is the right answer: zeros are what some functions are asked for.
    """
    asked = [case for case in cases if not case.is_property and case.call.is_plain]
    right = [case.expected[REFERENCE] for case in asked]
    if fill is not COUNTED and all(
        agrees(value, filled(value, fill), Tolerance()) for value in right
    ):
        return None
    sizes = [dict(_sizes(list(case.call.arguments.values()))) for case in asked]
    return _like_expected(right, sizes, fill)


def _sizes(arguments: Sequence[Any]) -> Iterator[tuple[str, int]]:
    """Every size that the arguments hold: the expression for it, and its value."""
    for leaf in leaves(list(arguments)):
        expression = "args" + "".join(f"[{key!r}]" for key in leaf.path)
        if isinstance(leaf.value, np.ndarray):
            yield from (
                (f"{expression}.shape[{n}]", size) for n, size in enumerate(leaf.value.shape)
            )
        elif isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
            yield expression, leaf.value


def _like_expected(
    values: Sequence[Any], sizes: Sequence[Mapping[str, int]], fill: float | None
) -> str:
    if not values:
        return "None"
    first = values[0]
    alike = [(v, known) for v, known in zip(values, sizes, strict=True) if _is_alike(first, v)]
    kept = [known for _, known in alike]
    kind = type_of(first)
    if kind.container:
        parts = [
            _like_expected([at(value, (key,)) for value, _ in alike], kept, fill)
            for key, _ in kind.parts(first)
        ]
        return kind.literal(first, parts)
    if isinstance(first, np.ndarray) and first.ndim and first.dtype.kind in "biufc":
        shape = (_size_like([v.shape[axis] for v, _ in alike], kept) for axis in range(first.ndim))
        sizes_of_it = f"({''.join(f'{size}, ' for size in shape)})"
        return f"_counted({sizes_of_it})" if fill is COUNTED else f"np.full({sizes_of_it}, {fill})"
    return literal(filled(first, 1.0 if fill is COUNTED else fill))


def _is_alike(one: Any, other: Any) -> bool:
    if type_of(one).container:
        same_keys = [misfit(a, b) is None for a, b in ((one, other), (other, one))]
        return type(one) is type(other) and all(same_keys)
    return np.ndim(one) == np.ndim(other) if isinstance(one, np.ndarray) else True


def _size_like(wanted: Sequence[int], sizes: Sequence[Mapping[str, int]]) -> str:
    """The expression that gives an axis these lengths in these cases, else the first length."""
    for expression in sizes[0]:
        if all(known.get(expression) == size for known, size in zip(sizes, wanted, strict=True)):
            return expression
    return str(wanted[0])
