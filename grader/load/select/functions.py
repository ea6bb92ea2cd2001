"""The graded functions: where they are, which have another name or are in a class, why one is missing."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.load import messages
from grader.load.messages import place, printable
from grader.load.read.cells import unfolded
from grader.load.read.compile import compile_statement
from grader.load.select.scope import facts_of
from grader.load.select.top_level import Unit
from grader.model.submission import Cell, FunctionSite, Note, Program, Statement
from grader.util.language import gettext

Function = ast.FunctionDef | ast.AsyncFunctionDef
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_CLOSE = 0.84
LOOK_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u03bf\u03c1\u03bd\u0131",
    "aeopcyxijshdopvi",
)
"""Small letters of Cyrillic and Greek, and those of Latin script that look the same."""


# --- where they are -----------------------------------------------------------------------------


Parameters = tuple[str, ...]


def sites_in(units: Sequence[Unit], graded: Collection[str]) -> dict[str, list[FunctionSite]]:
    """Every place that defines a graded function, in order; the last one counts."""
    known: dict[str, Parameters] = {}
    sites: dict[str, list[FunctionSite]] = {}
    for unit in units:
        here: dict[str, FunctionSite] = {}  # both branches of an `if` are one definition
        for node in unfolded([unit.node]):
            for name, line, parameters in _definitions(node, known):
                known[name] = parameters
                if name in graded:
                    optional = tuple(defaults_in(node.args)) if isinstance(node, _DEFS) else ()
                    here[name] = FunctionSite(unit.origin, line, parameters, optional)
        for name, site in here.items():
            sites.setdefault(name, []).append(site)
    return sites


def parameters_of(arguments: ast.arguments) -> tuple[str, ...]:
    """Positional parameters in order; ``*args`` with its star."""
    names = positional(arguments)
    if arguments.vararg is not None:
        names.append("*" + arguments.vararg.arg)
    return tuple(names)


def positional(arguments: ast.arguments) -> list[str]:
    """The parameters that may be given by position."""
    return [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]


def defaults_in(arguments: ast.arguments) -> dict[str, ast.expr]:
    """Parameter -> its default, of those that have one."""
    names = positional(arguments)
    by_position = zip(
        names[len(names) - len(arguments.defaults) :], arguments.defaults, strict=True
    )
    by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return dict(by_position) | {a.arg: value for a, value in by_name if value is not None}


def _definitions(
    node: ast.stmt, known: dict[str, Parameters]
) -> Iterator[tuple[str, int, Parameters]]:
    """The names that a statement defines, their lines, and the parameters of what they name."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, node.lineno, parameters_of(node.args)
        case ast.ClassDef():
            yield node.name, node.lineno, ()
            for method in node.body:
                if isinstance(method, _DEFS):
                    bound = "classmethod" in _decorators(method)
                    parameters = parameters_of(method.args)[bound:]
                    known[f"{node.name}.{method.name}"] = parameters
        case ast.Assign(targets):
            for target in targets:
                yield from _assigned(target, node.value, known)
        case ast.AnnAssign(target):
            yield from _assigned(target, node.value, known)


def _assigned(
    target: ast.expr, value: ast.expr | None, known: dict[str, Parameters]
) -> Iterator[tuple[str, int, Parameters]]:
    match target, value:
        case ast.Name(name), ast.Lambda(arguments):
            yield name, target.lineno, parameters_of(arguments)
        case ast.Name(name), ast.Name() | ast.Attribute():
            yield name, target.lineno, known.get(ast.unparse(value), ())
        case ast.Name(name), _:
            yield name, target.lineno, ()
        case ((ast.Tuple(targets) | ast.List(targets)), (ast.Tuple(values) | ast.List(values))):
            for one, its in zip(targets, values, strict=False):
                yield from _assigned(one, its, known)


def _decorators(function: Function) -> list[str]:
    """The names of its decorators; "" for what is no plain name."""
    return [d.id if isinstance(d, ast.Name) else "" for d in function.decorator_list]


# --- under another name -------------------------------------------------------------------------


def lift_methods(units: Sequence[Unit], graded: Collection[str]) -> tuple[list[Unit], list[Note]]:
    """The units, each class followed by a name for those of its methods that are graded.

    ``compute_cost = Network.compute_cost``: a class that only collects functions must not cost
    them. A function at top level comes before any method; methods that need an object stay
    where they are.
    """
    wanted = set(graded) - {name for unit in units for name in unit.facts.binds}
    lifted: list[Unit] = []
    notes: list[Note] = []
    for unit in units:
        lifted.append(unit)
        if not isinstance(unit.node, ast.ClassDef):
            continue
        owner = unit.node.name
        methods = {item.name: item for item in unit.node.body if isinstance(item, ast.FunctionDef)}
        for name, method in methods.items():
            if name in wanted and _needs_no_object(method):
                node = _assignment(f"{name} = {owner}.{name}", method)
                lifted.append(Unit(node, unit.origin, facts_of(node), True))
                where = place(unit.origin, method.lineno)
                shown = {"name": printable(name), "owner": printable(owner)}
                notes.append(messages.FROM_CLASS(**shown, where=where))
    return lifted, notes


def _needs_no_object(method: ast.FunctionDef) -> bool:
    decorators = _decorators(method)
    if not decorators:
        return parameters_of(method.args)[:1] not in (("self",), ("cls",))
    return decorators in (["staticmethod"], ["classmethod"])


def _assignment(text: str, like: ast.stmt) -> ast.stmt:
    """The statement ``text`` at the place of ``like``."""
    node = ast.parse(text).body[0]
    for part in ast.walk(node):
        ast.copy_location(part, like)
    return node


def under_one_name(program: Program, others: Mapping[str, Sequence[str]]) -> Program:
    """Return the program with every graded function under its own name.

    ``others`` is the graded name -> other names that it may have, as in an older assignment; the
    own name wins, then the first that is there.
    """
    if not any(others.values()):
        return program
    functions, missing = dict(program.functions), dict(program.missing)
    statements, trees = list(program.statements), list(program.trees)
    notes = list(program.notes)
    for name, also in others.items():
        other = next((other for other in also if other in functions), None)
        if name not in functions and other is not None:
            site = functions[name] = functions[other]
            missing.pop(name, None)
            node = ast.parse(f"{name} = {other}").body[0]
            code = compile_statement(node, site.origin)
            statements.append(Statement(code, site.origin, site.line))
            trees.append(node)
            where = place(site.origin, site.line)
            notes.append(messages.RENAMED(where=where, other=other, name=name))
        for other in also:
            functions.pop(other, None)
            why = missing.pop(other, nowhere(other))
            if is_nowhere(name, missing.get(name)) and not is_nowhere(other, why):
                missing[name] = why  # there is a trace of it under the other name
    return replace(
        program,
        statements=tuple(statements),
        trees=tuple(trees),
        functions=functions,
        missing=missing,
        notes=tuple(notes),
    )


# --- why one is missing -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Traces:
    """What is known of functions that are not there, the most telling first.

    broken     name -> why its code cannot be read
    cells      the cells, with their origins
    imported   name -> the helper module that it was to come from
    lost       name -> where top-level code that is not run sets it
    elsewhere  name -> the cell or comment that contains its code
    others     functions that are there and are not graded
    classes    names of classes that are graded
    """

    broken: Mapping[str, str]
    cells: Sequence[tuple[str, Cell]]
    imported: Mapping[str, str]
    lost: Mapping[str, tuple[str, int]]
    elsewhere: Mapping[str, str]
    others: Collection[str]
    classes: Collection[str] = ()

    def reason(self, name: str) -> str:
        """Why the function ``name`` is missing, in a sentence for its student."""
        if name in self.broken:
            return self.broken[name]
        for origin, cell in self.cells:
            for other, inside, line in nested_functions(cell.tree):
                if other == name:
                    where, what = place(origin, line), _described(inside)
                    return messages.DEFINED_INSIDE(name=name, what=what, where=where)
        if name in self.imported:
            module = printable(self.imported[name])
            return messages.IMPORTED(name=name, module=module)
        if name in self.lost:
            is_class = name in self.classes
            said = messages.CLASS_SET_BY_CODE if is_class else messages.SET_BY_CODE
            return said(name=name, where=place(*self.lost[name]))
        if name in self.elsewhere:
            return self.elsewhere[name]
        if (twin := self._twin(name)) is not None:
            return messages.LOOKS_ALIKE(name=name, twin=printable(twin))
        close = self._closest(name)
        if close is not None:
            is_class = name in self.classes
            said = messages.ANOTHER_CLASS_NAME if is_class else messages.ANOTHER_NAME
            return said(name=name, close=printable(close))
        return nowhere(name, name in self.classes)

    def _twin(self, name: str) -> str | None:
        """Another function whose name looks the same, with letters of another script in it."""
        known = (other for other in self.others if not other.isascii() and len(other) <= 60)
        return next((o for o in sorted(known) if o.translate(LOOK_ALIKE) == name), None)

    def _closest(self, name: str) -> str | None:
        """Another function whose name differs by spelling only."""
        candidates = sorted(other for other in self.others if len(other) <= 60)[:500]
        plain = {other.replace("_", "").lower(): other for other in reversed(candidates)}
        same = plain.get(name.replace("_", "").lower())
        return same or next(iter(difflib.get_close_matches(name, candidates, 1, _CLOSE)), None)


def nowhere(name: str, is_class: bool = False) -> str:
    """The reason where there is no trace of a function, or of a class."""
    return (messages.NO_CLASS if is_class else messages.NOWHERE)(name=name)


def is_nowhere(name: str, why: str | None) -> bool:
    """Whether this is the reason that there is no trace of it."""
    return why in (nowhere(name), nowhere(name, is_class=True))


def nested_functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST, int]]:
    """Functions that are not at top level: name, what contains them, and their line."""
    stack: list[tuple[ast.AST, ast.AST | None]] = [(node, None) for node in reversed(tree.body)]
    while stack:
        node, inside = stack.pop()
        if isinstance(node, _DEFS) and inside is not None:
            yield node.name, inside, node.lineno
        if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            inner = node if isinstance(node, (*_DEFS, ast.ClassDef)) or inside is None else inside
            stack.extend(
                (child, inner)
                for child in ast.iter_child_nodes(node)
                if not isinstance(child, ast.expr)
            )


def _described(node: ast.AST) -> str:
    if isinstance(node, ast.ClassDef):
        return messages.IN_CLASS(name=printable(node.name))
    if isinstance(node, _DEFS):
        return messages.IN_FUNCTION(name=printable(node.name))
    if isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
    ):
        return gettext(messages.IN_MAIN)
    word = {ast.AsyncFor: "for", ast.AsyncWith: "with"}.get(type(node), type(node).__name__.lower())
    return messages.IN_BLOCK(word=word)
