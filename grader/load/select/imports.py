"""Which files of a submission count, in which order, and what becomes of each import in them.

An import is kept, rewritten or dropped; `Imports` also knows what the child must have for it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.load import messages
from grader.load.messages import files, place, printable
from grader.load.read.cells import unfolded
from grader.load.select.versions import natural
from grader.model.modules import (
    COURSE_HELPERS,
    LIBRARIES,
    TOOLS,
    is_course_helper,
    is_there,
    told_absent,
    why_absent,
    without_version,
)
from grader.model.submission import Cell, Note, Source

Import = ast.Import | ast.ImportFrom
_INERT = COURSE_HELPERS | TOOLS | LIBRARIES


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an exercise asks of a submission, and what it gives.

    graded     names of the functions that are graded
    supplied   names that the child's namespace holds before the student's code
    modules    names of the stub modules that the exercise ships
    libraries  packages beside NumPy that are there
    starters   function that is handed out with a body -> digests of that body
    printing   functions of which it counts what they print
    programs   those of ``graded`` that are whole programs: the statements of a file, or of all cells
    classes    those of ``graded`` that are classes
    """

    graded: Collection[str]
    supplied: Collection[str] = ()
    modules: Collection[str] = ()
    libraries: Collection[str] = ()
    starters: Mapping[str, Collection[str]] = field(default_factory=dict)
    printing: Collection[str] = ()
    programs: Collection[str] = ()
    classes: Collection[str] = ()


@dataclass(slots=True)
class Imports:
    """Decides import by import and collects what the program needs.

    nodes         the top-level statements of the submission
    functions     names of the functions and classes that it defines itself
    absent        local name -> note for a graded function that reads it: its module is not there
    inert         modules that are imported as objects that do nothing
    aliases       module names that mean the merged namespace of the files
    module_names  imported name -> stub module that serves it
    stars         modules of which everything is imported
    own_names     graded names that a helper module was to bring -> that module
    replaced      names of helper modules that the course supplies itself
    """

    folder: Folder
    wanted: Wanted
    nodes: Sequence[ast.stmt]
    functions: Collection[str]
    absent: dict[str, Note] = field(default_factory=dict)
    inert: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    module_names: dict[str, str] = field(default_factory=dict)
    stars: set[str] = field(default_factory=set)
    own_names: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)
    """By kind and subject: each subject gets one note of a kind."""
    _attributes: dict[str, set[str]] | None = None

    def resolve(self, node: Import, origin: str, guarded: bool = False) -> list[ast.stmt]:
        """The statements that take the import's place, one for each name that it brings.

        ``guarded`` is an import whose failure the code itself catches.
        """
        made: list[ast.stmt] = []
        for alias in node.names:
            where = place(origin, getattr(alias, "lineno", 1))
            if isinstance(node, ast.Import):
                new = self._module(alias, where, guarded)
            elif node.module == "__future__":
                new = None
            elif node.module is None:
                new = self._from_package(alias, where, guarded)
            else:
                new = self._name(node.module, node.level, alias, where, guarded)
            if new is not None:
                made.append(_located(new, alias, node))
        return made

    def _module(self, alias: ast.alias, where: str, guarded: bool) -> ast.stmt | None:
        """``import a.b as c``"""
        name = alias.name
        sibling = self.folder.sibling(name, 0)
        if sibling is not None:
            self.aliases.update(_with_parents(name if alias.asname is None else sibling))
            return ast.Import([alias if alias.asname is None else ast.alias(sibling, alias.asname)])
        stub = self._stub(name)
        if stub is not None and ("." not in name or alias.asname):
            return ast.Import([ast.alias(stub, alias.asname)])
        if stub is not None:  # `import course.reg_utils`, and then the whole of it again
            self.module_names[name] = stub
        elif not is_there(name, self.wanted.libraries):
            self._lend_stubs(alias.asname or name, name)
            local = alias.asname or name.partition(".")[0]
            return self._missing(name, local, ast.Import([alias]), where, guarded)
        return ast.Import([alias])

    def _from_package(self, alias: ast.alias, where: str, guarded: bool) -> ast.stmt | None:
        """``from . import a as b``: a sibling file, a stub module, or a name of the package."""
        name = alias.name
        if name == "*":
            return None
        if self.folder.sibling(name, 1) or self._stub(name) or is_inert(name):
            return self._module(ast.alias(name, alias.asname or name), where, guarded)
        return _renamed(alias)

    def _name(
        self, module: str, level: int, alias: ast.alias, where: str, guarded: bool
    ) -> ast.stmt | None:
        """``from a.b import c as d``"""
        name, local = alias.name, alias.asname or alias.name
        package = self.folder.is_package(module, level)
        if package and self.folder.sibling(name, 1):
            return self._module(ast.alias(name, local), where, guarded)
        if package or self.folder.sibling(module, level):
            # All files share one namespace: the name is there already.
            return None if name == "*" else _renamed(alias)
        stub = self._stub(module)
        within = self._stub(name) if stub is None and name != "*" else None
        if within is not None:  # `from course.week1 import reg_utils`
            return ast.Import([ast.alias(within, alias.asname)])
        there = is_there(module, self.wanted.libraries)
        if local in self.wanted.graded:
            self.own_names[local] = module
            if not there and not is_known(module):
                return _raising(module) if guarded else None
        if name == "*":
            self.stars.add(module)
        if stub is not None:
            return ast.ImportFrom(stub, [alias], 0)
        new = ast.ImportFrom(module, [alias], 0)
        if level == 0 and there:
            return new
        if local == name and local in self.wanted.supplied:
            self.replaced.add(local)
            note = messages.HELPER_REPLACED(name=local, module=printable(module))
            self.notes.setdefault(("supplied", local), note)
            return None
        if not is_inert(module):
            self._lend_stubs(local, f"{module}.{name}")
        return self._missing(module, local, new, where, guarded)

    def _stub(self, module: str) -> str | None:
        """The name under which the child serves one of the exercise's stub modules."""
        last = module.rpartition(".")[2]
        for name in (module, last):
            if name in self.wanted.modules:
                return name
        served = without_version(last)
        if served not in self.wanted.modules:
            return None
        self.module_names[last] = served
        return last

    def _lend_stubs(self, local: str, path: str) -> None:
        """Serve the stub modules that the code takes out of an unknown package, as ``local.x``."""
        if is_known(path):
            return
        if self._attributes is None:
            self._attributes = _attributes(self.nodes)
        for attribute in sorted(self._attributes.get(local, ())):
            stub = self._stub(attribute)
            if stub is not None:
                self.module_names[f"{path}.{attribute}"] = stub

    def _missing(
        self, module: str, local: str, new: ast.stmt, where: str, guarded: bool
    ) -> ast.stmt | None:
        """What becomes of an import of a module that is not there: ``new`` finds an inert one.

        Where the code catches that it fails, it fails. A name that the submission or the course
        gives as well keeps that meaning.
        """
        if guarded:
            return _raising(module)
        note = messages.NOT_THERE(where=where, why=printable(told_absent(module), 120))
        self.notes.setdefault(("stand-in", module), note)
        if local in self.functions or local in self.wanted.supplied:
            return None
        if module.partition(".")[0] not in TOOLS:
            self.absent.setdefault(local, note)
        self.inert.update(_with_parents(module))
        return new


def is_inert(module: str) -> bool:
    """Whether this dotted name means a module that is known but useless for grading."""
    return module.partition(".")[0] in _INERT or is_course_helper(module)


def _with_parents(module: str) -> Iterable[str]:
    """ "a", "a.b" and "a.b.c" of "a.b.c"."""
    parts = module.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _attributes(nodes: Iterable[ast.stmt]) -> dict[str, set[str]]:
    """Dotted name -> the attributes that the code takes of it (``W1A3`` -> ``gc_utils``)."""
    attributes: dict[str, set[str]] = {}
    for part in (part for node in nodes for part in ast.walk(node)):
        if isinstance(part, ast.Attribute):
            names: list[str] = []
            value = part.value
            while isinstance(value, ast.Attribute):
                names.append(value.attr)
                value = value.value
            if isinstance(value, ast.Name):
                dotted = ".".join((value.id, *reversed(names)))
                attributes.setdefault(dotted, set()).add(part.attr)
    return attributes


def _raising(module: str) -> ast.stmt:
    return ast.parse(f"raise ModuleNotFoundError({why_absent(module)!r})").body[0]


def _renamed(alias: ast.alias) -> ast.stmt | None:
    """``from sibling import f as g`` in one shared namespace is ``g = f``."""
    if alias.asname is None or alias.asname == alias.name:
        return None
    return ast.Assign([ast.Name(alias.asname, ast.Store())], ast.Name(alias.name, ast.Load()))


def _located(new: ast.stmt, alias: ast.alias, node: Import) -> ast.stmt:
    """The new statement at the place of the name that it replaces."""
    if type(new) is type(node) is ast.Import and new.names == node.names:
        return node  # the import stays as it is: the usual case
    for part in ast.walk(new):
        ast.copy_location(part, alias if hasattr(alias, "lineno") else node)
    return ast.fix_missing_locations(new)


class Rewritten(ast.NodeTransformer):
    """Applies the same decisions to imports inside functions, classes and blocks."""

    def __init__(self, imports: Imports, origin: str) -> None:
        self._imports = imports
        self._origin = origin
        self._guarded = False

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        return self._import(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> list[ast.stmt]:
        return self._import(node)

    def _import(self, node: Import) -> list[ast.stmt]:
        made = self._imports.resolve(node, self._origin, self._guarded)
        return made or [ast.copy_location(ast.Pass(), node)]

    def visit_Try(self, node: ast.Try) -> ast.Try:
        caught = any(
            handler.type is None or _is_import_error(handler.type) for handler in node.handlers
        )
        node.body = self._body(node.body, self._guarded or caught)
        node.handlers = [self.visit(handler) for handler in node.handlers]
        node.orelse = self._body(node.orelse, self._guarded)
        node.finalbody = self._body(node.finalbody, self._guarded)
        return node

    def visit_With(self, node: ast.With) -> ast.With:
        node.body = self._body(node.body, self._guarded or suppresses_imports(node))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.body = self._body(node.body, False)  # run when it is called, outside of any try
        return node

    def _body(self, body: list[ast.stmt], guarded: bool) -> list[ast.stmt]:
        outer, self._guarded = self._guarded, guarded
        made: list[ast.stmt] = []
        for node in body:
            new = self.visit(node)
            made.extend(new if isinstance(new, list) else [new])
        self._guarded = outer
        return made


def suppresses_imports(node: ast.stmt) -> bool:
    """Whether it is ``with contextlib.suppress(ImportError):``."""
    match node:
        case ast.With([ast.withitem(ast.Call(function, caught))]):
            return _last(function) == "suppress" and any(map(_is_import_error, caught))
    return False


def _is_import_error(expression: ast.expr) -> bool:
    """Whether it names an exception, or a tuple of some, that a failing import raises."""
    parts = expression.elts if isinstance(expression, ast.Tuple) else [expression]
    caught = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
    return any(_last(part) in caught for part in parts)


def _last(expression: ast.expr) -> str:
    """``suppress`` of ``contextlib.suppress``."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


_USELESS = TOOLS | LIBRARIES


def is_known(module: str) -> bool:
    """Whether NumPy or Python's own library has it; a sibling file does not take its place."""
    root = module.partition(".")[0]
    return root == "numpy" or (root in sys.stdlib_module_names and root not in _USELESS)


@dataclass(frozen=True, slots=True)
class Folder:
    """The names under which the files of a submission import each other."""

    stems: frozenset[str]
    packages: frozenset[str]

    def sibling(self, module: str, level: int) -> str | None:
        """The sibling file that this module name means, or None."""
        first, last = module.partition(".")[0], module.rpartition(".")[2]
        if last not in self.stems:
            return None
        shadowed = level == 0 and is_known(first) and first not in self.packages
        return None if shadowed else last

    def is_package(self, module: str, level: int) -> bool:
        last = module.rpartition(".")[2]
        return last in self.packages and (level > 0 or not is_known(last))


def folder_of(sources: Sequence[Source]) -> Folder:
    """The names of the files, if there are several, and of those that a cell writes."""
    names = [source.name for source in sources] if len(sources) > 1 else []
    names += [cell.module for source in sources for cell in source.cells if cell.module]
    stems = {stem_of(name) for name in names}
    packages = {parent for name in names for parent in _parts(name)[:-1]}
    return Folder(
        frozenset(filter(str.isidentifier, stems)), frozenset(filter(str.isidentifier, packages))
    )


def stem_of(name: str) -> str:
    """The name of a file without its folders and its ending."""
    last = _parts(name)[-1]
    return last.rpartition(".")[0] or last


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def own_files(sources: Sequence[Source], modules: Collection[str] = ()) -> list[Source]:
    """The sources without the course's helper files, which students hand in beside their work."""
    own = [source for source in sources if not _is_helper(source.name, modules)]
    return own or list(sources)


def writes_helper(cell: Cell, modules: Collection[str]) -> bool:
    """Whether the cell writes a helper file of the course, which is never the student's work."""
    return cell.module is not None and _is_helper(cell.module, modules)


def _is_helper(name: str, modules: Collection[str]) -> bool:
    stem = stem_of(name)
    return stem in modules or without_version(stem) in modules or is_course_helper(stem)


def arrange(sources: Sequence[Source], modules: Collection[str]) -> tuple[list[Source], list[Note]]:
    """The files that count, in the names' natural order, but each after the siblings that it imports."""
    own = own_files(sources, modules)
    notes = []
    if len(own) < len(sources):
        helpers = (source.name for source in sources if _is_helper(source.name, modules))
        notes = [messages.HELPER_FILE(file=printable(name, 120)) for name in helpers]
    if len(own) > 1:
        own = _imported_first(sorted(own, key=lambda source: natural(source.name)))
        order = files((source.name for source in own), 12)
        notes.append(messages.MERGED(count=len(own), order=order))
    return own, notes


def imports_between(sources: Sequence[Source]) -> set[tuple[int, int]]:
    """Pairs of numbers of ``sources``, of which the first imports the second."""
    return {
        (one, other)
        for one, imported in enumerate(_imports(sources) if len(sources) > 1 else [])
        for other in imported
        if one != other
    }


def _imports(sources: Sequence[Source]) -> list[list[int]]:
    """For each source the numbers of those that it imports, by their names."""
    folder = folder_of(sources)
    by_stem: dict[str, list[int]] = {}
    for number, source in enumerate(sources):
        by_stem.setdefault(stem_of(source.name), []).append(number)
    return [
        [
            number
            for stem in sorted(set(_imported_siblings(source, folder)))
            for number in by_stem.get(stem, ())
        ]
        for source in sources
    ]


def _imported_first(sources: list[Source]) -> list[Source]:
    imports = _imports(sources)
    seen: set[int] = set()
    ordered: dict[int, Source] = {}
    for root in range(len(sources)):
        stack = [root]  # not recursive: a chain of a thousand files is no reason to fail
        while stack:
            number = stack[-1]
            seen.add(number)
            following = next((other for other in imports[number] if other not in seen), None)
            if following is not None:
                stack.append(following)
            else:
                ordered.setdefault(number, sources[number])
                stack.pop()
    return list(ordered.values())


def _imported_siblings(source: Source, folder: Folder) -> Iterator[str]:
    for node in _top_level_imports(source):
        names = [(alias.name, 0 if isinstance(node, ast.Import) else 1) for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            if not folder.is_package(node.module, node.level):
                names = []
            names.append((node.module, node.level))
        yield from filter(None, (folder.sibling(name, level) for name, level in names))


def _top_level_imports(source: Source) -> Iterator[ast.Import | ast.ImportFrom]:
    for cell in source.cells:
        for node in unfolded(cell.tree.body):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield node
