"""Several files as one submission: which of them count, in which order, and who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.load.read import messages
from grader.load.select.known_modules import is_course_helper, is_known, without_version
from grader.load.select.versions import natural
from grader.model.submission import Cell, Note, Source


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
    stems: set[str] = set()
    packages: set[str] = set()
    if len(sources) > 1:
        for source in sources:
            *parents, _ = _parts(source.name)
            packages.update(parent for parent in parents if parent.isidentifier())
            stems.add(stem(source))
    for source in sources:  # a file that a cell writes is one of the submission
        for cell in source.cells:
            if cell.module:
                *parents, name = _parts(cell.module)
                packages.update(parent for parent in parents if parent.isidentifier())
                stems.add(name.removesuffix(".py"))
    return Folder(frozenset(s for s in stems if s.isidentifier()), frozenset(packages))


def stem(source: Source) -> str:
    return _parts(source.name)[-1].rpartition(".")[0] or source.name


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def own_files(sources: Sequence[Source], modules: Collection[str] = ()) -> list[Source]:
    """The sources without the course's helper files, which students hand in beside their work."""
    own = [source for source in sources if not _is_helper(stem(source), modules)]
    return own or list(sources)


def writes_helper(cell: Cell, modules: Collection[str]) -> bool:
    """Whether the cell writes a helper file of the course, which is never the student's work."""
    return cell.module is not None and _is_helper(
        _parts(cell.module)[-1].removesuffix(".py"), modules
    )


def _is_helper(name: str, modules: Collection[str]) -> bool:
    return name in modules or without_version(name) in modules or is_course_helper(name)


def arrange(sources: Sequence[Source], modules: Collection[str]) -> tuple[list[Source], list[Note]]:
    """The files that count, in the names' natural order, but each after the siblings that it imports."""
    own = sorted(own_files(sources, modules), key=lambda source: natural(source.name))
    kept = {id(source) for source in own}
    notes = [messages.helper_file(source.name) for source in sources if id(source) not in kept]
    if len(own) < 2:
        return own, notes
    ordered = _imported_first(own)
    notes.append(messages.merged([source.name for source in ordered]))
    return ordered, notes


def imports_between(sources: Sequence[Source]) -> set[tuple[int, int]]:
    """Pairs of numbers of ``sources``, of which the first imports the second."""
    if len(sources) < 2:
        return set()
    folder = folder_of(sources)
    wanted = [_imported_siblings(source, folder) for source in sources]
    stems = [stem(source) for source in sources]
    return {
        (one, other)
        for one, names in enumerate(wanted)
        for other, name in enumerate(stems)
        if one != other and name in names
    }


def _imported_first(sources: list[Source]) -> list[Source]:
    folder = folder_of(sources)
    by_stem: dict[str, list[Source]] = {}
    for source in sources:
        by_stem.setdefault(stem(source), []).append(source)
    ordered: list[Source] = []
    state: dict[int, str] = {}
    # An explicit stack: a chain of a thousand files is no reason to fail.
    for root in sources:
        stack: list[tuple[Source, Iterator[Source]]] = []
        _visit(root, state, stack, folder, by_stem)
        while stack:
            source, pending = stack[-1]
            following = next(pending, None)
            if following is None:
                stack.pop()
                ordered.append(source)
            else:
                _visit(following, state, stack, folder, by_stem)
    return ordered


def _visit(
    source: Source,
    state: dict[int, str],
    stack: list[tuple[Source, Iterator[Source]]],
    folder: Folder,
    by_stem: dict[str, list[Source]],
) -> None:
    if id(source) not in state:
        state[id(source)] = "seen"
        wanted = sorted(_imported_siblings(source, folder))
        stack.append((source, iter([other for name in wanted for other in by_stem[name]])))


def _imported_siblings(source: Source, folder: Folder) -> set[str]:
    found: set[str] = set()
    for node in _top_level_imports(source):
        names = [(alias.name, 0) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = (
                [(alias.name, 1) for alias in node.names]
                if not node.module
                else [(node.module, node.level)]
            )
            if node.module and folder.is_package(node.module, node.level):
                names.extend((alias.name, 1) for alias in node.names)
        found.update(filter(None, (folder.sibling(name, level) for name, level in names)))
    return found


def _top_level_imports(source: Source) -> Iterator[ast.Import | ast.ImportFrom]:
    def within(body: Iterable[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
        for node in body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield node

    for cell in source.cells:
        yield from within(cell.tree.body)
        for node in cell.tree.body:
            if isinstance(node, (ast.Try, ast.If)):
                yield from within(node.body)
