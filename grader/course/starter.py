"""What authors and students start from: a first exercise, and the reference without its bodies."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from textwrap import wrap

from grader import load
from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.program_as_function import starter_of
from grader.load.read.compile import code_lines
from grader.load.read.source import variant_line
from grader.load.select.scope import DEFINITIONS, start_line
from grader.util.errors import UsageError
from grader.util.files import write_atomically, writing_into

_TODO = ("# YOUR CODE HERE", "raise NotImplementedError()")
_PROGRAM_TODO = "# YOUR PROGRAM HERE"


def new_exercise(
    root: Path, exercise_id: str, texts: Mapping[str, str] | None = None
) -> tuple[Path, ...]:
    """Write ``exercises/<id>/`` and its reference under ``root``; returns the files.

    texts  "reference", "exercise", "statement", "left" -> text; None: a template, which passes
           `grader verify` as it is: something to change, not to fill in

    Raises UsageError for an id that cannot be one, and where a file exists already.
    """
    is_name = exercise_id.isidentifier() and not exercise_id.startswith("_")
    if not is_name or keyword.iskeyword(exercise_id):
        raise UsageError(
            f"{exercise_id!r} cannot be an exercise's id",
            "use letters, digits and underscores, for instance k_means",
        )
    folder = root / "exercises" / exercise_id
    paths = {
        "reference": root / "reference" / f"{exercise_id}.py",
        "exercise": folder / "exercise.py",
        "statement": folder / "statement.md",
        "left": folder / "carried_over.md",
    }
    for path in (folder, *paths.values()):
        if path.exists():
            raise UsageError(
                f"{path} is already there", "choose another id, or change that exercise"
            )
    if texts is None:
        texts = _template(exercise_id)
    for what, text in texts.items():
        with writing_into(paths[what].parent):
            paths[what].parent.mkdir(parents=True, exist_ok=True)
            write_atomically(paths[what], text)
    return tuple(paths[what] for what in texts)


def title_of(exercise_id: str) -> str:
    """The id as words."""
    return exercise_id.replace("_", " ").strip().capitalize()


def _template(exercise_id: str) -> dict[str, str]:
    texts = {}
    for what in ("reference", "exercise", "statement"):
        text = files("grader.course").joinpath(f"new_exercise/{what}.txt").read_text("utf-8")
        text = text.replace("EXERCISE_TITLE", title_of(exercise_id))
        texts[what] = text.replace("EXERCISE_ID", exercise_id)
    return texts


@dataclass(frozen=True, slots=True)
class Starter:
    """What students are handed of the reference.

    Bodies go, but for those that the author gives, and so does all that only bodies use:
    constants and private helpers may be half the answer.

    head   imports, and constants that a signature or a given body needs
    stubs  function -> its signature and docstring, or its given body
    """

    head: str
    stubs: dict[str, str]


def starter_files(definition: Definition) -> dict[str, str]:
    """The reference's files without the graded bodies; a given function keeps its faulty body."""
    texts = definition.reference
    for given in definition.given:
        texts = apply(texts, given)
    stubs = set(definition.functions) - {given.function for given in definition.given}
    return {name: without_bodies(text, stubs) for name, text in texts.items()}


def without_bodies(source: str, graded: Collection[str]) -> str:
    """Return ``source`` with the body of each graded function replaced, its docstring kept.

    Of a graded class every method that students are to write keeps its signature and docstring;
    methods and constants that only the reference needs go.
    """
    lines = code_lines(source)
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef) and node.name in graded:
            _cut_body(lines, node)
        elif isinstance(node, ast.ClassDef) and node.name in graded:
            for item in reversed(node.body):
                if isinstance(item, ast.FunctionDef) and _is_asked_for(item):
                    _cut_body(lines, item)
                elif not _is_kept(item):
                    first = start_line(item) if isinstance(item, DEFINITIONS) else item.lineno
                    lines[first - 1 : item.end_lineno] = []
    return "\n".join(lines) + "\n"


def _cut_body(lines: list[str], node: ast.FunctionDef) -> None:
    first = node.body[0]
    # Everything after the docstring, also comments before the first statement.
    start = first.lineno - 1
    if ast.get_docstring(node, clean=False) is not None:
        start = first.end_lineno or first.lineno
    indent = " " * first.col_offset
    lines[start : node.end_lineno] = [indent + line for line in _TODO]


def _is_asked_for(method: ast.FunctionDef) -> bool:
    """Whether the method belongs to what students are to write: it is public, or one of Python's."""
    is_special = method.name.startswith("__") and method.name.endswith("__")
    return is_special or not method.name.startswith("_")


def _is_kept(item: ast.stmt) -> bool:
    """Whether a statement of a class belongs to its outside: its docstring, the fields of a record."""
    return isinstance(item, (ast.AnnAssign, ast.Pass, ast.Expr))


def given_bodies(definition: Definition) -> dict[str, tuple[str, ...]]:
    """Function with a given body -> digest of that body: unchanged, it is no student's work."""
    given = {each.function for each in definition.given} & set(definition.functions)
    if not given:
        return {}
    bodies = {
        node.name: (load.body_digest(node),)
        for text in starter_files(definition).values()
        for node in ast.parse(text).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in given
    }
    return dict(sorted(bodies.items()))


def starter(definition: Definition) -> Starter:
    """Cut the reference into what students are handed."""
    stubs: dict[str, str] = {}
    needed: set[str] = set()
    nodes: list[ast.stmt] = []
    given = {each.function for each in definition.given}
    for text in starter_files(definition).values():
        lines = code_lines(text)
        nodes += (body := ast.parse(text).body)
        for node in body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                continue
            if isinstance(node, ast.FunctionDef) and node.name in definition.programs:
                stubs[node.name] = starter_of(node, _PROGRAM_TODO)
            elif node.name in definition.functions:
                stubs[node.name] = "\n".join(lines[start_line(node) - 1 : node.end_lineno])
                used = [node] if node.name in given else _outside(node)
                needed |= {n.id for part in used for n in ast.walk(part) if isinstance(n, ast.Name)}
    head = [*_imports(nodes), *_helper_imports(definition), *_constants(nodes, needed)]
    if set(definition.functions) == definition.programs:
        head = [*_helper_imports(definition)]  # which modules it needs is a program's own business
    head += _exceptions(nodes, definition.functions)
    head += _bases(nodes, definition.functions)
    if definition.variant is not None:
        head.insert(0, variant_line(definition.id, definition.variant))
    # A program comes last in a script, since it may call the functions above it.
    ordered = sorted(definition.functions, key=lambda name: name in definition.programs)
    return Starter("\n".join(head), {name: stubs[name] for name in ordered})


def _outside(node: ast.FunctionDef | ast.ClassDef) -> list[ast.AST]:
    """What a definition says without its bodies."""
    if isinstance(node, ast.FunctionDef):
        return [node.args, *node.decorator_list, *filter(None, [node.returns])]
    inner = [
        part for item in node.body if isinstance(item, ast.FunctionDef) for part in _outside(item)
    ]
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
    return [*node.bases, *node.keywords, *node.decorator_list, *inner, *fields]


def _imports(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    """The reference's imports of installed modules, each once, NumPy's in any case."""
    lines = ["import numpy as np"]
    for node in nodes:
        from_course = isinstance(node, ast.ImportFrom) and (
            node.level > 0 or (node.module or "").split(".")[0] in ("reference", "__future__")
        )
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not from_course:
            lines.append(ast.unparse(node))
    yield from dict.fromkeys(lines)


def _helper_imports(definition: Definition) -> Iterator[str]:
    for module in definition.modules:
        if module.exports:
            names = ", ".join(module.exports)
            line = f"from {module.names[0]} import {names}"
            if len(line) > 100:
                wrapped = "\n    ".join(wrap(names, 92))
                line = f"from {module.names[0]} import (\n    {wrapped},\n)"
            yield line


def _exceptions(nodes: Sequence[ast.stmt], graded: Collection[str]) -> Iterator[str]:
    """The reference's own classes of exceptions, as far as they only have a name: it is asked for."""
    known = {name: value for name, value in vars(builtins).items() if isinstance(value, type)}
    names = {name for name, kind in known.items() if issubclass(kind, BaseException)}
    for node in nodes:
        if isinstance(node, ast.ClassDef) and node.name not in graded and node.bases:
            derived = all(isinstance(base, ast.Name) and base.id in names for base in node.bases)
            if derived and all(isinstance(item, (ast.Expr, ast.Pass)) for item in node.body):
                names.add(node.name)
                yield f"\n\n{ast.unparse(node)}"


def _bases(nodes: Sequence[ast.stmt], graded: Collection[str]) -> Iterator[str]:
    """The ungraded classes that a graded class is derived from, whole: it says nothing without them."""
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    needed: set[str] = set()
    pending = [name for name in classes if name in graded]
    while pending:
        bases = {base.id for base in classes[pending.pop()].bases if isinstance(base, ast.Name)}
        new = (bases & classes.keys()) - needed - set(graded)
        needed |= new
        pending += new
    yield from (f"\n\n{ast.unparse(node)}" for name, node in classes.items() if name in needed)


def _constants(nodes: Sequence[ast.stmt], needed: Collection[str]) -> list[str]:
    """Assignments to names that a signature (a default, a decorator) or a given body uses, and what
    these need."""
    return [ast.unparse(node) for node in needed_assignments(nodes, needed)]


def needed_assignments(nodes: Sequence[ast.stmt], needed: Collection[str]) -> list[ast.Assign]:
    """Return the assignments to ``needed`` names, and to those that they read in turn, in their order."""
    wanted, found = set(needed), list[ast.Assign]()
    for node in reversed(nodes):
        if isinstance(node, ast.Assign):
            names = {t.id for t in node.targets if isinstance(t, ast.Name)}
            if not names.isdisjoint(wanted):
                wanted |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
                found.append(node)
    return found[::-1]
