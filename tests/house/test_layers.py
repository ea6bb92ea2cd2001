"""Imports point downward, within the toolkit and out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grader"

# The highest first. A part may import what stands below it; parts of one line know nothing of
# each other. A new module or folder of grader/ gets its place here.
LAYERS = (
    ("__main__",),
    ("cli", "pytest_plugin"),
    ("platforms",),
    ("export", "verify"),
    ("audit", "batch", "release"),
    ("demo", "grade"),
    ("run_cache", "verdicts"),
    ("diagnosis", "run_cases"),
    ("carry_forward", "free_numbers"),
    ("compared", "course", "report", "workers"),
    ("compare", "intake", "load", "sandbox", "score"),
    ("authoring", "calls", "closeness", "wire"),
    ("model", "pseudonyms"),
    ("columns", "files", "shown", "text"),
    ("errors",),
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}


def modules() -> list[Path]:
    """The toolkit's own files; the demo's class is students' work."""
    return sorted(
        path for path in PACKAGE.rglob("*.py") if not path.is_relative_to(PACKAGE / "demo/class")
    )


def part_of(path: Path) -> str:
    """``load`` of ``grader/load/read/cells.py``, ``grade`` of ``grader/pipeline/grade.py``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of what a file imports anywhere in it, for type checking too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def upward(part: str, text: str) -> list[str]:
    """The imports in ``text``, a file of ``part``, that do not point downward."""
    found = []
    for name in imported(ast.parse(text)):
        top, *rest = name.split(".")
        other = rest[0] if rest else ""
        if top == "grader" and other in LEVEL and other != part and LEVEL[other] <= LEVEL[part]:
            found.append(name)
    return found


def test_every_part_of_the_toolkit_has_a_layer() -> None:
    """In both directions: none is missing in the table, none in it is gone."""
    parts = {part_of(path) for path in modules()} - {"__init__"}
    assert parts == set(LEVEL)


@pytest.mark.parametrize("part", LEVEL)
def test_imports_point_downward(part: str) -> None:
    """So that each part can be read knowing only what stands below it."""
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in modules()
        if part_of(path) == part and (found := upward(part, path.read_text("utf-8")))
    }
    assert not wrong


def test_an_upward_import_would_be_found() -> None:
    """At the top of a file, in a function, and for types alone."""
    assert upward("load", "from grader.sandbox import messages")
    assert upward("model", "def late():\n    import grader.cli.main")
    assert upward("report", "if TYPE_CHECKING:\n    from grader.batch import run")
    assert not upward("batch", "from grader import errors\nfrom grader.batch import run")


def test_the_toolkit_knows_no_course() -> None:
    """A course is read by its path, so that another school's is read in the same way."""
    for path in modules():
        tops = {name.split(".")[0] for name in imported(ast.parse(path.read_text("utf-8")))}
        assert not tops & {"reference", "exercises", "tests", "benchmarks"}, path
