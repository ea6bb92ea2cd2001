"""What becomes of each import: kept, rewritten, or dropped, and what the child must have for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from grader.load.read import messages
from grader.load.read.formatting import place
from grader.load.select.known_modules import is_inert, is_known, without_version
from grader.load.select.multi_file import Folder
from grader.model.modules import TOOLS, is_there, why_absent
from grader.model.submission import Note

Import = ast.Import | ast.ImportFrom


@dataclass(slots=True)
class Imports:
    """Decides import by import and collects what the program needs.

    attributes  asked for an unknown package: name -> attributes that the code takes of it
    own_names   graded names that a helper module was to bring -> that module
    replaced    names of helper modules for which the course's own stand
    libraries   packages beside NumPy that the exercise declares
    functions   names that the submission defines itself
    absent      local name -> what to tell where a graded function reads it: its module is not there
    """

    folder: Folder
    graded: Collection[str]
    supplied: Collection[str]
    modules: Collection[str]
    attributes: Callable[[], Mapping[str, Collection[str]]] = dict
    libraries: Collection[str] = ()
    functions: Collection[str] = ()
    absent: dict[str, Note] = field(default_factory=dict)
    inert: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    module_names: dict[str, str] = field(default_factory=dict)
    stars: set[str] = field(default_factory=set)
    own_names: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _guarded: bool = False

    def resolve(self, node: Import, origin: str, guarded: bool = False) -> list[ast.stmt]:
        """The statements that take the import's place, one for each name that it brings.

        ``guarded`` is an import whose failure the code itself catches.
        """
        self._guarded = guarded
        made: list[ast.stmt] = []
        for alias in node.names:
            if isinstance(node, ast.Import):
                new = self._module(alias, origin)
            elif node.module == "__future__":
                new = None
            elif node.module is None:
                new = self._from_package(alias, origin)
            else:
                new = self._name(node.module, node.level, alias, origin)
            if new is not None:
                made.append(_located(new, alias, node))
        return made

    def _module(self, alias: ast.alias, origin: str) -> ast.stmt | None:
        """``import a.b as c``"""
        name = alias.name
        sibling = self.folder.sibling(name, 0)
        if sibling is not None:
            self._need_alias(name if alias.asname is None else sibling)
            return ast.Import([alias if alias.asname is None else ast.alias(sibling, alias.asname)])
        helper = self._helper(name)
        if helper is not None and ("." not in name or alias.asname):
            return ast.Import([ast.alias(helper, alias.asname)])
        if helper is not None:  # `import course.reg_utils`, and then the whole of it again
            self.module_names[name] = helper
        elif not is_there(name, self.libraries):
            self._lend_helpers(alias.asname or name, name)
            local = alias.asname or name.partition(".")[0]
            return self._absent(name, local, ast.Import([alias]), alias, origin)
        return ast.Import([alias])

    def _from_package(self, alias: ast.alias, origin: str) -> ast.stmt | None:
        """``from . import a as b``: a sibling file, a helper module, or a name of the package."""
        if alias.name == "*":
            return None
        if self.folder.sibling(alias.name, 1) or self._helper(alias.name) or is_inert(alias.name):
            return self._module(
                ast.copy_location(ast.alias(alias.name, alias.asname or alias.name), alias), origin
            )
        return _renamed(alias)

    def _name(self, module: str, level: int, alias: ast.alias, origin: str) -> ast.stmt | None:
        """``from a.b import c as d``"""
        if self.folder.is_package(module, level) and self.folder.sibling(alias.name, 1):
            return self._module(
                ast.copy_location(ast.alias(alias.name, alias.asname or alias.name), alias), origin
            )
        if self.folder.sibling(module, level) or self.folder.is_package(module, level):
            # All files share one namespace: the name is there already.
            return None if alias.name == "*" else _renamed(alias)
        local = alias.asname or alias.name
        helper = self._helper(module)
        within = self._helper(alias.name) if helper is None and alias.name != "*" else None
        if within is not None:  # `from course.week1 import reg_utils`
            return ast.Import([ast.alias(within, alias.asname)])
        if local in self.graded:
            self.own_names[local] = module
            if not is_known(module) and not is_there(module, self.libraries):
                return self._raising(module) if self._guarded else None
        if alias.name == "*":
            self.stars.add(module)
        if helper is not None:
            return ast.ImportFrom(helper, [alias], 0)
        new = ast.ImportFrom(module, [alias], 0)
        if level == 0 and is_there(module, self.libraries):
            return new
        if local == alias.name and local in self.supplied:
            self.replaced.add(local)
            self._tell(messages.helper_replaced(local, module), local)
            return None
        if not is_inert(module):
            self._lend_helpers(local, f"{module}.{alias.name}")
        return self._absent(module, local, new, alias, origin)

    def _helper(self, module: str) -> str | None:
        """The name under which the child serves one of the exercise's stand-ins."""
        last = module.rpartition(".")[2]
        for name in dict.fromkeys((module, last)):
            if name in self.modules:
                return name
        served = without_version(last)
        if served not in self.modules:
            return None
        self.module_names[last] = served
        return last

    def _lend_helpers(self, local: str, path: str) -> None:
        """Serve the helper modules that the code takes out of an unknown package, as ``local.x``."""
        if is_known(path):
            return
        for attribute in sorted(self.attributes().get(local, ())):
            helper = self._helper(attribute)
            if helper is not None:
                self.module_names[f"{path}.{attribute}"] = helper

    def _absent(
        self, module: str, local: str, new: ast.stmt, alias: ast.alias, origin: str
    ) -> ast.stmt | None:
        """What becomes of an import of a module that is not there: ``new`` finds a stand-in.

        Where the code catches that it fails, it fails. A name that the submission or the course
        gives as well keeps that meaning.
        """
        if self._guarded:
            return self._raising(module)
        note = messages.not_there(place(origin, getattr(alias, "lineno", 1)), module)
        self._tell(note, module)
        if local in self.functions or local in self.supplied:
            return None
        if module.partition(".")[0] not in TOOLS:
            self.absent.setdefault(local, note)
        parts = module.split(".")
        self.inert.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
        return new

    def _raising(self, module: str) -> ast.stmt:
        return ast.parse(f"raise ModuleNotFoundError({why_absent(module)!r})").body[0]

    def _need_alias(self, module: str) -> None:
        parts = module.split(".")
        self.aliases.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))

    def _tell(self, note: Note, about: str) -> None:
        if (note.kind, about) not in self._told:
            self._told.add((note.kind, about))
            self.notes.append(note)


def _renamed(alias: ast.alias) -> ast.stmt | None:
    """``from sibling import f as g`` in one shared namespace is ``g = f``."""
    if alias.asname is None or alias.asname == alias.name:
        return None
    return ast.Assign([ast.Name(alias.asname, ast.Store())], ast.Name(alias.name, ast.Load()))


def _located(new: ast.stmt, alias: ast.alias, node: Import) -> ast.stmt:
    """The new statement at the place of the name that it stands for."""
    if type(new) is type(node) is ast.Import and new.names == node.names:
        return node  # nothing became of it: the usual case
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
        node.body = self._body(node.body, self._guarded or catches_imports(node))
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


_CAUGHT = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))


def catches_imports(node: ast.Try) -> bool:
    """Whether an import that fails in the body is caught."""
    return any(handler.type is None or _names_it(handler.type) for handler in node.handlers)


def suppresses_imports(node: ast.stmt) -> bool:
    """Whether it is ``with contextlib.suppress(ImportError):``."""
    if not isinstance(node, ast.With) or len(node.items) != 1:
        return False
    call = node.items[0].context_expr
    return (
        isinstance(call, ast.Call)
        and _last(call.func) == "suppress"
        and any(map(_names_it, call.args))
    )


def _names_it(expression: ast.expr) -> bool:
    parts = expression.elts if isinstance(expression, ast.Tuple) else [expression]
    return any(_last(part) in _CAUGHT for part in parts)


def _last(expression: ast.expr) -> str:
    """``suppress`` of ``contextlib.suppress``."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
