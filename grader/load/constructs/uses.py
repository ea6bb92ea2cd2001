"""Which constructs a function's code uses, and where: its own code, and its helpers'."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import NamedTuple

from grader.load.constructs.bindings import VALUE
from grader.load.constructs.reach import Reach, Seen
from grader.load.constructs.vocabulary import (
    HIDES,
    HIDING_ATTRIBUTES,
    KEYWORDS,
    OPERATORS,
    RECURSION,
    full_name,
    is_name,
    method_named,
    method_of,
    same_function,
    spelled_out,
)
from grader.model.exercise import below
from grader.model.submission import Program

ENTANGLED = "code that cannot be read"
_MOST_NODES = 50_000
"""More than any student writes; a file that has more in one function is not read to its end."""


class Use(NamedTuple):
    """A construct that a function's code uses.

    construct  the author's word for it, or one of HIDES
    hides      whether it is forbidden only because nobody can see what it uses
    within     the function that it stands in
    """

    construct: str
    origin: str
    line: int
    within: str
    hides: bool = False


def uses(
    program: Program, function: str, forbidden: Sequence[str], apart: Collection[str] = ()
) -> list[Use]:
    """The forbidden constructs that a call of ``function`` may run, one a line, in their order.

    Constructs by which code uses what its text does not name (``eval``) count as well.
    """
    if not forbidden:
        return []
    words, reach = _Words(forbidden), Reach(program, function, apart)
    found = _collect(reach, words, hiding=True)
    if RECURSION in words.spelled:
        found += _recursions(reach, program)
    order = {statement.origin: n for n, statement in reversed([*enumerate(program.statements)])}
    return sorted(set(found), key=lambda use: (order.get(use.origin, 0), use.line, use.construct))


def lacking(
    program: Program,
    function: str,
    required: Sequence[Sequence[str]],
    apart: Collection[str] = (),
) -> list[Sequence[str]]:
    """Those of ``required`` of which the function's code uses none: each is a choice of constructs.

    Code that can be seen never to run does not count.
    """
    missing = []
    for choice in required:
        reach = Reach(program, function, apart, living=True)
        found = _collect(reach, _Words(choice), hiding=False)
        if RECURSION in choice:
            found += _recursions(reach, program)
        if not found:
            missing.append(choice)
    return missing


class _Words:
    """An author's words, by what they are looked up with."""

    def __init__(self, words: Sequence[str]) -> None:
        self.spelled = spelled_out(words)
        self._full = {word: full_name(word) for word in self.spelled if is_name(word)}
        self._methods: dict[str, str] = {w[1:]: w for w in self.spelled if w.startswith(".")}
        for word in self._full:
            if (method := method_of(word)) is not None:
                self._methods.setdefault(method, word)

    def of_syntax(self, node: ast.AST) -> list[str]:
        """The words for a statement, or for the operator of an expression."""
        found = [w for w in self.spelled if isinstance(node, KEYWORDS.get(w, ()))]
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            found += [w for w in self.spelled if w in OPERATORS and type(node.op) is OPERATORS[w]]
        return found

    def of_name(self, full: str) -> list[str]:
        full = full.replace("numpy.ma.", "numpy.", 1) if full.startswith("numpy.ma.") else full
        found = [word for word, name in self._full.items() if same_function(full, name)]
        if (method := method_named(full)) is not None:
            found += self.of_attribute(method)
        return found

    def of_attribute(self, name: str) -> list[str]:
        """The words for an attribute of a value."""
        return [self._methods[name]] if name in self._methods else []

    def of_pattern(self, name: str) -> list[str]:
        """The words for an attribute that a pattern takes, be it a value's or a module's."""
        ending = [word for word, full in self._full.items() if full.rpartition(".")[2] == name]
        return [*ending, *self.of_attribute(name)]


def _collect(reach: Reach, words: _Words, hiding: bool) -> list[Use]:
    found: list[Use] = []
    shown: set[ast.AST] = set()
    idle: set[ast.AST] = set()
    try:
        for number, seen in enumerate(reach):
            if number > _MOST_NODES:
                raise RecursionError
            found += [_use(word, seen) for word in words.of_syntax(seen.node)]
            if isinstance(seen.node, ast.Expr) and not hiding:
                idle.add(seen.node.value)  # a name that only stands there is no use of it
            if seen.node not in idle or isinstance(seen.node, ast.Call):
                found += _of_reference(seen, words)
            if isinstance(seen.node, ast.Call) and seen.scopes.looked_up(seen.node) is not None:
                shown.add(seen.node.func)
            if hiding and seen.node not in shown:
                found += _hidden(seen)
            if RECURSION in words.spelled and _names_itself(seen.node):
                found.append(_use(RECURSION, seen))
    except RecursionError:
        site = reach.program.functions.get(reach.function)
        if hiding and site is not None:
            found.append(Use(ENTANGLED, site.origin, site.line, reach.function, hides=True))
    return found


def _names_itself(node: ast.AST) -> bool:
    """Whether a function's own body names it: also of one inside another."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    inner = (part for statement in node.body for part in ast.walk(statement))
    return any(isinstance(part, ast.Name) and part.id == node.name for part in inner)


def _of_reference(seen: Seen, words: _Words) -> list[Use]:
    node = seen.node
    if isinstance(node, ast.MatchClass):
        taken = [word for name in node.kwd_attrs for word in words.of_pattern(name)]
        return [_use(word, seen) for word in taken]
    if isinstance(node, ast.Call):
        names, text = seen.scopes.stands_for(node), seen.scopes.looked_up(node)
        if text is not None and VALUE in names:
            return [_use(word, seen) for word in words.of_attribute(text)]
    elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
        names = seen.scopes.stands_for(node)
    else:
        return []
    found = [word for full in names for word in words.of_name(full)]
    if isinstance(node, ast.Attribute) and VALUE in names:
        found += words.of_attribute(node.attr)
    return [_use(word, seen) for word in found]


def _hidden(seen: Seen) -> list[Use]:
    """What hides from the text which functions are used."""
    node, scopes = seen.node, seen.scopes
    if isinstance(node, ast.MatchClass):
        return [
            _use(name, seen, hides=True) for name in node.kwd_attrs if name in HIDING_ATTRIBUTES
        ]
    if isinstance(node, ast.Attribute) and node.attr in HIDING_ATTRIBUTES:
        return [_use(node.attr, seen, hides=True)]
    if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
        return []
    names = {full.removeprefix("builtins.") for full in scopes.stands_for(node)}
    found = {
        word for full in names for word in HIDES if full == word or full.startswith(f"{word}.")
    }
    return [_use(word, seen, hides=True) for word in found]


def _use(word: str, seen: Seen, hides: bool = False) -> Use:
    line = getattr(seen.node, "lineno", None)
    if line is None:  # a comprehension's part, an argument
        line = next((c.lineno for c in ast.walk(seen.node) if hasattr(c, "lineno")), 0)
    return Use(word, seen.origin, line, seen.within, hides)


def _recursions(reach: Reach, program: Program) -> list[Use]:
    """The functions that may call themselves, directly or by way of others."""
    found = []
    for name in reach.edges:
        if name in below(reach.edges, name):
            site = next(
                (
                    (statement.origin, node.lineno)
                    for statement, tree in zip(program.statements, program.trees, strict=True)
                    for node in ast.walk(tree)
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                    and node.name == name
                ),
                None,
            )
            if site is not None:
                found.append(Use(RECURSION, *site, name))
    return found
