"""A student's files as the loader reads them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["py", "ipynb"]


class Note(NamedTuple):
    """A remark in the report about what the loader did or met.

    ``kind`` is a fixed word ("skipped", "repaired", "stand-in", "supplied", "duplicate", ...);
    ``text`` is one sentence that names the cell or file and the line.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One notebook cell, or a whole script, after its syntax was read.

    origin  "cell 3" (counted from 1 over all cells, markdown too, as a reader counts) or the
            script's file name; tracebacks name it
    text    the source as submitted, so that line numbers are the student's own
    tree    the syntax tree with the student's line numbers; empty body if nothing could be parsed
    ours    whether a released notebook came with it, to install or check: reports do not mention it
    module  the file that the cell writes, "helper.py" (``%%writefile``), or None
    """

    origin: str
    text: str
    tree: ast.Module
    ours: bool = False
    module: str | None = None


class Received(NamedTuple):
    """When a file was handed in, to find the newer of two versions; None where unknown.

    submitted_at, attempt  as the platform says
    modified               the date that its archive gives it
    """

    submitted_at: str | None = None
    attempt: int | None = None
    modified: str | None = None


NOT_TOLD = Received()


@dataclass(frozen=True, slots=True)
class Source:
    """One submitted file, parsed and never executed."""

    name: str
    sha256: str
    kind: Kind
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    """Functions whose ``def`` is in code that does not parse -> why, with the line."""
    defined: frozenset[str] = frozenset()
    """Names of the functions and classes that the file defines at top level."""
    received: Received = NOT_TOLD
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Functions in cells that are no code, or in comments -> where, in a sentence."""
    unread: str | None = None
    """The first line that Python cannot read, and why, in a sentence; None where all was read."""


class Statement(NamedTuple):
    """One top-level statement that the child executes: compiled, never run here.

    ``code`` is a marshalled code object whose file name is ``origin`` and whose line numbers
    are those of the submitted file or cell.
    """

    code: bytes
    origin: str
    line: int


class FunctionSite(NamedTuple):
    """The place of a graded function, and its parameters; ``optional`` are those with a default."""

    origin: str
    line: int
    parameters: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """The part of a submission that is needed for one exercise, ready for the child."""

    statements: tuple[Statement, ...]
    aliases: tuple[str, ...] = ()
    """Module names that mean the merged namespace itself (files of one folder import each other)."""
    functions: Mapping[str, FunctionSite] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    """Graded functions that are missing -> why, in words for the student."""
    unwritten: frozenset[str] = frozenset()
    """Missing functions that are in the file as the starter has them, not written yet."""
    ambiguous: str | None = None
    """Which of several versions of a function counts, and why, where nothing shows which is the newest."""
    notes: tuple[Note, ...] = ()
    libraries: tuple[str, ...] = ()
    """Packages beside NumPy that the child must have loaded."""
    inert: tuple[str, ...] = ()
    """Modules that are known but useless here (plots, data sets): imported as objects that do nothing."""
    module_names: Mapping[str, str] = field(default_factory=dict)
    """Imported name -> name of the exercise's stub module for it (``reg_utils_v2`` -> ``reg_utils``)."""
    texts: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Origin of a statement -> the text that its line counts in; to quote the student's own line."""
    trees: tuple[ast.stmt, ...] = field(default=(), compare=False, repr=False)
    """The syntax trees of the statements, in their order."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A student's submission to one exercise, as the pipeline sees it."""

    student: str
    file: str
    files: tuple[str, ...]
    sha256: str
    kind: Kind | None
    sources: tuple[Source, ...] = ()
    problem: str | None = None
    """Why it cannot be read, or None."""


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The answer to one part, harmless to read.

    text      its lines; empty where there is none
    digest    a hash over all of it, also what was cut: another answer has another one
    pictures  PNG pictures of it, as base64
    """

    text: str = ""
    digest: str = ""
    pictures: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.text and not self.pictures
