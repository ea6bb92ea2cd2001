"""What a student's code shows about a failure: its line, its function, and how that takes its arguments.

Read off the syntax tree that the judge compiled, never run here. Parameters in another order, a
global name in the place of one, another default: these are facts of the code, whatever it returns,
and the commonest causes of "it works in my notebook".
"""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from grader.load.call_graph import lines_reached, reached
from grader.load.read.compile import code_lines
from grader.load.select.functions import LOOK_ALIKE, defaults_in, positional
from grader.load.select.scope import DEFINITIONS
from grader.model.call_binding import call_with
from grader.model.exercise import Case, Exercise, Function, Mistake
from grader.model.outcome import Outcome, Raised
from grader.model.submission import FunctionSite, Program
from grader.mutation.code import methods_of
from grader.util.language import gettext
from grader.util.untrusted_text import neutralise

MOST_PLACES = 63
"""With "no place" that is six bits. See docs/threat-model.md, which says what all of it adds up to."""


SIGNATURE_MISTAKES = frozenset(
    {"parameters_in_another_order", "global_in_place_of_a_parameter", "another_default"}
)
"""Mistakes that the function's own text shows: no helper has a part in them."""


def line_of(program: Program | None, raised: Raised) -> str:
    """The student's own line that raised, "" where it is not known."""
    if program is None or raised.line is None:
        return ""
    lines = code_lines(program.texts.get(raised.origin or "", ""))
    return " ".join(lines[raised.line - 1].split()) if 0 < raised.line <= len(lines) else ""


def place_for_students(program: Program, function: str, raised: Raised) -> tuple[int, int] | None:
    """Return the first and the last line of where a hidden case raised, in ``raised.origin``.

    Student code saw the hidden inputs and may raise wherever it likes: the place is a message that
    it chooses. So there are at most MOST_PLACES messages, whatever the file looks like, named by
    the judge, from the code that the graded function can reach: the very line in a function of
    usual length, a few lines in a longer one. None where ``function`` cannot reach the code that
    raised, as far as the judge can see, or where there are too many files for so few places.
    """
    by_origin = lines_reached(program, function)
    lines = by_origin.get(raised.origin or "", [])
    if raised.line not in lines or len(by_origin) > MOST_PLACES:
        return None
    size = 1
    while sum(-(-len(others) // size) for others in by_origin.values()) > MOST_PLACES:
        size += 1
    start = lines.index(raised.line) // size * size
    group = lines[start : start + size]
    return group[0], group[-1]


def misread_signature(
    exercise: Exercise,
    wrong: Sequence[Case],
    right: Sequence[Case],
    program: Program,
    hint_of_global: str | None,
) -> Mistake | None:
    """Return what is wrong with how the function of these cases takes its arguments, if anything."""
    case = next((case for case in wrong if not case.is_property), None)
    if case is None:
        return None
    hints = {
        "parameters_in_another_order": signature_hint(exercise, case, program),
        "global_in_place_of_a_parameter": hint_of_global,
        "another_default": _default_hint(exercise, wrong, right, program),
    }
    return _first(case.function, hints)


def kept_from_returning(
    cases: Sequence[Case], outcomes: Mapping[str, Outcome], program: Program, some_right: bool
) -> Mistake | None:
    """Return what keeps the function of these cases from returning its value, as its text shows, if anything.

    It has no return, an error that it hides ends it, or its loop ends in the first round. Only the last
    may be where some results are right.
    """
    plain = [case for case in cases if not case.is_property and case.call.is_plain]
    if not plain or len(plain) < len(cases):
        return None
    if any(value is None for case in plain for value in case.expected.values()):
        return None
    is_none = all(outcomes[case.name].value is None for case in plain)
    own = _Written(program, plain[0].function)
    hints = {
        "returns_no_value": None if some_right else _hint_of_return(own),
        "hides_an_error": _hint_of_except(own) if is_none else None,
        "leaves_the_loop": None if is_none else _hint_of_loop(own),
    }
    return _first(own.name, hints)


def miswritten(cases: Sequence[Case], program: Program) -> Mistake | None:
    """Return a line of the function of these cases that does less than it looks like, if there is one.

    ``x =- y`` where ``x`` has a value, ``x == y`` as a statement, and a result that nothing keeps.
    """
    if not cases:
        return None
    own = _Written(program, cases[0].function)
    hints = {
        "assigns_with_a_sign": _hint_of_sign(own),
        "keeps_no_result": _hint_of_lost_result(own),
    }
    return _first(own.name, hints)


def _first(function: str, hints: Mapping[str, str | None]) -> Mistake | None:
    found = next(((id, hint) for id, hint in hints.items() if hint is not None), None)
    return Mistake(function, *found, {}) if found else None


_Node = TypeVar("_Node", bound=ast.stmt)


class _Written:
    """A function as it is written in the submission."""

    def __init__(self, program: Program, name: str) -> None:
        self.name, self.node = name, definition_of(program, name)
        self._site, self._texts = program.functions.get(name), program.texts

    @property
    def lines(self) -> list[str]:
        """Of the file or cell in which it stands."""
        return code_lines(self._texts.get(self._site.origin, "")) if self._site else []

    @property
    def parameters(self) -> list[str]:
        return positional(self.node.args) if isinstance(self.node, ast.FunctionDef) else []

    def parts(self) -> Iterator[ast.AST]:
        """All below it but what is inside other functions."""
        pending: list[ast.AST] = [*self.node.body] if isinstance(self.node, ast.FunctionDef) else []
        while pending:
            part = pending.pop()
            yield part
            if not isinstance(part, (*DEFINITIONS, ast.Lambda)):
                pending += ast.iter_child_nodes(part)

    def statements(self, kind: type[_Node]) -> list[_Node]:
        """Its statements of a kind, in the order of their lines."""
        found = [part for part in self.parts() if isinstance(part, kind)]
        return sorted(found, key=lambda part: part.lineno)

    def place(self, line: int) -> str:
        origin = f"{neutralise(self._site.origin, 80)}, " if self._site else ""
        return f"{origin}line {line}"


_GIVES_ANOTHER = frozenset(
    (
        "reshape", "astype", "round", "transpose", "flatten", "ravel", "squeeze",
        "strip", "replace", "upper", "lower",
    )
)  # fmt: skip
"""Methods of arrays and texts that leave the object as it is, and that nobody's own class has."""


def _hint_of_lost_result(own: _Written) -> str | None:
    for part in own.statements(ast.Expr):
        value, where = part.value, own.place(part.lineno)
        shown = neutralise(ast.unparse(value), 60)
        if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
            return gettext(
                "`{shown}` ({where}) only compares, and changes nothing. A single `=` stores a value.",
                shown=shown,
                where=where,
            )
        is_lost = isinstance(value, ast.BinOp)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            in_place = any(word.arg in ("out", "inplace", None) for word in value.keywords)
            is_lost = value.func.attr in _GIVES_ANOTHER and not in_place
        if is_lost:
            return gettext(
                "The result of `{shown}` ({where}) is thrown away. Write a name and `=` before it to keep it.",
                shown=shown,
                where=where,
            )
    return None


def _hint_of_except(own: _Written) -> str | None:
    """Where a try holds the return, and what is caught there is not told."""
    for part in own.statements(ast.Try):
        handled = [inner for handler in part.handlers for inner in ast.walk(handler)]
        told = any(isinstance(inner, ast.Raise) or _returns_a_value(inner) for inner in handled)
        if handled and not told and _returns_a_value((part.orelse or part.body)[-1]):
            return gettext(
                "The `except` ({where}) hides an error of your code. Take `try` and `except` out: then you read what is wrong.",
                where=own.place(part.handlers[0].lineno),
            )
    return None


def _returns_a_value(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Return) else None
    return value is not None and not (isinstance(value, ast.Constant) and value.value is None)


def _hint_of_loop(own: _Written) -> str | None:
    """Where a for ends in its first round whatever happens."""
    for part in own.statements(ast.For):
        last = part.body[-1]
        goes_on = any(isinstance(inner, ast.Continue) for inner in ast.walk(part))
        if isinstance(last, ast.Return) and not goes_on:
            return gettext(
                "The `return` ({where}) is inside the loop, so the loop ends in its first round. Move it out: less indented, below the loop.",
                where=own.place(last.lineno),
            )
    return None


def _hint_of_sign(own: _Written) -> str | None:
    """Where ``x =- y`` is written, which is ``x = -y``."""
    known = set(own.parameters)
    for part in own.statements(ast.Assign):
        target, line = part.targets[0], part.value.lineno
        has_value = isinstance(target, ast.Subscript) or getattr(target, "id", "") in known
        known |= {n.id for t in part.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        if not has_value or len(part.targets) > 1:
            continue
        # The columns count bytes.
        text = "".join(own.lines[line - 1 : line]).encode("utf-8", "replace")
        before, after = text[: part.value.col_offset], text[part.value.col_offset :]
        written = re.match(rb"[-+] ", after) if before.endswith(b"=") else None
        if written:
            return gettext(
                "`={sign}` ({where}) only assigns, with a sign before the value. `{sign}=` changes what is there.",
                sign=written[0].decode().strip(),
                where=own.place(line),
            )
    return None


def _hint_of_return(own: _Written) -> str | None:
    if isinstance(own.node, ast.AsyncFunctionDef):
        return gettext(
            "Write `def {name}` without `async`: nobody waits for its result.", name=own.name
        )
    if not isinstance(own.node, ast.FunctionDef) or own.node.decorator_list:
        return None
    parts = list(own.parts())
    if any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in parts):
        return gettext(
            "With `yield`, `{name}` gives a generator. Collect the values, and hand them back with `return`.",
            name=own.name,
        )
    if any(isinstance(part, ast.Return) and part.value is not None for part in parts):
        return None
    calls = [part.func for part in parts if isinstance(part, ast.Call)]
    if any(isinstance(called, ast.Name) and called.id == "print" for called in calls):
        return gettext(
            "`print` only shows a value. Hand it back with `return`: there is none in `{name}`.",
            name=own.name,
        )
    return gettext("There is no `return` with a value in `{name}`.", name=own.name)


def signature_hint(exercise: Exercise, case: Case, program: Program) -> str | None:
    """How the function is called and what it takes, where the same names come in another order."""
    site, function = program.functions.get(case.function), _function(exercise, case.function)
    if site is None or function is None or not site.parameters:
        return None
    call = call_with(function, site.parameters, case)
    given = list(call.arguments)[: call.positional]
    own = list(site.parameters)
    swapped = any(name in own and own.index(name) != place for place, name in enumerate(given))
    same_names = set(given) == set(own[: len(given)])
    return called_as(case, program) if swapped and same_names else None


def called_as(case: Case, program: Program) -> str:
    """How the function is called, beside what it takes."""
    site = program.functions[case.function]
    wanted = ", ".join(list(case.call.arguments)[: case.call.positional])
    return gettext(
        "It is called as {function}({wanted}); yours takes ({parameters}).",
        function=case.function,
        wanted=wanted,
        parameters=", ".join(site.parameters),
    )


def missing_default(exercise: Exercise, case: Case, missing: list[str]) -> str | None:
    """Which parameters need their default, where a call leaves just those out."""
    function = _function(exercise, case.function)
    defaults = dict(function.defaults) if function is not None else {}
    if not missing or not all(name in defaults for name in missing):
        return None
    return " ".join(
        gettext(
            "`{name}` needs its default: `{name}={default}`.", name=name, default=defaults[name]
        )
        for name in missing
    )


def _default_hint(
    exercise: Exercise, wrong: Sequence[Case], right: Sequence[Case], program: Program
) -> str | None:
    """The default that explains why every call that relies on it is wrong, and no other is."""
    function = _function(exercise, wrong[0].function)
    if function is None or not right:
        return None
    expected = dict(function.defaults)
    for name, text in defaults_of(program, function.name).items():
        relied_on = all(name not in case.call.arguments for case in wrong)
        given = all(name in case.call.arguments for case in right)
        if name in expected and relied_on and given and _are_other_values(expected[name], text):
            return gettext(
                "The default of `{name}` is {text} in your function, and {expected} in the exercise. A call that leaves it out gets the default.",
                name=name,
                text=text[:40],
                expected=expected[name],
            )
    return None


def _are_other_values(expected: str, text: str) -> bool:
    """Whether both are plain values, and differ."""
    try:
        return bool(ast.literal_eval(expected) != ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False


def global_hint(exercise: Exercise, name: str, program: Program) -> str | None:
    """Where the function ``name`` reads a global name and never the parameter that it stands for."""
    function, node = _function(exercise, name), _function_of(program, name)
    if function is None or node is None:
        return None
    own = positional(node.args)
    reads, writes = _names(node, ast.Load), _names(node, ast.Store)
    for place, unread in enumerate(own):
        if unread in reads:
            continue
        meant = function.parameters[place] if place < len(function.parameters) else unread
        for other in sorted(reads - writes - set(own)):
            where = _where_set(program, other)
            if where is not None and (other == meant or _are_alike(other, unread)):
                return gettext(
                    "`{function}` uses the global name `{other}` ({where}), and never its parameter `{name}`. Use the parameter.",
                    function=function.name,
                    other=other,
                    where=where,
                    name=unread,
                )
    return None


def own_parameter(program: Program | None, case: Case, name: str, raised: Raised) -> str | None:
    """The parameter that an unknown name was meant to be: the same but for its spelling."""
    if program is None:
        return None
    node = function_around(program, raised) or _function_of(program, case.function)
    if node is None:
        return None
    own = [*positional(node.args), *(a.arg for a in node.args.kwonlyargs)]
    reads = _names(node, ast.Load)
    near = [other for other in own if _are_alike(other, name)]
    unread = [other for other in near if other not in reads]
    return next(iter(unread or near), None)


def _are_alike(one: str, other: str) -> bool:
    """Whether two names differ by spelling only, as ``keep_prob`` and ``keep_prob_`` do."""
    one, other = (name.replace("_", "").casefold() for name in (one, other))
    if one == other or looks_like(one, other):
        return True
    ratio = difflib.SequenceMatcher(None, one, other).ratio()
    return min(len(one), len(other)) > 3 and ratio >= 0.8


def looks_like(one: str, other: str) -> bool:
    """Whether two names differ, and look the same: one has letters of another alphabet."""
    return one != other and one.translate(LOOK_ALIKE) == other.translate(LOOK_ALIKE)


def function_of_math(program: Program | None, line: str) -> str | None:
    """The function of the module math that a line calls and NumPy has as well, if there is one."""
    if program is None:
        return None
    imported = {
        alias.asname or alias.name: alias.name
        for node in program.trees
        if isinstance(node, ast.ImportFrom) and node.module == "math"
        for alias in node.names
    }
    for whole, name in re.findall(r"(?<![\w.])((?:math\.)?([A-Za-z_]\w*))\s*\(", line):
        meant = name if whole != name else imported.get(name, name if "*" in imported else "")
        if hasattr(math, meant) and isinstance(getattr(np, meant, None), np.ufunc):
            return meant
    return None


def takes_what_it_says(program: Program, site: FunctionSite, name: str) -> bool:
    """Whether a function's parameters are those of its site: of ``f = partial(g)`` none are known."""
    return bool(site.parameters) or _function_of(program, name) is not None


def is_class(program: Program, name: str) -> bool:
    """Whether the last definition of this name is a class."""
    return isinstance(definition_of(program, name), ast.ClassDef)


def takes_object(program: Program, owner: str, method: str) -> bool | None:
    """Whether a method takes the object first; None where it is not known, or where a decorator decides."""
    node = definition_of(program, owner)
    methods = methods_of(node) if node is not None else []
    defined = [part for part in methods if part.name == method]
    if not defined or defined[-1].decorator_list:
        return None
    arguments = defined[-1].args
    return arguments.vararg is not None or not {*positional(arguments)[:1]}.isdisjoint(_OBJECTS)


_OBJECTS = ("self", "this", "cls", "me", "s", "_")


def _function(exercise: Exercise, name: str) -> Function | None:
    return next((f for f in exercise.functions if f.name == name), None)


_LONGEST_TEXT = 6000


_COMMON = frozenset((0, 1, 2, -1))
_LONGEST_ANSWER = 40
_MOST_NUMBERS = 10
_MOST_TEXTS = 24


def constants_of(program: Program, name: str) -> tuple[int | float | str, ...]:
    """The numbers and short texts that a function of the submission has in its text, or those that it uses.

    Numbers that every function has are left out.
    """
    numbers: dict[int | float, None] = {}
    texts: dict[str, None] = {}
    for node in _used_by(program, name):
        names = set(_names_of_entries(node))
        for each in ast.walk(node):
            value = each.value if isinstance(each, ast.Constant) else None
            if isinstance(value, str):
                if 0 < len(value) <= _LONGEST_ANSWER and each not in names:
                    texts[value] = None
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                if value in _COMMON or not math.isfinite(value) or abs(value) >= 1e12:
                    continue
                numbers[value] = None
                if isinstance(value, float):
                    numbers[2 * value] = None  # who fixes lambd writes lambd / 2 as one number
    return (*sorted(numbers)[:_MOST_NUMBERS], *list(texts)[:_MOST_TEXTS])


def _names_of_entries(node: ast.AST) -> Iterator[ast.AST]:
    """Texts that are keys, parts of longer texts, or only stand there."""
    for each in ast.walk(node):
        match each:
            case ast.Subscript(slice=text) | ast.Expr(value=text):
                yield text
            case ast.Dict(keys=keys):
                yield from (key for key in keys if key is not None)
            case ast.JoinedStr(values=parts):
                yield from parts


def _used_by(program: Program, name: str) -> Iterator[ast.AST]:
    """The function's definition, and the statements outside that bind names which it reads."""
    own = _function_of(program, name)
    if own is None:
        return
    yield own
    read = reached(program, name, attributes=False) - {name}
    for node in program.trees:
        bound = [node.name] if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else []
        if isinstance(node, ast.Assign):
            bound = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if not read.isdisjoint(bound):
            yield node


def defaults_of(program: Program, name: str) -> dict[str, str]:
    """Parameter -> its default as the submission's function has it, as text."""
    node = _function_of(program, name)
    defaults = {} if node is None else defaults_in(node.args)
    return {parameter: ast.unparse(default) for parameter, default in defaults.items()}


def text_of(program: Program, name: str) -> str | None:
    """The submission's own text of a function, unless it is longer than a page has room for."""
    own = _Written(program, name)
    if not isinstance(own.node, ast.FunctionDef):
        return None
    text = "\n".join(own.lines[own.node.lineno - 1 : own.node.end_lineno])
    return text if text.strip() and len(text) <= _LONGEST_TEXT else None


def definition_of(
    program: Program, name: str
) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None:
    """The last top-level definition of a name."""
    definitions = (node for node in reversed(program.trees) if isinstance(node, DEFINITIONS))
    return next((node for node in definitions if node.name == name), None)


def _function_of(program: Program, name: str) -> ast.FunctionDef | None:
    node = definition_of(program, name)
    return node if isinstance(node, ast.FunctionDef) else None


def function_around(program: Program, raised: Raised) -> ast.FunctionDef | None:
    """The top-level function in which the line stands that raised."""
    line = raised.line or 0
    functions = (
        node
        for statement, node in zip(program.statements, program.trees, strict=False)
        if isinstance(node, ast.FunctionDef) and statement.origin == raised.origin
    )
    return next((f for f in functions if f.lineno <= line <= (f.end_lineno or 0)), None)


def _names(node: ast.FunctionDef, kind: type[ast.expr_context]) -> set[str]:
    parts = (part for statement in node.body for part in ast.walk(statement))
    return {part.id for part in parts if isinstance(part, ast.Name) and type(part.ctx) is kind}


def _where_set(program: Program, name: str) -> str | None:
    """Where a top-level assignment sets a global name; None where nothing does."""
    for statement, node in zip(program.statements, program.trees, strict=False):
        targets: Iterator[ast.expr] = iter(())
        if isinstance(node, ast.Assign):
            targets = iter(node.targets)
        elif isinstance(node, ast.AnnAssign):
            targets = iter([node.target])
        for target in targets:
            if any(isinstance(p, ast.Name) and p.id == name for p in ast.walk(target)):
                return f"{statement.origin}, line {statement.line}"
    return None
