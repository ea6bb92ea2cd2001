"""Records a script of steps: what the author's function does with ``do`` becomes data.

    @exercise.steps("StandardScaler")
    def transforms(rng, do):
        scaler = do.StandardScaler(with_mean=True)
        scaler.fit(rng.normal(size=(5, 3)))
        do.read(scaler.mean_)
        with do.raises():
            scaler.transform(None)

Nothing runs here but the author's function. Whatever a step would give is a `Result`, which can be
called, taken apart and handed to later steps; the script runs in a child.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import dis
import itertools
import linecache
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import FrameType
from typing import Any, NoReturn

from grader import wire
from grader.model.observation import (
    GRADED,
    OPERATOR,
    PART,
    PYTHON,
    VALUE,
    Step,
    StepResult,
    SupportFunction,
)
from grader.values import type_of

PYTHON_FUNCTIONS = (
    "abs", "bool", "dict", "float", "int", "iter", "len", "list", "max", "min",
    "next", "repr", "round", "set", "sorted", "str", "sum", "tuple",
)  # fmt: skip
"""What ``do`` offers beside the functions that are graded."""

MOST_STEPS = 200
_LONGEST = 120
_UNARY = ("neg", "pos", "invert", "abs")
_BINARY = (
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor",
    "lshift", "rshift",
)  # fmt: skip
_COMPARING = ("eq", "ne", "lt", "le", "gt", "ge")
_IN_PLACE = ("iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow")
_OPERATOR_NAMES = {"and": "and_", "or": "or_"}
_FORBIDDEN = ("bool", "len", "float", "int", "complex", "index", "contains", "array")


class Recorder:
    """The ``do`` of one script."""

    def __init__(self, graded: Collection[str]) -> None:
        self._graded = tuple(graded)
        self._steps: list[Step] = []
        self._raising: tuple[str, tuple[str, ...]] | None = None
        self._inputs: dict[str, Any] = {}
        self._files: dict[str, _Expressions] = {}

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps)

    def __getattr__(self, name: str) -> Callable[..., Result]:
        if name in self._graded:
            return Graded(self, name)
        if name in PYTHON_FUNCTIONS:
            return self._caller(PYTHON, name)
        raise AttributeError(
            f"the exercise has no case of {name!r}: give it one. do calls {', '.join(self._graded)}, "
            f"and of Python's own {', '.join(PYTHON_FUNCTIONS)}"
        )

    def call(self, name: str, *arguments: Any, **named: Any) -> Result:
        """Call a graded function whose name ``do`` uses itself: ``do.call("read", x)``."""
        return Graded(self, name)(*arguments, **named)

    def read(self, value: Any) -> Result:
        """Compare a result, or a part of it: an attribute, an item."""
        return self._record(VALUE, None, (value,), {}, is_read=True)

    def value(self, value: Any) -> Result:
        """Make a value in the child that several steps share: to see what changes it in place."""
        return self._record(VALUE, None, (value,), {})

    @contextlib.contextmanager
    def raises(
        self, exception: str | type[BaseException] = "", message_names: Sequence[str] = ()
    ) -> Iterator[None]:
        """Expect an exception of the one step inside, of the class that the reference raises.

        exception      that class, or its name; an error where the reference raises another
        message_names  words that its message must name
        """
        before = len(self._steps)
        name = exception if isinstance(exception, str) else exception.__name__
        self._raising = name, tuple(message_names)
        try:
            yield
        finally:
            self._raising = None
        if len(self._steps) != before + 1:
            raise ValueError(f"{len(self._steps) - before} steps in do.raises(): it takes one")

    def _caller(self, kind: str, callee: Any) -> Callable[..., Result]:
        def called(*arguments: Any, **named: Any) -> Result:
            return self._record(kind, callee, arguments, named)

        return called

    def _record(
        self, kind: str, callee: Any, arguments: Sequence[Any], named: Mapping[str, Any],
        is_read: bool = False,
    ) -> Result:  # fmt: skip
        if len(self._steps) >= MOST_STEPS:
            raise ValueError(f"a script has at most {MOST_STEPS} steps")
        written = self._written(_author_frame())
        shown, inputs = self._shown(written, arguments, named)
        step = Step(
            kind,
            callee,
            tuple(map(_marked, arguments)),
            {name: _marked(value) for name, value in named.items()},
            shown=shown,
            variable=written.variable,
            is_read=is_read,
            raises=self._raising is not None,
            inputs=inputs,
            exception=self._raising[0] if self._raising else "",
            message_names=self._raising[1] if self._raising else (),
        )
        self._steps.append(step)
        return Result(self, StepResult(len(self._steps) - 1))

    def _written(self, frame: FrameType) -> _Written:
        """How the step is written in the author's file, at the very place that is being executed."""
        file = frame.f_code.co_filename
        if file not in self._files:
            self._files[file] = _expressions("".join(linecache.getlines(file, frame.f_globals)))
        here = list(frame.f_code.co_positions())[frame.f_lasti // 2]
        node, variable = self._files[file].get(here, (None, ""))
        return _Written(copy.deepcopy(node), variable)

    def _shown(
        self, written: _Written, arguments: Sequence[Any], named: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """How the step reads, and the names in it that stand for values of the author's."""
        inputs: dict[str, Any] = {}

        def name(expression: ast.expr, value: Any) -> ast.expr:
            if _holds_result(value) or _is_short(value):
                short = None if _holds_result(value) else ast.parse(repr(value), mode="eval").body
                return short or expression
            own = expression.id if isinstance(expression, ast.Name) else "x"
            chosen = self._name(own, value)
            inputs[chosen] = value
            return ast.Name(chosen)

        node = written.node
        if isinstance(node, ast.Assign):  # s.side = 3.0, s[0] = 3.0: the new value comes last
            node.value = name(node.value, arguments[-1])
        if not isinstance(node, ast.Call):
            return written.text or f"step {len(self._steps) + 1}", inputs
        starred = any(isinstance(each, ast.Starred) for each in node.args)
        if not starred and len(node.args) == len(arguments):
            node.args = list(map(name, node.args, arguments))
        for keyword in node.keywords:
            if keyword.arg is not None and keyword.arg in named:
                keyword.value = name(keyword.value, named[keyword.arg])
        return written.text, inputs

    def _name(self, name: str, value: Any) -> str:
        """A name for the value that no other value of the script has."""
        data = wire.encode(value)
        for number in itertools.count(1):
            chosen = name if number == 1 else f"{name}{number}"
            if self._inputs.setdefault(chosen, data) == data:
                break
        return chosen


class Graded:
    """A function or class of the submission: to be called, read from, or handed to a step."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return self._recorder._record(GRADED, self._name, arguments, named)

    def __getattr__(self, name: str) -> Result:
        return getattr(self.result, name)  # type: ignore[no-any-return]

    @property
    def result(self) -> Result:
        """It, as the result of a step."""
        return Result(self._recorder, StepResult(self._name))


class Result:
    """What a step will give: it has no value before the script runs."""

    __slots__ = ("_marker", "_recorder")
    __hash__ = None  # type: ignore[assignment]
    __array_ufunc__ = None  # an array on the left leaves the operation to the result

    def __init__(self, recorder: Recorder, marker: StepResult) -> None:
        self._recorder, self._marker = recorder, marker

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return self._recorder._record(PART, self._marker, arguments, named)

    def __getattr__(self, name: str) -> Result:
        if name.startswith("__") and name.endswith("__") and name not in ("__name__", "__doc__"):
            raise AttributeError(name)
        return self._part("attribute", name)

    def __getitem__(self, key: Any) -> Result:
        if not isinstance(key, (str, int)):
            raise TypeError("an item of a result is taken by a text or a whole number")
        return self._part("item", key)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Result.__slots__:
            object.__setattr__(self, name, value)
        else:
            self._recorder._record(PYTHON, "setattr", (self, name, value), {})

    def __delattr__(self, name: str) -> None:
        self._recorder._record(PYTHON, "delattr", (self, name), {})

    def __setitem__(self, key: Any, value: Any) -> None:
        self._recorder._record(OPERATOR, "setitem", (self, key, value), {})

    def __delitem__(self, key: Any) -> None:
        self._recorder._record(OPERATOR, "delitem", (self, key), {})

    def __iter__(self) -> Iterator[Result]:
        count = _names_on_the_left(sys._getframe(1))
        if count is None:
            raise TypeError(_TOO_EARLY.format(what="iter"))
        return iter([self[number] for number in range(count)])

    def _part(self, how: str, key: Any) -> Result:
        path = (*self._marker.path, (how, key))
        return Result(self._recorder, StepResult(self._marker.step, path))


_TOO_EARLY = (
    "a step's result has no value before the script runs: {what} cannot be taken of it here"
)


def _operation(name: str, swapped: bool = False) -> Callable[..., Result]:
    called = _OPERATOR_NAMES.get(name, name)

    def operate(self: Result, *others: Any) -> Result:
        operands = (*others, self) if swapped else (self, *others)
        return self._recorder._record(OPERATOR, called, operands, {})

    return operate


def _forbidden(name: str) -> Callable[..., NoReturn]:
    def refuse(self: Result, *others: Any, **options: Any) -> NoReturn:
        hint = f"; write do.{name}(...)" if name in PYTHON_FUNCTIONS else ""
        raise TypeError(_TOO_EARLY.format(what=name) + hint)

    return refuse


for _name in (*_UNARY, *_BINARY, *_COMPARING, *_IN_PLACE):
    setattr(Result, f"__{_name}__", _operation(_name))
for _name in _BINARY:
    setattr(Result, f"__r{_name}__", _operation(_name, swapped=True))
for _name in _FORBIDDEN:
    setattr(Result, f"__{_name}__", _forbidden(_name))


def record(make: Callable[..., Any], rng: Any, graded: Collection[str]) -> tuple[Step, ...]:
    """Run the author's function; returns the steps that it does. Raises what it raises."""
    recorder = Recorder(graded)
    made = make(rng, recorder)
    if made is not None:
        raise ValueError("a script returns nothing: what it does with do is compared")
    if not recorder.steps:
        raise ValueError("the script does nothing: it has no step")
    return recorder.steps


def _marked(value: Any) -> Any:
    """The value with markers in the place of results."""
    if isinstance(value, (Result, Graded)):
        return value._marker if isinstance(value, Result) else value.result._marker
    kind = type_of(value)
    if not kind.container:
        return value
    return kind.rebuild(value, [_marked(part) for _, part in kind.parts(value)])


def _holds_result(value: Any) -> bool:
    if isinstance(value, (Result, Graded, SupportFunction)):
        return True
    return any(_holds_result(part) for _, part in type_of(value).parts(value))


# --- how the author wrote it --------------------------------------------------------------------


def _author_frame() -> FrameType:
    frame = sys._getframe(1)
    while frame.f_code.co_filename == __file__ and frame.f_back is not None:
        frame = frame.f_back
    return frame


@dataclass(frozen=True, slots=True)
class _Written:
    """How a step is written: its expression or assignment, and the variable that gets its result."""

    node: ast.expr | ast.stmt | None = None
    variable: str = ""

    @property
    def text(self) -> str:
        """The expression without ``do``: what the student's own code would say."""
        if self.node is None:
            return ""
        text = ast.unparse(_Plain().visit(copy.deepcopy(self.node)))
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


_Expressions = dict[tuple[int | None, ...], tuple[ast.expr | ast.stmt, str]]


# Every script that is drawn asks for its file's: one search for a slip draws hundreds.
@lru_cache(maxsize=8)
def _expressions(text: str) -> _Expressions:
    """Position -> the expression there, and the variable that gets its value; of a whole file.

    At the place of an attribute or item that is set or deleted stands the whole statement. Nobody changes
    what is returned.
    """
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return {}
    variables = {id(n.value): ast.unparse(n.targets[0]) for n in nodes if isinstance(n, ast.Assign)}
    found: _Expressions = {
        _position(node): (node, variables.get(id(node), ""))
        for node in reversed(nodes)
        if isinstance(node, ast.expr)
    }
    for statement in nodes:
        if isinstance(statement, (ast.Assign, ast.Delete)):
            parts = [t for t in statement.targets if isinstance(t, (ast.Attribute, ast.Subscript))]
            found |= {_position(part): (statement, "") for part in parts}
        elif isinstance(statement, ast.AugAssign):
            found |= {_position(part): (statement, "") for part in (statement, statement.target)}
    return found


class _Plain(ast.NodeTransformer):
    """Takes ``do.``, ``do.read(…)`` and ``exercise.callable(…)`` away."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node:
            case ast.Call(ast.Attribute(ast.Name("do"), "read" | "value"), [value]):
                return self.visit(value)  # type: ignore[no-any-return]
            case ast.Call(ast.Attribute(ast.Name("do"), "call"), [ast.Constant(str(name)), *rest]):
                return self.generic_visit(ast.Call(ast.Name(name), rest, node.keywords))
            case ast.Call(ast.Attribute(attr="callable"), [ast.Constant(str(name))]):
                return ast.Name(name)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id == "do":
            return ast.Name(node.attr)
        return self.generic_visit(node)


def _position(node: ast.expr | ast.stmt) -> tuple[int | None, ...]:
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


def _is_short(value: Any) -> bool:
    """Whether a value is best shown as it is."""
    return isinstance(value, (bool, int, float, str, type(None))) and len(repr(value)) <= 20


def _names_on_the_left(frame: FrameType) -> int | None:
    """How many values the running instruction unpacks: two for ``A, cache = do.forward(X)``."""
    for step in dis.get_instructions(frame.f_code):
        if step.offset == frame.f_lasti:
            return step.arg if step.opname == "UNPACK_SEQUENCE" else None
    return None
