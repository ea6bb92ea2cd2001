"""Which right sides may be evaluated at top level: constants and constructors, never training."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from grader.load.select.known_modules import PURE

_BUILTINS = frozenset(
    "abs all any bool bytes chr complex dict divmod enumerate filter float frozenset int isinstance len list map"
    " max min ord pow range repr reversed round set slice sorted str sum tuple zip type callable hasattr".split()
)
_METHODS = frozenset(
    "all any argmax argmin astype conj copy cumsum diagonal dot encode endswith flatten format get index item items"
    " join keys lower max mean min prod ravel repeat replace reshape round split squeeze startswith std strip sum"
    " swapaxes tolist transpose upper values var view default_rng rand randn normal uniform".split()
)
# NumPy's own readers and writers of files.
_FILES = frozenset(
    "load loadtxt genfromtxt fromfile memmap save savez savez_compressed savetxt fromregex open_memmap"
    " DataSource seed set_state".split()
)
# They keep a function that they are given; everything else might call it.
_KEEPERS = frozenset(
    "functools.partial functools.lru_cache functools.cache numpy.vectorize numpy.frompyfunc".split()
)
# They only look whether a module is there.
_LOOKS = frozenset(("importlib.util.find_spec",))
_CONTAINERS = frozenset("dict list tuple set zip callable".split())
_NEVER = (ast.Await, ast.Yield, ast.YieldFrom)


class Purity:
    """Judges expressions by what the submission's names mean.

    bound      local name -> dotted path of what it was imported as ("np" -> "numpy")
    functions  names of the submission's own functions and classes
    stars      modules of which everything was imported
    """

    def __init__(
        self, bound: Mapping[str, str], functions: Collection[str], stars: Collection[str]
    ) -> None:
        self._bound = bound
        self._functions = functions
        self._pure_stars = any(module.partition(".")[0] in PURE for module in stars)

    def allows(self, expression: ast.expr) -> bool:
        stack: list[ast.AST] = [expression]
        while stack:
            node = stack.pop()
            if isinstance(node, _NEVER) or (
                isinstance(node, ast.Call) and not self._allows_call(node)
            ):
                return False
            if isinstance(node, ast.Lambda):
                stack.extend(
                    (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None))
                )
            else:
                stack.extend(ast.iter_child_nodes(node))
        return True

    def makes_function(self, expression: ast.expr) -> bool:
        """Whether the value is surely meant as a function: a lambda, another name, a partial."""
        if isinstance(expression, ast.Call):
            return self.path(expression.func) in _KEEPERS
        return isinstance(expression, (ast.Lambda, ast.Name, ast.Attribute))

    def path(self, expression: ast.expr) -> str | None:
        """``np.random.rand`` -> "numpy.random.rand"; a builtin is its own name; else None."""
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name) or expression.id in self._functions:
            return None
        name = expression.id
        if name in self._bound:
            parts.append(self._bound[name])
        elif name in _BUILTINS or (self._pure_stars and not parts):
            parts.append(name)
        else:
            return None
        return ".".join(reversed(parts))

    def _allows_call(self, call: ast.Call) -> bool:
        path = self.path(call.func)
        if path is None:
            # A method of a value, such as `np.arange(6).reshape(2, 3)` or `"a b".split()`.
            function = call.func
            if not isinstance(function, ast.Attribute) or function.attr not in _METHODS:
                return False
            return not self._is_own(function.value) and not self._hands_over_function(call)
        if path in _LOOKS:
            return True
        root, _, rest = path.partition(".")
        if rest:
            allowed = root in PURE or root in _BUILTINS
        else:
            allowed = root not in self._bound  # a builtin, or a name that a star import brought
        if not allowed or path.rpartition(".")[2] in _FILES:
            return False
        keeps = path in _KEEPERS or path in _CONTAINERS or root == "collections"
        return keeps or not self._hands_over_function(call)

    def _is_own(self, expression: ast.expr) -> bool:
        return isinstance(expression, ast.Name) and expression.id in self._functions

    def _hands_over_function(self, call: ast.Call) -> bool:
        values = [*call.args, *(word.value for word in call.keywords)]
        return any(isinstance(value, ast.Lambda) or self._is_own(value) for value in values)
