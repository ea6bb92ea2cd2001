"""What import-linter cannot see: the toolkit knows no course."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grader"


def modules() -> list[Path]:
    """The toolkit's own files; the demo's class is students' work."""
    return sorted(
        path for path in PACKAGE.rglob("*.py") if not path.is_relative_to(PACKAGE / "demo/class")
    )


def trees(*words: str) -> Iterator[tuple[Path, ast.Module]]:
    """The toolkit's files in which one of the words stands, parsed: to parse all takes a second."""
    for path in modules():
        text = path.read_text("utf-8")
        if any(word in text for word in words):
            yield path, ast.parse(text)


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of what a file imports anywhere in it, for type checking too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_toolkit_knows_no_course() -> None:
    """A course is read by its path, so that another school's is read in the same way."""
    courses = {"reference", "exercises", "tests", "benchmarks"}
    for path, tree in trees(*courses):
        assert not {name.split(".")[0] for name in imported(tree)} & courses, path
