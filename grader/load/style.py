"""Style of a function's code: what its text alone shows. Nothing is run.

"docstrings"   every function and class, and every method that is no private one, has a docstring
"names"        functions and variables in small letters with underscores, classes in CapWords; names of
               mathematics are free (``X``, ``W1``, ``dA_prev``), and so are those that the task gives
"unused"       no variable is assigned, and nothing imported, that is never used (pyflakes)
"line length"  no line is longer than so many characters
"complexity"   no function has more branches than so many (McCabe's number)
"layout"       blanks, indentation and one statement a line, as PEP 8 asks (pycodestyle)

A rule is a function that yields flaws, and its entry in ``RULES`` with the sentences for them. Nothing else lists the rules.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from grader.load.call_graph import reached
from grader.load.read.compile import code_lines, is_whole_program
from grader.model.exercise import StyleRules
from grader.model.submission import Program
from grader.util.language import gettext_noop

DOCSTRINGS, NAMES, UNUSED = "docstrings", "names", "unused"
LINE_LENGTH, COMPLEXITY, LAYOUT = "line length", "complexity", "layout"

_LAYOUT = ["E1", "E2", "E7", "W1", "W291", "W293", "W6"]
"""What of pycodestyle is asked for. Line length is a word of its own; blank lines are between functions."""
_LAYOUT_FREE = ["E121", "E123", "E126", "E226", "E24", "E704", "E731", "E741"]
_MOST_CHARACTERS = 100_000
"""A longer function is not read: nobody writes it, and tools that look at each line take their time."""

_CAMEL = re.compile(r"[a-z]{2,}[A-Z]|[A-Z][a-z]+[A-Z][a-z]")
_CLASS = re.compile(r"_*[A-Z][A-Za-z0-9]*")
_FUNCTION = re.compile(r"[a-z0-9_]+|[a-z0-9_]*_[A-Z]\w?(?:_[a-z0-9_]+)?|[A-Z]|d[A-Z]\w?")
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BRANCHES = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case,
    ast.comprehension,
)  # fmt: skip


class Flaw(NamedTuple):
    """A place where a function's code does not keep the style.

    rule    a key of RULES
    kind    which of the rule's sentences says it
    name    what it is about: a name, or pycodestyle's own words
    number  what was counted, such as characters; limit: how many are asked for
    """

    rule: str
    kind: str
    name: str
    origin: str
    line: int
    number: int = 0
    limit: str = ""


def flaws(
    program: Program,
    function: str,
    style: StyleRules,
    before: Collection[str] = (),
    given: Collection[str] = (),
) -> list[Flaw]:
    """Where the code of ``function``, and of the helpers that it uses, does not keep the style.

    Args:
        before: graded functions that come earlier: their helpers are told there.
        given: names that the task gives.
    """
    defined = {node.name for node in program.trees if isinstance(node, (*_DEFS, ast.ClassDef))}
    graded = set(program.functions)
    elsewhere = {name for each in before for name in reached(program, each)}
    own = [function, *sorted((reached(program, function) & defined) - graded - elsewhere)]
    pieces = [
        (node, statement.origin)
        for node, statement in zip(program.trees, program.statements, strict=True)
        if getattr(node, "name", None) in own
    ]
    found: list[Flaw] = []
    for node, origin in pieces:
        text = _lines(program, node, origin)
        if sum(map(len, text)) > _MOST_CHARACTERS:
            continue
        try:
            for word in style.words:
                places = RULES[word].check(_Piece(node, text, style, {*given, *graded}))
                found += (Flaw(word, e.kind, e.name, origin, *e[2:]) for e in places)
        except RecursionError:
            continue
    order = {statement.origin: n for n, statement in reversed([*enumerate(program.statements)])}
    return sorted(dict.fromkeys(found), key=lambda f: (order.get(f.origin, 0), f.line, f.kind))


def _lines(program: Program, node: ast.stmt, origin: str) -> list[str]:
    """The student's own lines of a definition."""
    whole = code_lines(program.texts.get(origin, ""))
    if is_whole_program(node):
        return whole
    return whole[_first_line(node) - 1 : node.end_lineno]


def _first_line(node: ast.stmt) -> int:
    decorators: Sequence[ast.expr] = getattr(node, "decorator_list", ())
    return 1 if is_whole_program(node) else min([node.lineno, *(d.lineno for d in decorators)])


class _Place(NamedTuple):
    """Where one rule is not kept, as `Flaw` has it."""

    kind: str
    name: str
    line: int
    number: int = 0
    limit: str = ""


class _Piece(NamedTuple):
    """A definition that is looked at: its tree and lines, the rules, and names that the task gives."""

    node: Any
    text: Sequence[str]
    style: StyleRules
    given: Collection[str]


Check = Callable[[_Piece], Iterator[_Place]]


def _docstrings(piece: _Piece) -> Iterator[_Place]:
    node = piece.node
    inner: Sequence[ast.stmt] = [node]
    if is_whole_program(node):
        inner = [each for each in node.body if isinstance(each, (*_DEFS, ast.ClassDef))]
    for each in inner:
        if not isinstance(each, (*_DEFS, ast.ClassDef)):
            continue
        methods = each.body if isinstance(each, ast.ClassDef) else []
        asked = [each, *(m for m in methods if isinstance(m, _DEFS) and not m.name.startswith("_"))]
        for part in asked:
            if not (ast.get_docstring(part) or "").strip():
                yield _Place("docstring", part.name, part.lineno)


def _names(piece: _Piece) -> Iterator[_Place]:
    node = piece.node
    told: set[str] = set(piece.given)
    for part in ast.walk(node):
        kind, name = _binding(part)
        if not name or name in told or (part is node and is_whole_program(piece.node)):
            continue
        told.add(name)
        wrong = (
            not _CLASS.fullmatch(name) if kind == "class"
            else not _FUNCTION.fullmatch(name) if kind == "function"
            else bool(_CAMEL.search(name)) or name in ("l", "O", "I")
        )  # fmt: skip
        if wrong and not (name.startswith("__") and name.endswith("__")):
            yield _Place(kind, name, getattr(part, "lineno", 1))


def _binding(node: ast.AST) -> tuple[str, str]:
    """What a node binds: the kind of name, and the name."""
    match node:
        case ast.ClassDef(name=name):
            return "class", name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return "function", name
        case ast.Name(id=name, ctx=ast.Store()):
            return "variable", name
        case ast.arg(arg=name):
            return "variable", name
    return "", ""


def _unused(piece: _Piece) -> Iterator[_Place]:
    node = piece.node
    from pyflakes import checker, messages

    body = list(node.body) if is_whole_program(node) else [node]
    # Of `m, n = X.shape` one may be of no use.
    together = {
        name.id
        for part in ast.walk(node)
        if isinstance(part, (ast.Tuple, ast.List)) and isinstance(part.ctx, ast.Store)
        for name in ast.walk(part)
        if isinstance(name, ast.Name)
    }
    for message in checker.Checker(ast.Module(body, []), builtins=set(piece.given)).messages:
        name = str(message.message_args[0]) if message.message_args else ""
        if isinstance(message, messages.UnusedImport):
            yield _Place("import", name, message.lineno)
        elif isinstance(message, messages.UnusedVariable) and name not in together:
            yield _Place("assigned", name, message.lineno)


def _line_length(piece: _Piece) -> Iterator[_Place]:
    most = piece.style.line_length
    for number, line in enumerate(piece.text, _first_line(piece.node)):
        if len(line.rstrip()) > most:
            yield _Place("line", "", number, len(line), str(most))


def _complexity(piece: _Piece) -> Iterator[_Place]:
    node = piece.node
    for part in ast.walk(node):
        if not isinstance(part, _DEFS) or (part is node and is_whole_program(node)):
            continue
        branches = 1 + sum(isinstance(each, _BRANCHES) for each in _own_nodes(part))
        if branches > piece.style.complexity:
            limit = str(piece.style.complexity)
            yield _Place("branches", part.name, part.lineno, branches, limit)


def _own_nodes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """All below a function but what is inside other functions, which are counted by themselves."""
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*_DEFS, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)


def _layout(piece: _Piece) -> Iterator[_Place]:
    import pycodestyle

    found: list[tuple[int, str]] = []

    class Report(pycodestyle.BaseReport):  # type: ignore[misc]  # pycodestyle has no types
        def error(self, line_number: int, offset: int, text: str, check: Any) -> str | None:
            code: str | None = super().error(line_number, offset, text, check)
            if code:
                found.append((line_number, text))
            return code

    guide = pycodestyle.StyleGuide(
        select=_LAYOUT, ignore=_LAYOUT_FREE, reporter=Report, quiet=2, max_line_length=10_000
    )
    # pycodestyle takes a method that stands alone for one that is indented too far.
    text = piece.text
    indent = len(text[0]) - len(text[0].lstrip()) if text else 0
    lines = [f"{line[indent:]}\n" for line in text]
    pycodestyle.Checker(
        "submission", lines=lines, options=guide.options, report=guide.options.report
    ).check_all()
    for number, said in sorted(set(found)):
        code, _, words = said.partition(" ")
        yield _Place("layout", f"{words} ({code})", number + _first_line(piece.node) - 1)


class Rule(NamedTuple):
    """A rule of style that an author can ask for.

    check      yields the flaws of one definition
    sentences  what students read: the flaw's kind -> the sentence. Its gaps are `{name}`, `{number}`, `{limit}` and
               `{place}`
    """

    check: Check
    sentences: Mapping[str, str]


RULES: Mapping[str, Rule] = {
    DOCSTRINGS: Rule(
        _docstrings, {"docstring": gettext_noop("`{name}` has no docstring ({place}).")}
    ),
    NAMES: Rule(
        _names,
        {
            "function": gettext_noop(
                "Write the name of the function `{name}` in small letters with underscores ({place})."
            ),
            "variable": gettext_noop(
                "Write the name `{name}` in small letters with underscores ({place})."
            ),
            "class": gettext_noop(
                "Write the name of the class `{name}` as in `LinearModel` ({place})."
            ),
        },
    ),
    UNUSED: Rule(
        _unused,
        {
            "import": gettext_noop("`{name}` is imported and never used ({place})."),
            "assigned": gettext_noop("`{name}` gets a value that is never used ({place})."),
        },
    ),
    LINE_LENGTH: Rule(
        _line_length,
        {
            "line": gettext_noop(
                "This line has {number} characters. At most {limit} are asked for ({place})."
            )
        },
    ),
    COMPLEXITY: Rule(
        _complexity,
        {
            "branches": gettext_noop(
                "`{name}` has too many branches: {number}. At most {limit} are asked for ({place})."
            )
        },
    ),
    LAYOUT: Rule(_layout, {"layout": gettext_noop("Layout: {name} ({place}).")}),
}
"""The word by which an author asks for a rule -> the rule."""
