"""What becomes of each import: kept, rewritten, or dropped, and what the child must have for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from grader.load import says
from grader.load.folder import Folder
from grader.load.helpers import PROGRESS_BARS, is_inert, is_known, without_version
from grader.load.words import place
from grader.model.submission import Note

Import = ast.Import | ast.ImportFrom


@dataclass(slots=True)
class Imports:
    """Decides import by import and collects what the program needs.

    attributes  asked for an unknown package: name -> attributes that the code takes of it
    own_names   graded names that a helper module was to bring -> that module
    replaced    names of helper modules for which the course's own stand
    """

    folder: Folder
    graded: Collection[str]
    supplied: Collection[str]
    modules: Collection[str]
    attributes: Callable[[], Mapping[str, Collection[str]]] = dict
    inert: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    module_names: dict[str, str] = field(default_factory=dict)
    stars: set[str] = field(default_factory=set)
    own_names: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def resolve(self, node: Import, origin: str) -> list[ast.stmt]:
        """The statements that take the import's place, one for each name that it brings."""
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
        else:
            self._lend_helpers(alias.asname or name, name)
            self._need_inert(name, alias, origin)
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
        if module.partition(".")[0] == "tqdm":
            return self._progress_bar(local, alias, origin)
        helper = self._helper(module)
        within = self._helper(alias.name) if helper is None and alias.name != "*" else None
        if within is not None:  # `from course.week1 import reg_utils`
            return ast.Import([ast.alias(within, alias.asname)])
        if local in self.graded:
            self.own_names[local] = module
            if not is_known(module):
                return None
        if helper is None and not is_inert(module):
            if not is_known(module):
                self._lend_helpers(local, f"{module}.{alias.name}")
            if alias.name == "*":
                self.stars.add(module)
            return ast.ImportFrom(module, [alias], 0)
        if alias.name == "*":
            self.stars.add(module)
        if helper is not None:
            return ast.ImportFrom(helper, [alias], 0)
        if local == alias.name and local in self.supplied:
            self.replaced.add(local)
            self._tell(says.helper_replaced(local, module), local)
            return None
        self._need_inert(module, alias, origin)
        return ast.ImportFrom(module, [alias], 0)

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

    def _need_inert(self, module: str, alias: ast.alias, origin: str) -> None:
        if module in self.modules or is_known(module) or not is_inert(module):
            return
        parts = module.split(".")
        self.inert.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))
        where = place(origin, getattr(alias, "lineno", 1))
        self._tell(says.stand_in(where, module), module)

    def _need_alias(self, module: str) -> None:
        parts = module.split(".")
        self.aliases.update(".".join(parts[:count]) for count in range(1, len(parts) + 1))

    def _progress_bar(self, local: str, alias: ast.alias, origin: str) -> ast.stmt | None:
        """A progress bar in a loop hands its items on; one that does nothing would end the loop."""
        if alias.name not in PROGRESS_BARS:
            return None
        inner = "range(*values)" if "range" in alias.name else "values[0]"
        where = place(origin, alias.lineno)
        self._tell(says.no_progress_bar(where, alias.name), "tqdm")
        value = ast.parse(f"lambda *values, **options: {inner}", mode="eval").body
        return ast.Assign([ast.Name(local, ast.Store())], value)

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

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        return self._imports.resolve(node, self._origin) or [ast.copy_location(ast.Pass(), node)]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> list[ast.stmt]:
        return self._imports.resolve(node, self._origin) or [ast.copy_location(ast.Pass(), node)]
