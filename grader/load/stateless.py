"""Whether calls of a program's functions surely leave nothing behind for the next call.

Such a call gives the same value in a child that has answered others as in a fresh one. It is read
off the syntax, against lists of what is known to keep nothing: expressions, loops and assignments
to local names, calls of NumPy's plain functions and of the program's own functions of this kind.
Whatever is not on a list counts as keeping something. That costs a child more, never a mark.

What could carry over, and why it cannot here: a global, a function's attribute or its mutable
default (not read, not set, not allowed); a module's state (only listed functions are reached, and
the random state is set before every call); memory that is not initialised (``np.empty``,
``where=``: not listed); memory that runs out (no ``try``, so it ends the call).
"""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from grader.load.children import push_children
from grader.model.exercise import Module
from grader.model.submission import Program

_NUMPY = frozenset(
    "abs absolute add all allclose amax amin any append arange arccos arcsin arctan arctan2 arctanh"
    " argmax argmin argsort argwhere around array array_equal asarray atleast_1d atleast_2d average"
    " bool_ broadcast_to c_ ceil clip column_stack concatenate copy cos cosh count_nonzero cov cumprod"
    " cumsum diag diff divide dot dtype e einsum equal exp errstate expand_dims expm1 eye fabs finfo flip"
    " float32 float64 floor full full_like greater greater_equal heaviside hstack identity inf inner int32 int64"
    " invert isclose isfinite isinf isnan less less_equal linspace log log10 log1p log2 logical_and"
    " logical_not logical_or logical_xor matmul max maximum mean median min minimum mod moveaxis"
    " multiply nan nan_to_num nansum ndim negative newaxis nonzero not_equal ones ones_like outer pi"
    " power prod ravel reciprocal repeat reshape round shape sign sin sinh size sort split sqrt"
    " square squeeze stack std subtract sum swapaxes take tan tanh tensordot tile trace transpose tril"
    " triu unique var vdot vstack where zeros zeros_like"
    " linalg.det linalg.inv linalg.norm linalg.solve"
    " random.RandomState random.binomial random.choice random.default_rng random.normal"
    " random.permutation random.rand random.randint random.randn random.random random.random_sample"
    " random.seed random.shuffle random.standard_normal random.uniform".split()
)
_MATH = frozenset(
    "ceil cos e exp fabs floor fsum inf isfinite isinf isnan log log10 log1p log2 nan pi pow sin"
    " sqrt tan tanh".split()
)
_MODULES = {
    "numpy": _NUMPY,
    "math": _MATH,
    "copy": frozenset({"copy", "deepcopy"}),
}
_METHODS = frozenset(
    "T all any append argmax argmin argsort astype clip conj copy count cumprod cumsum diagonal dot"
    " dtype endswith extend fill flat flatten format get index insert item items join keys lower max"
    " mean min ndim nonzero pop prod ravel remove repeat replace reshape reverse round setdefault"
    " shape size sort split squeeze startswith std strip sum swapaxes tolist transpose update upper"
    " values var binomial choice integers normal permutation rand randint randn random random_sample"
    " shuffle standard_normal uniform".split()
)
_BUILTINS = frozenset(
    "abs all any bool complex dict divmod enumerate filter float frozenset int isinstance len list map"
    " max min pow print range repr reversed round set slice sorted str sum tuple zip"
    " ArithmeticError AssertionError Exception IndexError KeyError NotImplementedError"
    " RuntimeError TypeError ValueError ZeroDivisionError".split()
)
_OTHER_BUILTINS = frozenset(dir(builtins)) - _BUILTINS
# Operators and contexts are not among them, since the search does not descend to those.
_NODES = frozenset((
    ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.While, ast.If, ast.Raise,
    ast.Assert, ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.BoolOp, ast.NamedExpr, ast.BinOp,
    ast.UnaryOp, ast.IfExp, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp, ast.comprehension, ast.Compare, ast.Call, ast.FormattedValue, ast.JoinedStr,
    ast.Constant, ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List, ast.Tuple,
    ast.Slice, ast.With, ast.withitem, ast.Lambda, ast.FunctionDef, ast.keyword,
))  # fmt: skip
_SCOPES = frozenset((
    ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
))  # fmt: skip


def keeps_nothing(program: Program, modules: Sequence[Module]) -> bool:
    """Whether the graded functions of a program, called in any order, leave nothing behind.

    ``modules`` are the exercise's stand-ins: author code, which is judged in the same way.
    """
    if len(program.trees) != len(program.statements) or program.aliases:
        return False
    served = {name: module for module in modules for name in module.names}
    served |= {name: served[own] for name, own in program.module_names.items() if own in served}
    top = _Top(served, modules, program.inert)
    try:
        return all(map(top.take, program.trees)) and set(program.functions) <= top.harmless()
    except RecursionError:  # an expression nested that deeply is no honest one
        return False


@functools.lru_cache(maxsize=64)
def _harmless_exports(module: Module) -> frozenset[str]:
    """The functions and constants of a stand-in that keep nothing."""
    top = _Top({}, (), ())
    taken = all(map(top.take, ast.parse(module.source).body))
    return top.harmless() & set(module.exports) if taken else frozenset()


class _Top:
    """A program's top level: what each name is bound to."""

    def __init__(
        self, served: Mapping[str, Module], supplied: Sequence[Module], inert: Sequence[str]
    ) -> None:
        self._served, self._inert = served, inert
        self._modules = {"np": _MODULES["numpy"], "numpy": _MODULES["numpy"]}
        self._modules["math"] = _MODULES["math"]
        self._fixed: set[str] = set()
        self._functions: dict[str, list[ast.FunctionDef]] = {}
        self._others: set[str] = set()
        self._values: list[ast.expr] = []
        for module in supplied:
            self._take_all(module)

    def take(self, node: ast.stmt) -> bool:
        """Note what a statement binds. False where it is of a kind that is not followed."""
        if isinstance(node, ast.FunctionDef):
            self._functions.setdefault(node.name, []).append(node)
            defaults = (*node.args.defaults, *filter(None, node.args.kw_defaults))
            return not node.decorator_list and all(map(_is_fixed, defaults))
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._import(alias)
            return True
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._import_from(node.module or "", alias)
            return True
        if isinstance(node, ast.Assign):
            return all(self._assign(target, node.value) for target in node.targets)
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

    def _import(self, alias: ast.alias) -> None:
        name = alias.asname or alias.name.partition(".")[0]
        module = self._served.get(alias.name)
        listed = _MODULES.get(alias.name) if module is None else _harmless_exports(module)
        if listed is not None and self._modules.get(name, listed) == listed:
            self._modules[name] = listed
        else:
            self._others.add(name)

    def _import_from(self, path: str, alias: ast.alias) -> None:
        module = self._served.get(path)
        if module is not None and alias.name == "*":
            self._take_all(module)
            return
        if alias.name == "*" and path in self._inert:  # it gives no name
            return
        good = _MODULES.get(path, ()) if module is None else _harmless_exports(module)
        (self._fixed if alias.name in good else self._others).add(alias.asname or alias.name)

    def _take_all(self, module: Module) -> None:
        good = _harmless_exports(module)
        self._fixed |= good
        self._others |= set(module.exports) - good

    def _assign(self, target: ast.expr, value: ast.expr) -> bool:
        if not isinstance(target, ast.Name):
            return False
        if isinstance(value, ast.Name) and value.id in self._functions:  # its other name
            self._functions.setdefault(target.id, []).extend(self._functions[value.id])
        elif _is_fixed(value):
            self._fixed.add(target.id)
        else:
            self._others.add(target.id)
            self._values.append(value)
        return True

    def harmless(self) -> frozenset[str]:
        """The names that a function may read: all that look right, less what reads another."""
        bound = self._fixed | self._others | self._functions.keys()
        modules = {name: path for name, path in self._modules.items() if name not in bound}
        unsure = self._others | self._functions.keys()
        if "*" in bound or not all(_Body.of_value(each, modules, unsure) for each in self._values):
            return frozenset()
        bodies = {name: _Body(each, modules, unsure) for name, each in self._functions.items()}
        good = {name for name, body in bodies.items() if body.plain}
        good = (good | (self._fixed - self._functions.keys())) - self._others
        while True:
            # A name that nothing binds is a listed builtin, or raises each time.
            bad = (bound | modules.keys()) - good
            lost = {name for name in good & bodies.keys() if bodies[name].reads & bad}
            if not lost:
                return frozenset(good)
            good -= lost


class _Body:
    """All definitions of one function: whether each part is on the lists, and what they read."""

    def __init__(
        self,
        definitions: Iterable[ast.FunctionDef],
        modules: Mapping[str, Set[str]],
        unsure: Set[str],
    ) -> None:
        self._modules, self._unsure = modules, unsure
        self.reads: set[str] = set()
        self.plain = all(self._takes(each.body, each.args) for each in definitions)

    @classmethod
    def of_value(cls, value: ast.expr, modules: Mapping[str, Set[str]], unsure: Set[str]) -> bool:
        """Whether a top-level value is made without any function of the program."""
        body = cls((), modules, unsure)
        return body._takes([value], None) and not body.reads & unsure

    def _takes(self, parts: Sequence[ast.AST], arguments: ast.arguments | None) -> bool:
        local = set() if arguments is None else _argument_names(arguments)
        read: set[str] = set()
        pending: list[Any] = list(parts)
        while pending:
            node = pending.pop()
            kind = type(node)
            if kind not in _NODES:
                return False
            if kind is ast.Name:
                (read if type(node.ctx) is ast.Load else local).add(node.id)
            elif kind is ast.Attribute:
                if not self._is_listed(node):
                    if node.attr not in _METHODS or not isinstance(node.ctx, ast.Load):
                        return False
                    pending.append(node.value)
            elif kind is ast.keyword and node.arg in (None, "where"):
                return False
            elif kind in _SCOPES:
                inner = _bound_in(node)
                if inner & self._unsure or getattr(node, "decorator_list", None):
                    return False  # further out, the same name may be the program's
                local |= inner
                pending += _evaluated(node)
            elif kind is ast.AnnAssign:
                pending += filter(None, (node.target, node.value))
            else:
                push_children(node, pending)
        self.reads |= read - local
        return not local & self._modules.keys() and not (read | local) & _OTHER_BUILTINS

    def _is_listed(self, node: ast.Attribute) -> bool:
        """Whether it is ``np.exp``, ``np.linalg.norm``, ... of the lists, and only read."""
        parts: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or not isinstance(node.ctx, ast.Load):
            return False
        return ".".join(reversed(parts)) in self._modules.get(inner.id, ())


def _argument_names(arguments: ast.arguments) -> set[str]:
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    starred = (each for each in (arguments.vararg, arguments.kwarg) if each is not None)
    return {argument.arg for argument in (*every, *starred)}


def _bound_in(scope: ast.AST) -> set[str]:
    """Every name that is bound somewhere in a scope within a function."""
    bound: set[str] = set()
    pending: list[Any] = [scope]
    while pending:
        node = pending.pop()
        kind = type(node)
        if kind is ast.Name:
            if type(node.ctx) is not ast.Load:
                bound.add(node.id)
        elif kind is ast.arg:
            bound.add(node.arg)
        elif kind is ast.FunctionDef:
            bound.add(node.name)
            pending += (node.args, *node.body)
        elif kind in _NODES or kind is ast.arguments:  # what else there is, is refused anyway
            push_children(node, pending)
    return bound


def _evaluated(scope: ast.AST) -> list[ast.AST]:
    """The parts of a scope that hold code: all but annotations, which stay text."""
    if isinstance(scope, (ast.FunctionDef, ast.Lambda)):
        defaults = (*scope.args.defaults, *filter(None, scope.args.kw_defaults))
        return [*defaults, *(scope.body if isinstance(scope.body, list) else [scope.body])]
    return list(ast.iter_child_nodes(scope))


def _is_fixed(node: ast.expr) -> bool:
    """Whether the value is written down and cannot change: numbers, text, tuples of these."""
    if isinstance(node, ast.Tuple):
        return all(map(_is_fixed, node.elts))
    if isinstance(node, ast.UnaryOp):
        return _is_fixed(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_fixed(node.left) and _is_fixed(node.right)
    return isinstance(node, ast.Constant)
