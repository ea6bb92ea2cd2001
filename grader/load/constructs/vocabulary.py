"""The words by which an author names a construct, and which nodes of a syntax tree they mean.

"for"              a statement or an operator: see KEYWORDS and OPERATORS
"loop"             whatever repeats: "for", "while", recursion, and functions that call another often
"sorted"           a function of Python's own
"np.linalg.inv"    a function of a module, by whatever name the code calls it
".sort"            a method or attribute of anything
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import importlib.util
import itertools
import math
import operator
import warnings
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

KEYWORDS: Mapping[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor, *_COMPREHENSIONS),  # a comprehension is a loop in one line
    "while": (ast.While,),
    "comprehension": _COMPREHENSIONS,
    "if": (ast.If, ast.IfExp),
    "try": (ast.Try, ast.TryStar),
    "with": (ast.With, ast.AsyncWith),
    "match": (ast.Match,),
    "lambda": (ast.Lambda,),
    "class": (ast.ClassDef,),
    "import": (ast.Import, ast.ImportFrom),
    "global": (ast.Global,),
    "nonlocal": (ast.Nonlocal,),
    "yield": (ast.Yield, ast.YieldFrom),
    "assert": (ast.Assert,),
    "raise": (ast.Raise,),
    "del": (ast.Delete,),
    "break": (ast.Break,),
    "continue": (ast.Continue,),
}
OPERATORS: Mapping[str, type[ast.AST]] = {
    "@": ast.MatMult, "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv,
    "%": ast.Mod, "**": ast.Pow, "<<": ast.LShift, ">>": ast.RShift, "&": ast.BitAnd, "|": ast.BitOr,
    "^": ast.BitXor,
}  # fmt: skip
RECURSION = "recursion"
LOOP = "loop"
_LOOPS = (
    "for", "while", RECURSION, "map", "filter", "functools.reduce", "np.vectorize",
    "np.frompyfunc", "np.apply_along_axis", "np.apply_over_axes", "np.fromfunction",
    "itertools.accumulate", "itertools.starmap",
)  # fmt: skip

HIDES = frozenset({
    "eval", "exec", "compile", "__import__", "globals", "locals", "vars", "getattr", "importlib",
    "operator.attrgetter", "operator.methodcaller", "sys.modules", "types.FunctionType",
    "types.CodeType", "inspect", "gc", "marshal", "pickle", "ctypes", "pydoc.locate",
})  # fmt: skip
"""By these, code can use what its text does not name. Where something is forbidden, so are they."""
HIDING_ATTRIBUTES = frozenset({
    "__dict__", "__getattribute__", "__getattr__", "__globals__", "__builtins__", "__code__",
    "__subclasses__", "__mro__", "__self__", "__func__", "__wrapped__", "__closure__", "f_globals",
    "f_locals", "f_builtins", "gi_frame", "tb_frame",
})  # fmt: skip

_MODULES: Mapping[str, Any] = {
    "numpy": np, "math": math, "builtins": builtins, "functools": functools,
    "itertools": itertools, "operator": operator,
}  # fmt: skip
_CONTAINERS = (list, tuple, dict, set, frozenset, str, bytes, int, float, complex)


def spelled_out(words: Collection[str]) -> list[str]:
    """The words with "loop" replaced by what it means."""
    found: list[str] = []
    for word in words:
        found += _LOOPS if word == LOOP else (word,)
    return list(dict.fromkeys(found))


def full_name(word: str) -> str:
    """A function's name as imports spell it: ``numpy.linalg.inv``, ``builtins.sorted``."""
    root, dot, rest = word.partition(".")
    if not dot:
        return f"builtins.{word}"
    return f"numpy.{rest}" if root == "np" else word


def is_name(word: str) -> bool:
    """Whether a word names a function, and no syntax and no attribute."""
    return word not in KEYWORDS and word not in OPERATORS and word != RECURSION and word[0] != "."


def same_function(one: str, other: str) -> bool:
    """Whether two full names stand for one function: ``numpy.max`` and ``numpy.amax`` do."""
    if one == other:
        return True
    first = _object(one)
    return first is not None and first is _object(other)


@functools.lru_cache(maxsize=4096)
def _object(name: str) -> Any:
    """What a full name stands for in a module that the judge has anyway; None where nothing does."""
    root, *steps = name.split(".")
    found = _MODULES.get(root)
    for step in steps:
        if found is None or step.startswith("__"):
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = getattr(found, step, None)
        except Exception:  # a module that NumPy no longer has says so in its own way
            return None
    return found if callable(found) else None


def exports(module: str) -> frozenset[str]:
    """What ``from module import *`` binds, of a module that the judge has anyway."""
    root, *steps = module.split(".")
    found = _MODULES.get(root)
    for step in steps:
        found = getattr(found, step, None)
    if found is None:
        return frozenset()
    return frozenset(getattr(found, "__all__", [n for n in vars(found) if n[0] != "_"]))


def method_of(word: str) -> str | None:
    """The method of an array that does the same as a function: ``dot`` for ``np.dot``.

    None where a list or a dictionary has such a method as well: ``copy``, ``sort``.
    """
    name = full_name(word)
    last = name.removeprefix("numpy.")
    if last == name or "." in last or not callable(getattr(np.ndarray, last, None)):
        return None
    return None if any(hasattr(kind, last) for kind in _CONTAINERS) else last


def method_named(full: str) -> str | None:
    """The method that a full name takes from its class: ``sum`` of ``numpy.ndarray.sum``; else None."""
    owner, _, last = full.rpartition(".")
    return last if isinstance(_object(owner), type) else None


def unknown(word: str, libraries: Collection[str]) -> str | None:
    """Why a word names no construct, for an author; None where it does.

    libraries  those that the exercise declares, whose functions may be named
    """
    if not word or not isinstance(word, str):
        return "it is no text"
    if word in KEYWORDS or word in OPERATORS or word in (RECURSION, LOOP):
        return None
    if word.startswith("."):
        return None if word[1:].isidentifier() else "a method is written .name"
    if not all(part.isidentifier() for part in word.split(".")):
        return "it is neither a keyword, an operator nor a function's name"
    if "." not in word:
        known = hasattr(builtins, word)
        return None if known else "neither Python's syntax nor its own functions have it"
    root = full_name(word).partition(".")[0]
    if root in _MODULES:
        return None if _object(full_name(word)) is not None else f"{root} has no such function"
    if root not in libraries:
        return None if _is_there(root) else f"there is no module {root}"
    try:
        module, _, last = full_name(word).rpartition(".")
        found = hasattr(importlib.import_module(module), last)
    except ImportError:
        found = False
    return None if found else f"{root} has no such function"


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False
