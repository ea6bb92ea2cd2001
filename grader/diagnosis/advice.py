"""What to try after the commonest exceptions: a hint for each, in the student's language.

The texts are chosen by what the exception says, which student code can forge: so a hint quotes
no more than names and shapes, and is given for public cases only.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence

from grader.load.removed import INSTEAD
from grader.model.exercise import Case, Exercise, Visibility
from grader.model.outcome import Raised
from grader.text import neutralise

_NAME = r"'([A-Za-z_]\w{0,40})'"
_SHAPE = r"(\([\d, ]{0,40}\))"


def advise(exercise: Exercise, case: Case, raised: Raised) -> str | None:
    """Return a hint for what a public case's call raised, or None where nothing common fits."""
    if case.visibility is not Visibility.PUBLIC:
        return None
    for kind, pattern, hint in _RULES:
        found = re.search(pattern, raised.message[:400]) if raised.type == kind else None
        if found:
            return neutralise(hint(found.groups(), exercise, case), 300)
    return None


Groups = Sequence[str]
Hint = Callable[[Groups, Exercise, Case], str]


def _said(text: str) -> Hint:
    return lambda groups, exercise, case: text.format(*groups)


def _missing_key(groups: Groups, exercise: Exercise, case: Case) -> str:
    dictionaries = {n: v for n, v in case.call.arguments.items() if isinstance(v, Mapping)}
    listed = "; ".join(
        f"`{name}` has {', '.join(map(str, list(value)[:12]))}"
        for name, value in dictionaries.items()
    )
    there = f" {listed}." if listed else ""
    keys = [str(key) for value in dictionaries.values() for key in value]
    return f"There is no key '{groups[0]}' in the dictionary.{_meant(groups[0], keys)}{there}"


def _unknown_name(groups: Groups, exercise: Exercise, case: Case) -> str:
    name = groups[0]
    if name in exercise.function_names:
        return f"`{name}` is a function of this exercise that is not there yet: write it first."
    for module in exercise.modules:
        if name in module.exports:
            return f"`{name}` belongs to the course's helpers: from {module.names[0]} import {name}"
    exports = [export for module in exercise.modules for export in module.exports]
    meant = _meant(name, [*case.call.arguments, *exercise.function_names, *exports])
    return (
        f"`{name}` is defined nowhere in the file, or only by code that is not run here.{meant} Pass "
        "it as an argument, or compute it inside the function."
    )


def _meant(name: str, known: Sequence[str]) -> str:
    """ " Did you mean `W1`?", where a known name is much like it."""
    folded = {other.casefold(): other for other in reversed(known)}
    near = difflib.get_close_matches(name.casefold(), folded, 1, 0.75)
    return f" Did you mean `{folded[near[0]]}`?" if near else ""


def _removed(groups: Groups, exercise: Exercise, case: Case) -> str:
    name = groups[0]
    if name in INSTEAD:
        return f"`np.{name}` was removed from NumPy; use `{INSTEAD[name]}`."
    return f"NumPy has no `{name}`: look for a spelling mistake."


_RULES: tuple[tuple[str, str, Hint], ...] = (
    ("NotImplementedError", "", _said("Your own code goes where the exception is raised.")),
    ("ValueError", rf"shapes {_SHAPE} and {_SHAPE} not aligned",
     _said("A product of {0} with {1}: the inner sizes must agree. Which of the two should be "
           "transposed, or should come first?")),
    ("ValueError", r"matmul: .* \(n\?,k\),\(k,m\?\).*size (\d+) is different from (\d+)",
     _said("The inner sizes of the matrix product differ ({1} and {0}): which of the two should "
           "be transposed, or should come first?")),
    ("ValueError", rf"could not be broadcast together with shapes {_SHAPE} {_SHAPE}",
     _said("{0} and {1} do not fit entry by entry. Was a sum taken without keepdims=True, or a "
           "matrix product meant?")),
    ("ValueError", r"truth value of an array",
     _said("A condition was put to a whole array: compare entry by entry, or use np.where.")),
    ("ValueError", r"cannot reshape array of size (\d+) into shape " + _SHAPE,
     _said("{0} entries do not fill the shape {1}: the product of its sizes must be {0}.")),
    ("ValueError", r"(too many|not enough) values to unpack",
     _said("There are {0} values on the right for the names on the left: what does the right side "
           "hold?")),
    ("ValueError", r"setting an array element with a sequence|inhomogeneous",
     _said("An array holds numbers of one shape: a list of arrays of different shapes is none.")),
    ("ValueError", r"concatenat|input array dimensions|same shape",
     _said("What is joined must agree in all sizes but the one along which it is joined: which "
           "axis is that?")),
    ("KeyError", r"^['\"]?([\w ]{1,40})['\"]?$", _missing_key),
    ("UnboundLocalError", _NAME,
     _said("`{0}` is used before it gets a value. A name that is assigned anywhere in a function "
           "belongs to that function from its first line on.")),
    ("NameError", _NAME, _unknown_name),
    ("AttributeError", r"module 'numpy' has no attribute " + _NAME, _removed),
    ("AttributeError", r"`np\.([A-Za-z_]\w{0,40})` was removed", _removed),
    ("AttributeError", r"'(dict|list|tuple|float|int|NoneType)' object has no attribute " + _NAME,
     _said("A {0} has no `{1}`: is it the value that you expect there?")),
    ("TypeError", r"'NoneType' object is not (?:subscriptable|iterable)",
     _said("Something is None here: a function that ends without return gives None.")),
    ("TypeError", r"'tuple' object cannot be interpreted as an integer",
     _said("A shape stands where a single size belongs: np.random.randn and np.random.rand take the "
           "sizes one by one, np.zeros and np.ones take them as one tuple.")),
    ("TypeError", r"Cannot interpret '[\w., ()\[\]]{1,40}' as a data type",
     _said("np.zeros and np.ones take the shape as one tuple, in parentheses of its own: the second "
           "argument is the kind of number.")),
    ("TypeError", r"'(?:numpy\.)?(ndarray|list|dict|tuple|float|int|float64)' object is not callable",
     _said("Round brackets call a function, and this is a value ({0}): entries are picked with "
           "square ones, and a product needs a sign.")),
    ("TypeError", r"'(builtin_function_or_method|function)' object is not subscriptable",
     _said("Square brackets pick entries, and this is a function: call it with round ones.")),
    ("TypeError", r"'(?:numpy\.)?(int|float|float64|int64)' object is not (subscriptable|iterable)",
     _said("A single number has no entries: is it the value that you expect there?")),
    ("TypeError", r"\(\) missing (\d+) required positional",
     _said("A function is called with too few arguments (missing: {0}).")),
    ("TypeError", r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given",
     _said("A function that takes {0} arguments is called with {1}.")),
    ("TypeError", r"got an unexpected keyword argument " + _NAME,
     _said("The function that is called has no argument `{0}`: keepdims, axis and the like belong "
           "inside the parentheses of the NumPy function.")),
    ("TypeError", r"unsupported operand type\(s\) for .{1,4}: '(list|dict|str|tuple)'",
     _said("A {0} does not compute entry by entry: make it an array, or take the entry first.")),
    ("TypeError", r"can't multiply sequence by non-int",
     _said("A list does not compute entry by entry: make it an array.")),
    ("TypeError", r"only (?:0-dimensional|length-1|size-1|integer scalar) arrays",
     _said("A single number is needed, but this is an array with axes: np.squeeze it, or pick "
           "the entry.")),
    ("TypeError", r"unsupported operand type\(s\) for .{1,4}: 'NoneType'|and 'NoneType'",
     _said("One side is None: has every value been computed before it is used?")),
    ("IndexError", r"too many indices for array: array is (\d)-dimensional, but (\d)",
     _said("The array has {0} axes, and {1} indices are given.")),
    ("ValueError", r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
     _said("Axes are counted from 0, and this array has {1}: there is no axis {0}.")),
    ("AssertionError", "", _said("An assert in your own code does not hold: what does it ask for?")),
    ("OverflowError", "math range error",
     _said("The exponential of a large number does not fit: is its sign right?")),
    ("IndexError", r"out of bounds|out of range",
     _said("The last index is one less than the size: does the loop run one step too far?")),
    ("ZeroDivisionError", "", _said("The divisor is 0: is it computed from the right sizes?")),
    ("RecursionError", "", _said("The function calls itself without an end.")),
    ("TypeError", r"Cannot cast ufunc",
     _said("An array of integers cannot take floats in place: write x = x - y instead of x -= y.")),
    ("ModuleNotFoundError", r"No module named '([\w.]{1,60})'",
     _said("`{0}` is not available where the exercise is graded; NumPy and math are enough.")),
)  # fmt: skip
