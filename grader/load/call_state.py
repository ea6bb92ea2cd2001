"""Which functions of a program may keep something from one call to the next.

Such a function gets a fresh child for every case; all others share one. The rule is read off the
code before any of it runs. A function may keep something if it, or anything of the program that it
uses,

- stores into a global or into an attribute, defines a class, or uses a name that begins with ``__``;
- uses a module-level name that is bound to more than an import, a function or a constant;
- has a decorator, or a default value that can change;
- uses a name of `_LASTING`: what changes the settings of Python or NumPy, or shows memory that
  nothing has filled, as a call with ``where=`` does too.

Arguments are copied for every call, and the random state is set before it, so neither is listed.
In doubt a function counts as keeping something. That costs a child for each case, never a mark.
Hostile code may hide what it keeps. It gains nothing: every case has one answer either way.
"""

from __future__ import annotations

import ast
import dis
import functools
import marshal
from collections.abc import Collection, Iterable, Sequence
from types import CodeType

from grader.load.read.compile import functions_in, quiet
from grader.load.select.scope import facts_of
from grader.model.exercise import Module
from grader.model.submission import Program

_LASTING = frozenset(
    # Python's and NumPy's own settings and namespaces
    "setattr delattr globals locals vars exec eval compile open input breakpoint"
    " seterr seterrcall setbufsize set_printoptions set_string_function"
    " sys os gc builtins inspect importlib warnings logging threading ctypes weakref signal atexit"
    # memory that nothing has filled
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
    graded = frozenset(program.functions)
    if len(program.trees) != len(program.statements):
        return graded
    stubs = {name for module in modules for name in module.names}
    stubs |= {name for name, stub in program.module_names.items() if stub in stubs}
    codes = [marshal.loads(statement.code) for statement in program.statements]  # noqa: S302  # the judge's own
    # A sibling file's names are this namespace's own; an inert module keeps nothing.
    harmless = {*_MODULES, *stubs, *program.aliases, *program.inert}
    exports = [_exports_with_state(module) for module in modules]  # in the namespace from the start
    try:
        statements = zip(program.trees, codes, strict=True)
        return _with_state(graded, statements, harmless, _LASTING.union(*exports))
    except RecursionError:  # an expression that is nested as deep as our own stack
        return graded


@functools.lru_cache(maxsize=64)
def _exports_with_state(module: Module) -> frozenset[str]:
    """The exports of a stub module that may keep something."""
    nodes = ast.parse(module.source).body
    with quiet():
        codes = [
            compile(ast.Module([node], []), "module", "exec", dont_inherit=True) for node in nodes
        ]
    statements = zip(nodes, codes, strict=True)
    return _with_state(frozenset(module.exports), statements, _MODULES, _LASTING)


def _with_state(
    wanted: frozenset[str],
    statements: Iterable[tuple[ast.stmt, CodeType]],
    harmless: Collection[str],
    lasting_names: frozenset[str],
) -> frozenset[str]:
    """Those of the ``wanted`` names that may keep something, by themselves or by what they use."""
    lasting = set(lasting_names)
    uses: dict[str, set[str]] = {}
    for node, code in statements:
        match node:
            case ast.FunctionDef(name=name, args=arguments, decorator_list=[]) | ast.Assign(
                [ast.Name(name)], ast.Lambda(arguments)
            ):
                bodies = [body for body in functions_in(code) if body.co_name != "__annotate__"]
                defaults = (*arguments.defaults, *filter(None, arguments.kw_defaults))
                if not all(map(_is_constant, defaults)) or any(map(_keeps, bodies)):
                    lasting.add(name)
                uses.setdefault(name, set()).update(*(body.co_names for body in bodies))
            case ast.Assign([ast.Name(name)], ast.Name(other)):
                uses.setdefault(name, set()).add(other)
            case ast.Assign([ast.Name()], value) if _is_constant(value):
                pass
            case ast.Import(aliases):
                for alias in aliases:
                    root = alias.name.partition(".")[0]
                    if alias.name not in harmless and root not in harmless:
                        lasting.add(alias.asname or root)
            case ast.ImportFrom(str(path), aliases):
                known = path in harmless or path.partition(".")[0] in harmless
                for alias in aliases:
                    if not known and alias.name == "*":
                        return wanted  # what it binds is unknown: no function is sure
                    if not known:
                        lasting.add(alias.asname or alias.name)
                    uses.setdefault(alias.asname or alias.name, set()).add(alias.name)
            case ast.Expr(ast.Constant()):
                pass
            case _:
                lasting |= facts_of(node).binds
    while more := {name for name, used in uses.items() if used & lasting} - lasting:
        lasting |= more
    return wanted & lasting


def _is_constant(node: ast.expr) -> bool:
    """Whether the value is written down and cannot change: numbers, text, tuples of these."""
    match node:
        case ast.Constant():
            return True
        case ast.Tuple(items):
            return all(map(_is_constant, items))
        case ast.UnaryOp(_, operand):
            return _is_constant(operand)
        case ast.BinOp(left, _, right):
            return _is_constant(left) and _is_constant(right)
    return False


def _keeps(code: CodeType) -> bool:
    """Whether a function's own code may keep something, whatever it uses."""
    private = any(name.startswith("__") for name in code.co_names)
    # With `where=`, NumPy leaves some entries unfilled.
    leaves_gaps = any(isinstance(part, tuple) and "where" in part for part in code.co_consts)
    return private or leaves_gaps or not _STORES.isdisjoint(code.co_code[::2])
