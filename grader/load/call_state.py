"""Which functions of a program may keep something from one call to the next.

Such a function gets a fresh child for every case; all others share one. The rule is read off the
code before any of it runs. A function may keep something if it, or anything of the program that it
uses,

- stores into a global or into an attribute, or defines a class;
- uses a module-level name that is bound to more than an import, a function or a constant;
- has a decorator, or a default value that can change;
- uses a name of `_LASTING`: what changes the settings of Python or NumPy, or shows memory that
  nobody filled.

Arguments are copied for every call, and the random state is set before it, so neither is listed.
In doubt a function counts as keeping something. That costs a child for each case, never a mark.
Hostile code may hide what it keeps. It gains nothing: every case has one answer either way.
"""

from __future__ import annotations

import ast
import dis
import functools
import marshal
from collections.abc import Iterable, Iterator, Sequence
from types import CodeType

from grader.load.read.compile import quiet
from grader.model.exercise import Module
from grader.model.submission import Program

_LASTING = frozenset(
    # Python's and NumPy's own settings and namespaces
    "setattr delattr globals locals vars exec eval compile open input breakpoint"
    " seterr seterrcall setbufsize set_printoptions set_string_function"
    " sys os gc builtins inspect importlib warnings logging threading ctypes weakref signal atexit"
    # memory as it was found
    " empty empty_like ndarray".split()
)
_MODULES = frozenset(
    "numpy math cmath copy random itertools functools operator collections typing numbers"
    " fractions statistics string time __future__ scipy".split()
)
"""Modules whose functions keep nothing, but for the names of `_LASTING`."""

_STORES = frozenset(
    dis.opmap[name]
    for name in ("STORE_GLOBAL", "DELETE_GLOBAL", "STORE_ATTR", "DELETE_ATTR", "LOAD_BUILD_CLASS")
)


def functions_with_state(program: Program, modules: Sequence[Module]) -> frozenset[str]:
    """Return the graded functions that may keep something between two calls.

    Args:
        program: the loaded submission.
        modules: the exercise's stub modules, which are read by the same rule.
    """
    if len(program.trees) != len(program.statements):
        return frozenset(program.functions)
    names = _Names(modules, program)
    try:
        for node, statement in zip(program.trees, program.statements, strict=True):
            code = marshal.loads(statement.code)  # noqa: S302  # the judge's own
            names.add(node, code)
    except RecursionError:  # an expression that is nested as deep as our own stack
        return frozenset(program.functions)
    lasting = names.lasting()
    return frozenset(name for name in program.functions if name in lasting)


@functools.lru_cache(maxsize=64)
def _lasting_exports(module: Module) -> frozenset[str]:
    """The exports of a stub module that may keep something."""
    names = _Names((), None)
    for node in ast.parse(module.source).body:
        with quiet():
            code = compile(ast.Module([node], []), "module", "exec", dont_inherit=True)
        names.add(node, code)
    return names.lasting() & frozenset(module.exports)


class _Names:
    """What each module-level name is bound to, and which names its functions use."""

    def __init__(self, modules: Sequence[Module], program: Program | None) -> None:
        self._stubs = {name: module for module in modules for name in module.names}
        self._harmless_modules = set(_MODULES)
        if program is not None:
            self._stubs |= {
                name: self._stubs[own]
                for name, own in program.module_names.items()
                if own in self._stubs
            }
            # A sibling file's names are this namespace's own; an inert module keeps nothing.
            self._harmless_modules |= {*program.aliases, *program.inert}
        self._lasting = set(_LASTING)
        self._uses: dict[str, set[str]] = {}
        for module in modules:  # a child's namespace holds their exports from the start
            self._lasting |= _lasting_exports(module)

    def add(self, node: ast.stmt, code: CodeType) -> None:
        """Take in one module-level statement, and the code that it was compiled to."""
        match node:
            case ast.FunctionDef(name=name, decorator_list=[]):
                self._add_function(name, node.args, code)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                self._add_function(name, function.args, code)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
                self._uses.setdefault(name, set()).add(other)
            case ast.Assign(targets=[ast.Name()], value=value) if is_constant(value):
                pass
            case ast.Import(names=imported):
                self._add_import(imported)
            case ast.ImportFrom(module=str(path), names=imported):
                self._add_import_from(path, imported)
            case ast.Expr(value=ast.Constant()):
                pass
            case _:
                self._lasting.update(_bound(node))

    def _add_function(self, name: str, arguments: ast.arguments, code: CodeType) -> None:
        defaults = (*arguments.defaults, *filter(None, arguments.kw_defaults))
        own = list(_functions_in(code))
        if not all(map(is_constant, defaults)) or any(map(_stores, own)):
            self._lasting.add(name)
        uses = self._uses.setdefault(name, set())
        for each in own:
            uses.update(each.co_names)

    def _add_import(self, imported: Iterable[ast.alias]) -> None:
        for alias in imported:
            root = alias.name.partition(".")[0]
            if alias.name in self._stubs:
                self._uses.setdefault(alias.asname or root, set())
            elif not {root, alias.name} & self._harmless_modules:
                self._lasting.add(alias.asname or root)

    def _add_import_from(self, path: str, imported: Iterable[ast.alias]) -> None:
        known = path in self._stubs or path.partition(".")[0] in self._harmless_modules
        for alias in imported:
            if alias.name == "*":
                # What an unknown module binds is unknown: no function is sure.
                self._lasting |= set() if known else {*self._uses, "*"}
            elif not known:
                self._lasting.add(alias.asname or alias.name)
            else:
                self._uses.setdefault(alias.asname or alias.name, set()).add(alias.name)

    def lasting(self) -> frozenset[str]:
        """Every name that may keep something, by itself or by what it uses."""
        if "*" in self._lasting:
            return frozenset(self._uses)
        found = self._lasting
        while lost := {name for name, uses in self._uses.items() if uses & found} - found:
            found |= lost
        return frozenset(found)


def is_constant(node: ast.expr) -> bool:
    """Whether the value is written down and cannot change: numbers, text, tuples of these."""
    match node:
        case ast.Constant():
            return True
        case ast.Tuple(elts=items):
            return all(map(is_constant, items))
        case ast.UnaryOp(operand=operand):
            return is_constant(operand)
        case ast.BinOp(left=left, right=right):
            return is_constant(left) and is_constant(right)
    return False


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that any other statement may bind, in whatever branch."""
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name.partition(".")[0]


def _functions_in(code: CodeType) -> Iterator[CodeType]:
    """The code of every function that a statement defines, nested ones too."""
    for part in code.co_consts:
        if isinstance(part, CodeType) and part.co_name != "__annotate__":
            yield part
            yield from _functions_in(part)


def _stores(code: CodeType) -> bool:
    """Whether a function's own code may keep something, whatever it uses."""
    private = any(name.startswith("__") for name in code.co_names)
    return private or not _STORES.isdisjoint(code.co_code[::2]) or _leaves_gaps(code)


def _leaves_gaps(code: CodeType) -> bool:
    """Whether a call has ``where=``: NumPy then leaves entries as it found them."""
    return any(isinstance(each, tuple) and "where" in each for each in code.co_consts)
