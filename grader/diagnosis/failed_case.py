"""What a student is shown of a public case that fails: its call as code, and the values side by side.

The code can be pasted: the arguments in full, or a line that fetches them. Numbers of a table are
rounded texts, so that no BLAS kernel changes a report and no NaN gets into its JSON.
"""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.comparison.compare import agrees
from grader.comparison.forms import aligned, hides_numbers
from grader.model.exercise import Call, Module, Tolerance
from grader.model.observation import Step, StepResult, SupportFunction
from grader.model.result import Comparison
from grader.util.language import gettext
from grader.values import at, called, leaves
from grader.values.types.numeric import is_real, show_apart, within

LONGEST = 900
"""Characters of all arguments together; what takes more is fetched by its case's name."""

_WIDTH = 88
_DEFAULT_DTYPES = frozenset({np.dtype(kind) for kind in (float, np.int64, bool, complex)})
_PLAIN = (type(None), bool, int, complex, str, bytes)


class NoCode(Exception):
    """A value that is not written as code here."""


def call_code(
    case: str,
    call: Call,
    own: Call | None = None,
    draws: bool = False,
    modules: Sequence[Module] = (),
) -> str | None:
    """Return Python code that makes a case's call, or None where it is no call of one function.

    It gives every argument a name, sets the random state where the function draws, and calls.

    Args:
        case: the case's name, which fetches arguments that are too long to be shown.
        call: the case's call.
        own: how a submission's own function is called, where that may differ.
        draws: whether the function draws random numbers.
        modules: the author's helper modules, from which functions among the arguments come.
    """
    own = own or call
    if own.property is not None:
        return None
    if own.steps:
        return _script(case, own, draws, modules)
    if own.is_program:
        return _command(own)
    setting = list(_assignments(case, call, own))
    if draws:
        setting.append(f"np.random.seed({own.seed})")
    imports = list(_imports(setting, own, modules))
    if own.replacements:
        setting.append(
            "# "
            + gettext("The check puts functions of its own in place of some that this one calls.")
        )
    made = [
        name if place < own.positional else f"{name}={name}"
        for place, name in enumerate(own.arguments)
    ]
    if own.spread:
        made[own.positional - 1] = f"*{made[own.positional - 1]}"
    if own.surroundings.stdin:
        lines = ", ".join(map(repr, own.surroundings.stdin))
        setting.append("# " + gettext("input() gives {lines}.", lines=lines))
    setting += [
        "# " + gettext("There is a file {name!r}.", name=name)
        for name in own.surroundings.files or {}
    ]
    return "\n".join([*imports, *setting, f"{own.function}({', '.join(made)})"])


def _command(call: Call) -> str:
    """The lines of a shell that run a whole program, after those that write the files it finds."""
    around = call.surroundings
    lines = []
    for name, data in (around.files or {}).items():
        written = _here(data.decode("utf-8", "replace"))
        lines += [
            f"cat > {shlex.quote(name)} {written}"
            if written
            else "# " + gettext("There is a file {name!r}.", name=name)
        ]
    command = shlex.join(["python", f"{call.function}.py", *map(str, call.arguments["args"])])
    if around.stdin:
        given = _here("".join(f"{line}\n" for line in around.stdin))
        if not given:
            lines.append("# " + gettext("Its input has {count} lines.", count=len(around.stdin)))
        command = f"{command} {given}".rstrip()
    return "\n".join([*lines, command])


def _here(text: str) -> str:
    """A text as a shell takes it in, up to a line of its own; "" for one that is not shown."""
    plain = text.endswith("\n") and all(sign.isprintable() or sign == "\n" for sign in text)
    if not plain or len(text) > LONGEST or _END in text.split("\n"):
        return ""
    return f"<<'{_END}'\n{text}{_END}"


_END = "END"


def _imports(setting: Sequence[str], call: Call, modules: Sequence[Module]) -> Iterator[str]:
    """The imports that the lines need, and those of the author's functions that are given to the call."""
    for imported, alias in (("numpy as np", "np."), ("grader", "grader.")):
        if any(alias in line for line in setting):
            yield f"import {imported}"
    if not (call.steps or call.holds_functions):
        return
    given = [call.arguments, *([list(step.arguments), dict(step.named)] for step in call.steps)]
    wanted = {n.value.name for n in leaves(given) if isinstance(n.value, SupportFunction)}
    for module in modules:
        if names := sorted(wanted & set(module.exports)):
            yield f"from {module.names[0]} import {', '.join(names)}"


def _script(case: str, call: Call, draws: bool, modules: Sequence[Module]) -> str:
    """The steps of a script, after the values that they use."""
    try:
        setting = [
            f"{name} = {as_code(value, len(name) + 3)}"
            for name, value in call.inputs.items()
            if name.isidentifier()
        ]
    except NoCode:
        setting = [""] * LONGEST
    if sum(map(len, setting)) > LONGEST or "" in setting:
        names = ", ".join(name for name in call.inputs if name.isidentifier())
        setting = [f'{names} = grader.case("{case}")']
    setting += [f"np.random.seed({call.seed})"] if draws else []
    imports = _imports(setting, call, modules)
    used = {number for step in call.steps for number in used_by(step)}
    lines = []
    for number, step in enumerate(call.steps):
        # A result without a name is written where it is used.
        if step.variable or number not in used:
            lines.append(f"{step.variable} = {step.shown}" if step.variable else step.shown)
        if step.raises:
            lines[-1:] = [f"{step.shown}  # " + gettext("must raise an exception")]
    return "\n".join([*imports, *setting, *lines])


def used_by(step: Step) -> Iterator[int | str]:
    """The numbers of the steps whose results a step uses."""
    for node in leaves([step.callee, list(step.arguments), dict(step.named)]):
        if isinstance(node.value, StepResult):
            yield node.value.step


def _assignments(case: str, call: Call, own: Call) -> Iterator[str]:
    """The lines that give the arguments their names."""
    try:
        written = [
            f"{name} = {as_code(value, len(name) + 3)}" for name, value in own.arguments.items()
        ]
        if sum(map(len, written)) <= LONGEST:
            yield from written
            return
    except NoCode:
        pass
    yield f'{", ".join(call.arguments)} = grader.case("{case}")'
    for name, value in own.arguments.items():
        if name not in call.arguments:  # what the exercise offers beside the case's own arguments
            yield f"{name} = {as_code(value)}"


def as_code(value: Any, indent: int = 0) -> str:
    """Return ``value`` as an expression that makes an equal one; raises NoCode for other types.

    indent  where the first line begins; the others follow below it
    """
    kind = type(value)
    if kind in _PLAIN:
        return repr(value)
    if kind is float:
        return _number(value)
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        name = "bool_" if value.dtype.kind == "b" else value.dtype.name
        return f"np.{name}({_number(value.item())})"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufcU":
        return _array(value, indent)
    if kind is SupportFunction:
        return str(value.name)
    if kind in (list, tuple):
        ends = "[]" if kind is list else "()"
        parts = [as_code(part, indent + 1) for part in value]
        return _joined(parts, ends, indent, "," if kind is tuple and len(parts) == 1 else "")
    if kind is dict:
        pairs = []
        for key, part in value.items():
            start = f"{key!r}: "
            pairs.append(start + as_code(part, indent + 1 + len(start)))
        return _joined(pairs, "{}", indent)
    raise NoCode(kind.__name__)


def _number(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def _array(value: np.ndarray, indent: int) -> str:
    dtype = value.dtype
    if not value.size:
        return f"np.empty({value.shape!r}{_dtype_of(dtype, np.dtype(float))})"
    if value.size * 4 > LONGEST:  # before it is written
        raise NoCode("a large array")
    named = "" if dtype in _DEFAULT_DTYPES or dtype.kind == "U" else f", dtype={dtype.name!r}"
    return f"np.array({_rows(value.tolist(), indent + len('np.array('))}{named})"


def _dtype_of(dtype: np.dtype, default: np.dtype) -> str:
    return "" if dtype == default else f", dtype={dtype.name!r}"


def _rows(rows: Any, indent: int) -> str:
    if not isinstance(rows, list):
        return _number(rows)
    return _joined([_rows(row, indent + 1) for row in rows], "[]", indent)


def _joined(parts: list[str], ends: str, indent: int, last: str = "") -> str:
    """The parts on one line, or each on its own where that would be too long."""
    line = f"{ends[0]}{', '.join(parts)}{last}{ends[1]}"
    if len(line) + indent <= _WIDTH and "\n" not in line:
        return line
    if not any(mark in part for part in parts for mark in "([{\n"):
        return f"{ends[0]}{_filled(parts, indent + 1)}{last}{ends[1]}"
    return f"{ends[0]}{(',' + chr(10) + ' ' * (indent + 1)).join(parts)}{last}{ends[1]}"


def _filled(parts: list[str], indent: int) -> str:
    """Short parts, as many on a line as it has room for."""
    lines, line = [], ""
    for part in parts:
        if line and len(line) + len(part) + 2 + indent > _WIDTH:
            lines.append(line + ",")
            line = part
        else:
            line = f"{line}, {part}" if line else part
    return ("\n" + " " * indent).join([*lines, line])


ROWS, COLUMNS = 8, 6
"""What a page has room for; the rest of a larger array is left out, and the page says so."""


def beside(expected: Any, actual: Any, tolerance: Tolerance) -> Comparison | None:
    """Return the first differing arrays in a form to be shown, or None where there are none.

    A single number needs no table, and the rationale describes what is not numeric. Where only a
    canonical form of the numbers counts that nobody returned, there is no table either.
    """
    if tolerance.forms:
        if hides_numbers(tolerance):
            return None
        actual, tolerance = aligned(expected, actual, tolerance), tolerance.of_numbers
    for leaf in leaves(expected):
        try:
            counterpart = at(actual, leaf.path)
        except LookupError:
            return None
        if not agrees(leaf.value, counterpart, tolerance):
            return _tables(leaf.place, leaf.value, counterpart, tolerance)
    return None


def _tables(place: str, expected: Any, actual: Any, tolerance: Tolerance) -> Comparison | None:
    e, a = (_table(value) for value in (expected, actual))
    if e is None or a is None or e.size < 2:
        return None
    differs: set[tuple[int, int]] = set()
    if np.shape(expected) == np.shape(actual):
        wrong = ~within(e.astype(float), a.astype(float), tolerance)
        differs = {(int(row), int(column)) for row, column in np.argwhere(wrong[:ROWS, :COLUMNS])}
    return Comparison(
        place=called(place),
        expected=_texts(e, a, differs),
        actual=_texts(a, e, differs),
        expected_shape=np.shape(expected),
        actual_shape=np.shape(actual),
        differs=tuple(sorted(differs)),
    )


def _table(value: Any) -> np.ndarray | None:
    """The array as rows and columns; None where it has more axes or holds no real numbers."""
    if not is_real(value) or np.ndim(value) > 2 or np.size(value) == 0:
        return None
    return np.atleast_2d(value)


def _texts(
    table: np.ndarray, other: np.ndarray, differs: set[tuple[int, int]]
) -> tuple[tuple[str, ...], ...]:
    """The entries as texts; where one differs, with as many digits as it takes to see that."""
    return tuple(
        tuple(
            _text(value, other[row, column] if (row, column) in differs else None)
            for column, value in enumerate(entries[:COLUMNS])
        )
        for row, entries in enumerate(table[:ROWS])
    )


def _text(value: Any, other: Any) -> str:
    if isinstance(value, np.bool_):
        return str(bool(value))
    text = f"{float(value):.5g}"
    if other is not None and text == f"{float(other):.5g}":
        text = show_apart(value, other)[0]
    return "0" if text == "-0" else text
