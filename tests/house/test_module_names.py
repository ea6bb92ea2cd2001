"""A module's name stands for one thing; CONTRIBUTING says which names several folders share."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

from tests.house.test_rooms import PACKAGE, ROOT, modules

PLUG_INS = ("lms/layouts", "lms/exports/formats", "lms/autograder/platforms")
"""Their modules are named as platforms are on the command line; one platform may be in all of them."""
COMMANDS = "cli"
"""A file of it has the name of a command, and so has the module that does the work of the command."""
COMMANDS_WITH_A_MODULE = {"check", "grade"}
PYTHONS = {"__init__", "__main__"}
SENTENCES = "messages"
"""What a room says to people; each room that says something has one."""


def test_no_module_name_stands_for_two_things() -> None:
    """Who reads ``settings.py`` in a traceback or a search need not ask which."""
    folders = defaultdict(list)
    for path in modules():
        folder = path.parent.relative_to(PACKAGE).as_posix()
        meaning = "a platform" if folder in PLUG_INS else folder
        if path.stem in COMMANDS_WITH_A_MODULE and folder == COMMANDS:
            continue
        if path.stem not in PYTHONS | {SENTENCES} and meaning not in folders[path.stem]:
            folders[path.stem].append(meaning)
    twice = {name: where for name, where in folders.items() if len(where) > 1}
    assert not twice, twice


def test_a_rooms_list_names_modules_that_are_there() -> None:
    """What a room's docstring lists, one a line, can be opened."""
    listed = re.compile(r"\s*([a-z_]+)(?:\.py|/)?\s{2,}\S")
    gone = [
        f"{path.parent.relative_to(PACKAGE)}: {match[1]}"
        for path in modules()
        if path.name == "__init__.py"
        for line in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")
        if (match := listed.match(line))
        and not (path.parent / f"{match[1]}.py").is_file()
        and not (path.parent / match[1]).is_dir()
    ]
    assert not gone, gone


def test_a_room_has_one_file_of_sentences() -> None:
    """Only a room itself has ``messages.py``, not a folder in it."""
    found = [path for path in modules() if path.stem == SENTENCES]
    assert all(path.parent.parent == PACKAGE for path in found)


def test_the_rule_is_written_down() -> None:
    """CONTRIBUTING names what may share a name."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in (*(f"`{folder}`" for folder in PLUG_INS), f"`{SENTENCES}.py`", f"`{COMMANDS}`"):
        assert name in text, name
