"""What to try where Python does not know a name: an import, ``np.``, a parameter, another spelling."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Sequence

import numpy as np

from grader.diagnosis.own_code import line_of, own_parameter
from grader.model.exercise import Case, Exercise
from grader.model.modules import STANDARD, is_there, why_absent
from grader.model.outcome import Raised
from grader.model.submission import Program

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
