"""What pages name exists: rooms, modules, layouts, statuses."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from grader.lms.layouts import LAYOUTS
from grader.model.result import Status
from tests.docs.page import CHECKOUT, PAGES

_PATH = re.compile(r"`((?:grader|tests|tools|benchmarks|reference|exercises)/[\w./-]+)`")
_MODULE = re.compile(r"`(?:python -m )?((?:grader|tests|tools|benchmarks)(?:\.(?!toml)\w+)+)[` ]")
_OTHERS = ("comparison.md",)  # about other projects and their files


def first_cells(page: str, heading: str) -> list[str]:
    """The first cells of the first table below a heading."""
    text = (CHECKOUT / page).read_text("utf-8")
    section = text[text.index(f"# {heading}\n") :]
    lines = section[section.index("\n|") :].strip().split("\n\n")[0].splitlines()
    return [line.split("|")[1].strip() for line in lines[2:]]


def test_the_table_of_rooms() -> None:
    """CONTRIBUTING lists the rooms as the layers that import-linter checks."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = [re.findall(r"`(\w+)`", cell) for cell in first_cells("CONTRIBUTING.md", "Rooms")]
    assert rows == [re.findall(r"\w+", layer) for layer in layers if layer != "__main__"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_modules(page: Path) -> None:
    """Every file, folder and module of this project that a page names is there."""
    text = "" if page.name in _OTHERS else page.read_text("utf-8")
    for path in _PATH.findall(text):
        assert (CHECKOUT / path).exists(), path
    for name in _MODULE.findall(text):
        parts = name.split(".")
        while len(parts) > 1 and not (CHECKOUT / "/".join(parts[:-1])).is_dir():
            parts.pop()  # a name in the module
        assert find_spec(".".join(parts)), name


def test_the_table_of_layouts() -> None:
    """The instructors' page has a row for each layout that `--layout` accepts."""
    assert {
        cell.strip("`") for cell in first_cells("docs/instructors.md", "What may go in")
    } == set(LAYOUTS)


def test_the_glossary_of_statuses() -> None:
    """The glossary names the statuses of the report."""
    text = (CHECKOUT / "docs/glossary.md").read_text("utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith("| status |")]
    assert set(re.findall(r"`(\w+)`", row)) == {str(status) for status in Status}


def test_the_readme_is_short() -> None:
    """At most 700 words, with the installation before any other command."""
    text = (CHECKOUT / "README.md").read_text("utf-8")
    assert len(text.split()) <= 700
    assert text.split("```sh\n")[1].startswith("pip install")
