"""What to try after the commonest exceptions: a hint for each, in the student's language.

The texts are chosen by what the exception says, which student code can forge: so a hint quotes
no more than names and shapes, and is given for public cases only.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.diagnosis.student_code import line_of, missing_default, own_parameter
from grader.load.select.removed_numpy_names import INSTEAD
from grader.model.exercise import Case, Exercise, Visibility
from grader.model.modules import STANDARD, is_there, why_absent
from grader.model.outcome import Raised
from grader.model.submission import Program
from grader.util.untrusted_text import neutralise

_NAME = r"'([A-Za-z_]\w{0,40})'"
_SHAPE = r"(\([\d, ]{0,40}\))"


@dataclass(frozen=True, slots=True)
class Met:
    """What a call met: all that a hint may be made of."""

    exercise: Exercise
    case: Case
    raised: Raised
    program: Program | None


Groups = Sequence[str]
Hint = Callable[[Groups, Met], str | None]


def advise(
    exercise: Exercise, case: Case, raised: Raised, program: Program | None = None
) -> str | None:
    """Return a hint for what a public case's call raised, or None where nothing common fits."""
    if case.visibility is not Visibility.PUBLIC:
        return None
    met = Met(exercise, case, raised, program)
    for kind, pattern, hint in _RULES:
        found = re.search(pattern, raised.message[:400]) if raised.type == kind else None
        told = hint(found.groups(), met) if found else None
        if told is not None:
            return neutralise(told, 300)
    return None


def _said(text: str) -> Hint:
    return lambda groups, met: text.format(*groups)


def _missing_key(groups: Groups, met: Met) -> str:
    dictionaries = {n: v for n, v in met.case.call.arguments.items() if isinstance(v, Mapping)}
    listed = "; ".join(
        f"`{name}` has {', '.join(map(str, list(value)[:12]))}"
        for name, value in dictionaries.items()
    )
    there = f" {listed}." if listed else ""
    keys = [str(key) for value in dictionaries.values() for key in value]
    return f"There is no key '{groups[0]}' in the dictionary.{meant(groups[0], keys)}{there}"


def _unknown_name(groups: Groups, met: Met) -> str:
    return about(groups[0], met.exercise, met.case, met.raised, met.program)


def _unbound(groups: Groups, met: Met) -> str:
    name = groups[0]
    parameter = own_parameter(met.program, met.case, name, met.raised)
    if parameter is not None and parameter != name:
        return f"`{name}` has no value yet. Your parameter is called `{parameter}`. Use that name."
    return (
        f"`{name}` is used before it gets a value. If a function assigns to a name, that name is "
        "local in the whole function."
    )


def _too_few(groups: Groups, met: Met) -> str | None:
    """Of the call that the grader makes: it leaves out what has a default."""
    if met.raised.line is not None:
        return f"This call passes too few arguments: {groups[0]} is missing."
    return missing_default(met.exercise, met.case, re.findall(r"'(\w+)'", groups[0]))


def _removed(groups: Groups, met: Met) -> str:
    name = groups[0]
    if name in INSTEAD:
        return f"`np.{name}` was removed from NumPy. Use `{INSTEAD[name]}`."
    return f"NumPy has no `{name}`. Is it a spelling mistake?"


_RULES: tuple[tuple[str, str, Hint], ...] = (
    ("NotImplementedError", "", _said("Replace this line by your own code.")),
    ("ValueError", rf"shapes {_SHAPE} and {_SHAPE} not aligned",
     _said("The shapes {0} and {1} do not fit a matrix product: the inner sizes must be equal. Is one "
           "array to be transposed, or to come first?")),
    ("ValueError", r"matmul: .* \(n\?,k\),\(k,m\?\).*size (\d+) is different from (\d+)",
     _said("The inner sizes of the matrix product are {1} and {0}. They must be equal. Is one array "
           "to be transposed, or to come first?")),
    ("ValueError", rf"could not be broadcast together with shapes {_SHAPE} {_SHAPE}",
     _said("The shapes {0} and {1} do not fit entry by entry. Does a sum need keepdims=True? Or did "
           "you mean a matrix product?")),
    ("ValueError", r"truth value of an array",
     _said("An if, while, and, or, not needs one True or False, but this is a whole array. Use np.where, "
           "np.any or np.all.")),
    ("ValueError", r"cannot reshape array of size (\d+) into shape " + _SHAPE,
     _said("The array has {0} entries. The sizes of the new shape {1} must give {0} when they are "
           "multiplied.")),
    ("ValueError", r"(too many|not enough) values to unpack",
     _said("There are {0} values on the right of the = for the names on the left. Print the right "
           "side: what does it hold?")),
    ("ValueError", r"setting an array element with a sequence|inhomogeneous",
     _said("The parts have different shapes, so they do not make one array. Keep them in a list, or "
           "give all parts the same shape.")),
    ("ValueError", r"concatenat|input array dimensions|same shape",
     _said("Arrays to concatenate must match in every dimension except the concatenation axis. Which "
           "axis did you pass?")),
    ("KeyError", r"^['\"]?([\w ]{1,40})['\"]?$", _missing_key),
    ("UnboundLocalError", _NAME,
     _unbound),
    ("NameError", _NAME, _unknown_name),
    ("AttributeError", r"module 'numpy' has no attribute " + _NAME, _removed),
    ("AttributeError", r"`np\.([A-Za-z_]\w{0,40})` was removed", _removed),
    ("AttributeError", r"'(dict|list|tuple|float|int|NoneType)' object has no attribute " + _NAME,
     _said("A {0} has no `{1}`. Print this value: is it what you expect?")),
    ("TypeError", r"'NoneType' object is not (?:subscriptable|iterable)",
     _said("This value is None. A function without a return statement returns None.")),
    ("TypeError", r"'tuple' object cannot be interpreted as an integer",
     _said("A single size is needed here, and this is a tuple. Write np.random.randn(2, 3) and "
           "np.random.rand(2, 3), but np.zeros((2, 3)) and np.ones((2, 3)).")),
    ("TypeError", r"Cannot interpret '[\w., ()\[\]]{1,40}' as a data type",
     _said("Write the shape as one tuple, with its own parentheses: np.zeros((2, 3)). The second "
           "argument of np.zeros and np.ones is the dtype.")),
    ("TypeError", r"'(?:numpy\.)?(ndarray|list|dict|tuple|float|int|float64)' object is not callable",
     _said("Round brackets () call a function, but this is a value ({0}). Use square brackets [] to "
           "take an entry, and * or @ for a product.")),
    ("TypeError", r"'(builtin_function_or_method|function)' object is not subscriptable",
     _said("Square brackets [] take an entry, but this is a function. Call it with round brackets ().")),
    ("TypeError", r"'(?:numpy\.)?(int|float|float64|int64)' object is not (subscriptable|iterable)",
     _said("This is a single number, so it has no entries. Print it: is it what you expect?")),
    ("TypeError", r"\(\) missing \d+ required positional arguments?: ([\w', ]{1,80})",
     _too_few),
    ("TypeError", r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given",
     _said("This function takes {0} arguments, but it is called with {1}.")),
    ("TypeError", r"got an unexpected keyword argument " + _NAME,
     _said("The called function has no argument `{0}`. Arguments like keepdims and axis go inside the "
           "parentheses of the NumPy function.")),
    ("TypeError", r"unsupported operand type\(s\) for .{1,4}: '(list|dict|str|tuple)'",
     _said("Python cannot compute with a whole {0}. Take an entry of it, or make it an array with "
           "np.array.")),
    ("TypeError", r"can't multiply sequence by non-int",
     _said("Python cannot compute with a whole list. Make it an array with np.array.")),
    ("TypeError", r"only (?:0-dimensional|length-1|size-1|integer scalar) arrays",
     _said("A single number is needed here, but this is an array. Take one entry, or use np.squeeze.")),
    ("TypeError", r"unsupported operand type\(s\) for .{1,4}: 'NoneType'|and 'NoneType'",
     _said("One side is None. Is every value computed before it is used?")),
    ("IndexError", r"too many indices for array: array is (\d)-dimensional, but (\d)",
     _said("The array has {0} axes, but you give {1} indices.")),
    ("ValueError", r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
     _said("This array has {1} axes, counted from 0. There is no axis {0}.")),
    ("AssertionError", "", _said("An assert in your own code is not true. Print what it compares.")),
    ("OverflowError", "math range error",
     _said("exp of a large number is too large for Python. Is the sign right?")),
    ("IndexError", r"out of bounds|out of range",
     _said("The last index is one less than the size. Does the loop run one step too far?")),
    ("ZeroDivisionError", "", _said("You divide by 0. Is the divisor computed from the right values?")),
    ("RecursionError", "", _said("The function calls itself and never stops.")),
    ("TypeError", r"Cannot cast ufunc",
     _said("An array of integers cannot hold floats. Write x = x - y, not x -= y.")),
    ("ModuleNotFoundError", r"^([\w.]{1,60}) was not handed in",
     lambda groups, met: f"Hand in the file `{groups[0].replace('.', '/')}.py` too, or copy what you "
     "need of it into your file."),
    ("ModuleNotFoundError", r"^([\w.]{1,60}) is not available here: there are no threads",
     _said("Write it without threads and without other processes.")),
    ("ModuleNotFoundError", r"^([\w.]{1,60}) is not available here, only NumPy is",
     _said("Write it with NumPy, without `{0}`.")),
    ("ModuleNotFoundError", r"^([\w.]{1,60})(?: of the course)? is not available here",
     _said("Write it without `{0}`.")),
    ("RuntimeError", r"can't start new thread",
     _said("Threads are not available here. Write it without them.")),
    ("ModuleNotFoundError", r"No module named '([\w.]{1,60})'",
     _said("`{0}` is not available here. NumPy and math are enough.")),
)  # fmt: skip


_MODULES = frozenset(name for name in STANDARD if "." not in name)
_FROM = {
    name: module
    for module, names in {
        "copy": "deepcopy",
        "collections": "Counter OrderedDict defaultdict deque namedtuple",
        "functools": "cache lru_cache partial reduce wraps",
        "itertools": "accumulate chain combinations count cycle islice permutations starmap zip_longest",
        "dataclasses": "dataclass",
        "math": "comb factorial fsum perm",
        "operator": "itemgetter",
        "typing": "Dict List Optional Tuple Union",
    }.items()
    for name in names.split()
}
_SHORT = {
    "plt": "matplotlib.pyplot", "pd": "pandas", "tf": "tensorflow", "sns": "seaborn",
    "sp": "scipy", "scipy": "scipy", "torch": "torch", "sklearn": "sklearn", "tqdm": "tqdm",
}  # fmt: skip
_NUMPY_PARTS = ("random", "linalg", "fft")


def about(
    name: str, exercise: Exercise, case: Case, raised: Raised, program: Program | None
) -> str:
    """Return the hint for a NameError, the surest first."""
    if name in exercise.function_names:
        return f"`{name}` is a function of this exercise, and it is not there yet. Write it first."
    for module in exercise.modules:
        if name in module.exports:
            return (
                f"`{name}` is a helper of the course. Write: from {module.names[0]} import {name}"
            )
    parameter = own_parameter(program, case, name, raised)
    if parameter is not None and parameter != name:
        return f"`{name}` is not defined. Your parameter is called `{parameter}`. Use that name."
    line = line_of(program, raised)
    imported = _module(name, line) or _numpy(name, line) or _short(name)
    if imported is not None:
        return imported
    unfound = _star(program)
    if unfound is not None:
        return f"`{name}` may be a part of `{unfound}`: {why_absent(unfound)}."
    exports = [export for module in exercise.modules for export in module.exports]
    near = meant(name, [*case.call.arguments, *exercise.function_names, *exports])
    return (
        f"`{name}` is not defined in your file, or only by code that is not run here.{near} Pass it "
        "as an argument, or compute it inside the function."
    )


def meant(name: str, known: Sequence[str]) -> str:
    """ " Did you mean `W1`?", where a known name is much like it."""
    folded = {other.casefold(): other for other in reversed(known)}
    near = difflib.get_close_matches(name.casefold(), folded, 1, 0.75)
    return f" Did you mean `{folded[near[0]]}`?" if near else ""


def _module(name: str, line: str) -> str | None:
    if name in _MODULES and re.search(rf"\b{name}\s*\.", line):
        return f"`{name}` is not imported. Write `import {name}` at the top of your file."
    if name in _FROM:
        written = f"from {_FROM[name]} import {name}"
        return f"`{name}` is not imported. Write `{written}` at the top of your file."
    return None


def _numpy(name: str, line: str) -> str | None:
    """A function of NumPy that is called, or one of its constants, without ``np.`` before it."""
    value = getattr(np, name, None)
    if isinstance(value, float) or (callable(value) and _is_called(name, line)):
        return f"`{name}` is a part of NumPy. Write `np.{name}`."
    for part in _NUMPY_PARTS:
        if callable(getattr(getattr(np, part), name, None)) and _is_called(name, line):
            return f"`{name}` is a part of NumPy. Write `np.{part}.{name}`."
    if name in _NUMPY_PARTS and re.search(rf"\b{name}\s*\.", line):
        return f"`{name}` is a part of NumPy. Write `np.{name}`."
    return None


def _is_called(name: str, line: str) -> bool:
    return not line or re.search(rf"(?<![\w.]){name}\s*\(", line) is not None


def _short(name: str) -> str | None:
    if name == "plt":
        return "`plt` is not imported. Leave plots out, or write `import matplotlib.pyplot as plt`."
    if name in _SHORT:
        return f"`{name}` is not imported, and {why_absent(_SHORT[name])}."
    return None


def _star(program: Program | None) -> str | None:
    """A module that is not there and of which everything is imported."""
    for node in program.trees if program is not None else ():
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            module = node.module or ""
            if program is not None and module in program.inert and not is_there(module):
                return module
    return None
