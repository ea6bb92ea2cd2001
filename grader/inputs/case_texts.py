"""Case functions with other constants in their texts: other sizes, more layers, other options.

What an author chose stands in the text of a case function: sizes, rates, how many layers there are,
an option's name. With other numbers in it the function makes inputs of the same kind, in which
everything belongs together: the author's own helpers make a network, and the cache of a pass through
it, for three layers as for two. So what is met by public cases alone is nearer to all that the
function is meant for.
"""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import re
import sys
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import CodeType, FrameType, FunctionType
from typing import Any

import numpy as np

from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction, function_text
from grader.course.prepare import bind_to
from grader.model.declaration import CaseDeclaration, MakeArguments
from grader.model.exercise import Call
from grader.values import map_leaves

Words = Sequence[frozenset[str]]
"""Texts that a function tells apart, together with those that may stand in their place."""

_LARGEST = 60
"""A number in the text that is larger is no small size: it hardly grows."""
_GROWS_TO = 9
"""Smaller sizes grow so far, and larger ones a little: inputs stay small."""
_LONGER = (1, 1, 1, 1, 1, 2, 2, -1, -1, -1, 0, 0, 0, 0, 9, 9)
"""By how many items lists grow: by one as a rule, and sometimes to W10, which sorts before W2."""
_MOST_LINES = 20_000
"""Lines that a case function may run with other constants: a loop may never end with them."""
_NO_NUMBERS = frozenset({"axis", "keepdims", "ndmin", "dtype"})
_NO_LENGTHS = frozenset({"size", "shape"})
_QUOTED = re.compile(r'"([^"\n]{1,24})"')


class _TooLong(Exception):
    pass


def with_other_constants(
    case: CaseDeclaration, rng: np.random.RandomState, words: Words
) -> CaseDeclaration | None:
    """Return the case with other constants in its function's text; None where that has none.

    Args:
        words: texts that may stand in each other's place.
    """
    make = case.make
    found = _parsed(make) if isinstance(make, FunctionType) and make.__closure__ is None else None
    if found is None or not isinstance(make, FunctionType):
        return None
    tree = copy.deepcopy(found)
    if not _Change(rng, words, make.__globals__).of(tree):
        return None
    ast.increment_lineno(ast.fix_missing_locations(tree), make.__code__.co_firstlineno - 1)
    compiled = compile(ast.Module([tree], []), make.__code__.co_filename, "exec")
    code = next(each for each in compiled.co_consts if isinstance(each, CodeType))
    changed = FunctionType(code, make.__globals__, make.__name__, make.__defaults__)
    changed.__kwdefaults__ = make.__kwdefaults__
    return replace(case, make=_ended(changed))


@functools.lru_cache(maxsize=512)
def _parsed(make: FunctionType) -> ast.FunctionDef | None:
    """The definition of an author's function, without decorators; None where there is no text of it."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(make))).body
    except (OSError, TypeError, SyntaxError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef) or body[0].name != make.__name__:
        return None
    body[0].decorator_list = []
    return body[0]


def _ended(make: MakeArguments) -> MakeArguments:
    """The function, which raises when it runs too long."""

    @functools.wraps(make)
    def made(*given: Any) -> Any:
        lines = 0

        def count(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal lines
            lines += 1
            if lines > _MOST_LINES:
                raise _TooLong
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            return make(*given)
        finally:
            sys.settrace(before)

    return made


class _Change:
    """One change of a case function's text: of its sizes, its other numbers, its lists, its options."""

    def __init__(self, rng: np.random.RandomState, words: Words, names: Mapping[str, Any]) -> None:
        self._rng, self._words, self._names = rng, words, names
        self._longer = int(rng.choice(_LONGER))
        self._place = float(rng.uniform())
        self._by_value = bool(rng.uniform() < 0.7)
        self._sizes: dict[int, int] = {}
        self._is_changed = False

    def of(self, tree: ast.FunctionDef) -> bool:
        """Change the tree; say whether anything was changed."""
        body = tree.body
        first = body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            body = body[1:]
        for statement in body:
            self._visit(statement)
        return self._is_changed

    def _visit(self, node: ast.AST, name: str = "") -> None:
        """Change what is in a node; ``name`` is that of the argument that it is."""
        if isinstance(node, ast.Constant):
            self._change(node)
        elif isinstance(node, (ast.JoinedStr, ast.Compare)):
            return
        elif isinstance(node, ast.Subscript):
            self._visit(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            self._visit(node.left)
        elif isinstance(node, ast.keyword):
            if node.arg not in _NO_NUMBERS:
                self._visit(node.value, node.arg or "")
        elif isinstance(node, ast.Dict):
            for value in node.values:
                self._visit(value)
        else:
            for child in ast.iter_child_nodes(node):
                self._visit(child)
            if name not in _NO_LENGTHS:
                self._resize(node)

    # Values.

    def _change(self, node: ast.Constant) -> None:
        old = node.value
        if isinstance(old, bool):
            node.value = old if self._rng.randint(4) else not old
        elif isinstance(old, int) and old >= 1:
            node.value = self._size(old)
        elif isinstance(old, float):
            node.value = self._number(old)
        elif isinstance(old, str):
            node.value = other_word(old, self._words, self._rng)
        self._is_changed |= node.value != old

    def _size(self, old: int) -> int:
        if not self._by_value:
            return self._other_size(old)
        if old not in self._sizes:
            self._sizes[old] = self._other_size(old)
        return self._sizes[old]

    def _other_size(self, old: int) -> int:
        known = [*self._sizes.values()] or [old]
        if old > _LARGEST:
            return int(self._rng.choice([old, old, old - 1, old + 1, old // 2, old // 10]))
        near = (old, old, old, 1, 2, 3, old - 1, old + 1, old + 2, 2 * old, known[-1])
        most = max(old + 2, _GROWS_TO)
        return int(self._rng.choice([size for size in near if 1 <= size <= most]))

    def _number(self, old: float) -> float:
        rng, size = self._rng, abs(old)
        kind = rng.uniform()
        if kind < 0.15:
            return old
        if size == 0:
            return float(rng.choice([0.0, 0.5, 1.0]))
        if kind < 0.3:  # where much is left out, or all of it counts
            return float(rng.choice([0.0, 1.0]))
        if kind < 0.37:
            return float(old * rng.choice([4.0, 20.0]))
        if kind < 0.42:
            return -old
        if size < 1e-2:
            return float(old * 10.0 ** rng.randint(-1, 2))
        if size <= 1:
            return float(np.round(rng.uniform(0.05, 0.95), 2))
        return float(np.round(old * rng.uniform(0.4, 2.0), 2))

    # Lengths.

    def _resize(self, node: ast.AST) -> None:
        """Make a list of constants, or the widths among a call's arguments, longer or shorter."""
        if isinstance(node, (ast.List, ast.Tuple)):
            self._resize_items(node.elts, 0)
        elif isinstance(node, ast.Call) and self._takes_any_number(node.func):
            first = next((i for i, a in enumerate(node.args) if _is_plain(a)), len(node.args))
            self._resize_items(node.args, first)

    def _takes_any_number(self, function: ast.expr) -> bool:
        known = self._names.get(function.id) if isinstance(function, ast.Name) else None
        if not isinstance(known, FunctionType):
            return False
        return bool(known.__code__.co_flags & inspect.CO_VARARGS)

    def _resize_items(self, items: list[ast.expr], first: int) -> None:
        own = items[first:]
        if not self._longer or not own or not all(map(_is_plain, own)):
            return
        if len(own) + self._longer < 1:
            return
        at = first + int(self._place * len(own))
        self._is_changed = True
        if self._longer < 0:
            del items[at]
            return
        for _ in range(self._longer):
            made = copy.deepcopy(items[at])
            for node in ast.walk(made):
                if isinstance(node, ast.Constant):
                    if type(node.value) is int and node.value >= 1:
                        node.value = int(self._rng.randint(1, 6))
                    else:
                        self._change(node)
            items.insert(at, made)


def _is_plain(node: ast.expr) -> bool:
    """Whether it is a number or a text, as it is written."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool)


# Options.


def words_told_apart(definition: Definition, function: str) -> Words:
    """The texts between which a function of the reference decides, in groups.

    They stand in one line of its docstring, or are compared with the same thing.
    """
    tree = ast.parse(function_text(definition.reference, function))
    groups: list[frozenset[str]] = []
    compared: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            lines = (ast.get_docstring(node) or "").splitlines()
            groups += [frozenset(_QUOTED.findall(line)) for line in lines if ":" in line]
        elif isinstance(node, ast.Compare):
            told = compared.setdefault(ast.unparse(node.left), set())
            told.update(_texts_in(node.comparators))
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
            groups.append(frozenset(_texts_in(node.value.keys)))
    groups += map(frozenset, compared.values())
    return [group for group in groups if len(group) > 1]


def _texts_in(nodes: Collection[ast.expr | None]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def other_word(word: str, words: Words, rng: np.random.RandomState) -> str:
    """A text that a function tells from this one, or the same."""
    for group in words:
        if word in group:
            return str(rng.choice(sorted(group)))
    return word


def with_other_options(
    call: Call, signature: ReferenceFunction, words: Words, rng: np.random.RandomState
) -> Call:
    """The call with other texts among its arguments, and options given, turned round or left out."""
    if call.steps or signature.methods is not None:
        return call
    arguments = {
        name: map_leaves(lambda leaf: _other_leaf(leaf, words, rng), value)
        for name, value in call.arguments.items()
    }
    for name, text in signature.defaults:
        if rng.randint(4):
            continue
        if name in arguments:
            del arguments[name]
            continue
        try:
            default = ast.literal_eval(text)
        except ValueError:
            continue
        if isinstance(default, (bool, str)):
            arguments[name] = (
                not default if isinstance(default, bool) else other_word(default, words, rng)
            )
    changed: Call = bind_to(replace(call, arguments=arguments), signature)
    return changed


def _other_leaf(leaf: Any, words: Words, rng: np.random.RandomState) -> Any:
    return other_word(leaf, words, rng) if isinstance(leaf, str) else leaf
