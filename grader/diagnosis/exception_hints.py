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

from grader.diagnosis.student_code import (
    function_around,
    function_of_math,
    line_of,
    looks_like,
    missing_default,
    own_parameter,
    takes_object,
)
from grader.diagnosis.texts import TEXTS
from grader.load.select.removed_numpy_names import INSTEAD
from grader.model.exercise import Case, Exercise
from grader.model.modules import STANDARD, is_there, told_absent
from grader.model.outcome import Raised
from grader.model.submission import Program
from grader.util.language import gettext, gettext_noop
from grader.util.untrusted_text import neutralise
from grader.values import MappingValue, type_of


@dataclass(frozen=True, slots=True)
class Failed:
    """A call that raised: all that a hint may be made of."""

    exercise: Exercise
    case: Case
    raised: Raised
    program: Program | None

    @property
    def line(self) -> str:
        """The student's line that raised, "" where it is not known."""
        return line_of(self.program, self.raised)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the line is in another function than the one that was called."""
        if self.program is None or self.raised.line is None:
            return False
        around = function_around(self.program, self.raised)
        return around is not None and around.name != self.case.function

    def parameter_like(self, name: str) -> str | None:
        """The student's parameter that an unknown name was meant to be."""
        parameter = own_parameter(self.program, self.case, name, self.raised)
        return parameter if parameter != name else None


def advise(
    exercise: Exercise, case: Case, raised: Raised, program: Program | None = None
) -> str | None:
    """Return a hint for what a public case's call raised, or None where nothing common fits."""
    if not case.is_public:
        return None
    failed = Failed(exercise, case, raised, program)
    for entry in TEXTS["exceptions"]:
        if entry["type"] != raised.type:
            continue
        match = re.search(_pattern(entry.get("pattern", "")), raised.message[:400])
        if match is None:
            continue
        rule = entry.get("rule")
        hint = (
            _RULES[rule](match[1], failed)
            if rule
            else gettext(entry["text"], *map(_in_words, match.groups()))
        )
        if hint is not None:
            return neutralise(hint, 300)
    return None


_OF_PYTHON_2 = {
    "xrange": "range", "raw_input": "input", "unicode": "str", "unichr": "chr", "long": "int",
    "basestring": "str",
}  # fmt: skip

_WORDS = gettext_noop("too many"), gettext_noop("not enough")
"""What a message says of a number, where a hint repeats it."""


def _in_words(group: str) -> str:
    return gettext(group) if group in _WORDS else group


def _pattern(written: str) -> str:
    written = written.replace("<name>", r"'([^\W\d]\w{0,40})'")
    return written.replace("<shape>", r"(\([\d, ]{0,40}\))")


# Rules write a hint from what the message named, or return None.


def _missing_key(key: str, failed: Failed) -> str:
    dictionaries = {
        name: list(map(str, value))
        for name, value in failed.case.call.arguments.items()
        if isinstance(type_of(value), MappingValue)
    }
    # The line that raised says which of them is meant. Elsewhere, names mean something else.
    named = {name: keys for name, keys in dictionaries.items() if _is_taken_out_of(name, failed)}
    dictionaries = named or ({} if failed.is_elsewhere else dictionaries)
    listed = "; ".join(
        gettext("`{name}` has {keys}", name=name, keys=", ".join(keys[:12]))
        for name, keys in dictionaries.items()
    )
    keys = [key for keys in dictionaries.values() for key in keys]
    there = f" {listed}." if listed else ""
    return gettext(
        "There is no key '{key}' in the dictionary.{meant}{there}",
        key=key,
        meant=_meant(key, keys),
        there=there,
    )


def _is_taken_out_of(name: str, failed: Failed) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}\s*[\[.]", failed.line) is not None


def _not_written(message: str, failed: Failed) -> str | None:
    if failed.line and "raise" not in failed.line:  # a library's own
        return None
    return gettext("Replace this line by your own code.")


def _nobody_types(message: str, failed: Failed) -> str | None:
    if failed.case.call.surroundings.stdin:
        return None
    return gettext(
        "Nobody types anything here. Leave `input()` out: your function gets its values as arguments."
    )


def _no_method_of_arrays(name: str, failed: Failed) -> str:
    if callable(getattr(np, name, None)):
        return gettext(
            "An array has no method `{name}`. NumPy has it as a function: `np.{name}`.", name=name
        )
    return gettext("An array has no `{name}`. Print this value: is it what you expect?", name=name)


def _no_such_axis(message: str, failed: Failed) -> str | None:
    if re.search(r"\bshape\s*\[", failed.line) is None:
        return None
    return gettext(
        "`shape` has one number for each axis, counted from 0. This array has fewer axes than your index asks for."
    )


def _compared_as_a_whole(message: str, failed: Failed) -> str | None:
    called = re.search(r"(?<![\w.])(max|min)\s*\(", failed.line)
    if called is None or re.search(r"\b(?:if|elif|while|and|or|not|assert)\b", failed.line):
        return None  # the truth value may be asked of something else
    return gettext(
        "Python's `{name}` compares its arguments as a whole. `np.{instead}` takes the larger or smaller one entry by entry.",
        name=called[1],
        instead=_BY_ENTRY[called[1]],
    )


_BY_ENTRY = {"max": "maximum", "min": "minimum", "amax": "maximum", "amin": "minimum"}


def _array_for_a_number(message: str, failed: Failed) -> str | None:
    # With an axis it is what it should be, and something else on the line asks for a number.
    reduced = re.search(
        r"\b(?:np|numpy)\.(a?(?:max|min))\s*\([^()]*,(?!\s*(?:axis\b|keepdims\b|None\b|-?\d))",
        failed.line,
    )
    if reduced is not None:
        return gettext(
            "The second argument of `np.{name}` is an axis. `np.{instead}` compares two values entry by entry.",
            name=reduced[1],
            instead=_BY_ENTRY[reduced[1]],
        )
    of_math = function_of_math(failed.program, failed.line)
    if of_math is None:
        return None
    return gettext(
        "`{name}` of the module math takes a single number. NumPy's function `np.{name}` takes every entry of an array.",
        name=of_math,
    )


def _without_self(message: str, failed: Failed) -> str | None:
    owner, _, method = message.partition("(")[0].partition(".")
    takes, given = map(int, re.findall(r"\d+", message.partition(")")[2]))
    takes_it = takes_object(failed.program, owner, method) if failed.program is not None else None
    if takes_it:
        return gettext(
            "`{method}` takes the object and {takes} more, but it is called with the object and {given}.",
            method=method,
            takes=takes - 1,
            given=given - 1,
        )
    if takes_it is None or given != takes + 1:
        return None
    return gettext(
        "Write `self` as the first parameter of `{method}`: Python passes the object there.",
        method=method,
    )


def _unbound(name: str, failed: Failed) -> str:
    parameter = failed.parameter_like(name)
    if parameter is not None:
        return gettext(
            "`{name}` has no value yet. Your parameter is called `{parameter}`. Use that name.",
            name=name,
            parameter=parameter,
        )
    return gettext(
        "`{name}` is used before it gets a value. If a function assigns to a name, that name is local in the whole function.",
        name=name,
    )


def _too_few(missing: str, failed: Failed) -> str | None:
    if failed.raised.line is not None:
        return gettext("This call passes too few arguments: {missing} is missing.", missing=missing)
    site = failed.program and failed.program.functions.get(failed.case.function)
    if site and site.parameters[:1] == ("self",):
        return gettext("`self` belongs to the methods of a class. Leave it out.")
    # The grader's own call leaves out what has a default.
    return missing_default(failed.exercise, failed.case, re.findall(r"'(\w+)'", missing))


def _removed(name: str, failed: Failed) -> str:
    if name in INSTEAD:
        return gettext(
            "`np.{name}` was removed from NumPy. Use `{instead}`.", name=name, instead=INSTEAD[name]
        )
    meant = _meant(name, np.__all__) or gettext(" Is it a spelling mistake?")
    return gettext("NumPy has no `{name}`.{meant}", name=name, meant=meant)


def _not_handed_in(module: str, failed: Failed) -> str:
    file = module.replace(".", "/")
    return gettext(
        "Hand in the file `{file}.py` too, or copy what you need of it into your file.", file=file
    )


def _unknown_name(name: str, failed: Failed) -> str:
    """The hint for a NameError, the surest first."""
    exercise, case = failed.exercise, failed.case
    if name in _OF_PYTHON_2:
        return gettext(
            "`{name}` was Python 2. In Python 3, write `{instead}`.",
            name=name,
            instead=_OF_PYTHON_2[name],
        )
    if name in exercise.function_names:
        return gettext(
            "`{name}` is a function of this exercise, and it is not there yet. Write it first.",
            name=name,
        )
    for module in exercise.modules:
        if name in module.exports:
            return gettext(
                "`{name}` is a helper of the course. Write: from {module} import {name}",
                name=name,
                module=module.names[0],
            )
    parameter = failed.parameter_like(name)
    if parameter is not None and looks_like(name, parameter):
        return gettext(
            "`{name}` is not defined. Your parameter `{parameter}` looks the same, but one of the two has letters of another alphabet. Type both again.",
            name=name,
            parameter=parameter,
        )
    if parameter is not None:
        return gettext(
            "`{name}` is not defined. Your parameter is called `{parameter}`. Use that name.",
            name=name,
            parameter=parameter,
        )
    known = _import_of(name, failed.line) or _name_of_numpy(name, failed.line) or _library(name)
    if known is not None:
        return known
    absent = _absent_star_import(failed.program)
    if absent is not None:
        return gettext(
            "`{name}` may be a part of `{absent}`: {why}.",
            name=name,
            absent=absent,
            why=told_absent(absent),
        )
    exports = [export for module in exercise.modules for export in module.exports]
    near = _meant(name, [*case.call.arguments, *exercise.function_names, *exports])
    return gettext(
        "`{name}` is not defined in your file, or only by code that is not run here.{near} Pass it as an argument, or compute it inside the function.",
        name=name,
        near=near,
    )


_RULES: Mapping[str, Callable[[str, Failed], str | None]] = {
    "missing_key": _missing_key,
    "not_written": _not_written,
    "nobody_types": _nobody_types,
    "no_such_axis": _no_such_axis,
    "no_method_of_arrays": _no_method_of_arrays,
    "compared_as_a_whole": _compared_as_a_whole,
    "array_for_a_number": _array_for_a_number,
    "without_self": _without_self,
    "unbound": _unbound,
    "too_few": _too_few,
    "removed": _removed,
    "not_handed_in": _not_handed_in,
    "unknown_name": _unknown_name,
}


def _meant(name: str, known: Sequence[str]) -> str:
    """ " Did you mean `W1`?", where a known name is much like it."""
    folded = {other.casefold(): other for other in reversed(known)}
    near = difflib.get_close_matches(name.casefold(), folded, 1, 0.75)
    return gettext(" Did you mean `{name}`?", name=folded[near[0]]) if near else ""


def _import_of(name: str, line: str) -> str | None:
    """The import that is missing: a module of Python, or a name from one."""
    if name in STANDARD and _is_taken_from(name, line):
        return gettext(
            "`{name}` is not imported. Write `import {name}` at the top of your file.", name=name
        )
    for module, names in TEXTS["imported_from"].items():
        if name in names.split():
            written = f"from {module} import {name}"
            return gettext(
                "`{name}` is not imported. Write `{written}` at the top of your file.",
                name=name,
                written=written,
            )
    return None


def _name_of_numpy(name: str, line: str) -> str | None:
    """A function of NumPy that is called, or one of its constants, without ``np.`` before it."""
    is_called = not line or re.search(rf"(?<![\w.]){name}\s*\(", line) is not None
    value = getattr(np, name, None)
    if isinstance(value, float) or (callable(value) and is_called):
        return gettext("`{name}` is a part of NumPy. Write `np.{name}`.", name=name)
    for part in ("random", "linalg", "fft"):
        if callable(getattr(getattr(np, part), name, None)) and is_called:
            return gettext(
                "`{name}` is a part of NumPy. Write `np.{part}.{name}`.", name=name, part=part
            )
        if name == part and _is_taken_from(name, line):
            return gettext("`{name}` is a part of NumPy. Write `np.{name}`.", name=name)
    return None


def _is_taken_from(name: str, line: str) -> bool:
    return re.search(rf"\b{name}\s*\.", line) is not None


def _library(name: str) -> str | None:
    if name == "plt":
        return gettext(
            "`plt` is not imported. Leave plots out, or write `import matplotlib.pyplot as plt`."
        )
    library = TEXTS["short_names"].get(name)
    return (
        gettext("`{name}` is not imported, and {why}.", name=name, why=told_absent(library))
        if library
        else None
    )


def _absent_star_import(program: Program | None) -> str | None:
    """A module that is not there and of which everything is imported."""
    if program is None:
        return None
    stars = (
        node.module or ""
        for node in program.trees
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    )
    return next((m for m in stars if m in program.inert and not is_there(m)), None)
