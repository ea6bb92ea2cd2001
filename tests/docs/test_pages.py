"""Every page does what it says: its commands run, print what it shows, and its code is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.docs.not_run import NOT_RUN, why_not_run
from tests.docs.page import CHECKOUT, PAGES, Command, blocks, steps
from tests.docs.reader import Reader
from tests.released import released

CLASS = CHECKOUT / "grader" / "demo" / "class" / "regularization"

# What a reader of a page has before the first command: files that a page cannot make.
GIVEN = {
    "CONTRIBUTING.md": {name: CHECKOUT / name for name in ("exercises", "reference")},
    "README.md": {
        "my_notebook.ipynb": CLASS / "Zoë Müller.ipynb",
        "submissions/Priya Raman.py": CLASS / "Priya Raman.py",
        "submissions/Adaeze Okonkwo.ipynb": CLASS / "Adaeze Okonkwo.ipynb",
        "submissions/Bo Lindqvist.ipynb": CLASS / "Bo Lindqvist.ipynb",
    },
}
GIVEN["docs/instructors.md"] = {
    f"submissions/{name}": CLASS / source
    for name, source in {
        "ramanpriya_LATE_4711_9004_homework.py": "Priya Raman.py",
        "svobodovahana_4712_9001_homework.py": "Ingrid Solberg.py",
        "svobodovahana_4712_9002_homework-1.py": "Hana Svobodová.py",
        "okonkwoadaeze_4713_9003_homework.ipynb": "Adaeze Okonkwo.ipynb",
    }.items()
}
# And what somebody else did for them, in the same folder.
DONE_BEFORE = {
    "docs/instructors.md": ["python -m zipfile -c submissions.zip submissions"],
}
RELEASED = {"docs/students.md": "regularization"}
ON_A_LOADED_MACHINE = "README.md"
"""Its first `verify` grades a second time in a process of its own, beside others that are busy."""
# Pages that a test of their own follows, with a browser beside the terminal.
ELSEWHERE = {"docs/service.md": "tests/service/test_flow.py"}


def _name(page: Path) -> str:
    return page.relative_to(CHECKOUT).as_posix()


WITH_BLOCKS = [page for page in PAGES if page.exists() and any(blocks(page))]


@pytest.mark.parametrize("page", [p for p in WITH_BLOCKS if _name(p) not in ELSEWHERE], ids=_name)
def test_page(page: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """From the top down, in one folder: exit codes, files and shown output are as on the page."""
    reader = Reader(tmp_path, idle=_name(page) != ON_A_LOADED_MACHINE)
    for name, given in GIVEN.get(_name(page), {}).items():
        (reader.home / name).parent.mkdir(exist_ok=True)
        if given.is_dir():
            shutil.copytree(given, reader.home / name)
        else:
            shutil.copy(given, reader.home / name)
    if _name(page) in RELEASED:
        bundle = released(RELEASED[_name(page)], tmp_path_factory)
        shutil.copytree(bundle, reader.home / bundle.name)
    for line in DONE_BEFORE.get(_name(page), []):
        reader.run(Command(line, 0))
    try:
        for step in steps(page):
            reader.follow(step)
    finally:
        reader.end()


def test_commands_left_out_are_on_a_page() -> None:
    """The list of commands that are not run holds none that no page shows."""
    lines = [s.line for page in WITH_BLOCKS for s in steps(page) if isinstance(s, Command)]
    assert {why_not_run(line) for line in lines} - {None} == set(NOT_RUN)
