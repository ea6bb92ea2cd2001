"""Several files as one submission: which of them count, in which order, and who imports whom."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.load import messages
from grader.load.read.cells import unfolded
from grader.load.read.quoting import files, printable
from grader.load.select.versions import natural
from grader.model.modules import LIBRARIES, TOOLS, is_course_helper, without_version
from grader.model.submission import Cell, Note, Source

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
    stems = {_stem(name) for name in names}
    packages = {parent for name in names for parent in _parts(name)[:-1]}
    return Folder(
        frozenset(filter(str.isidentifier, stems)), frozenset(filter(str.isidentifier, packages))
    )


def _stem(name: str) -> str:
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
    stem = _stem(name)
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
        by_stem.setdefault(_stem(source.name), []).append(number)
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
