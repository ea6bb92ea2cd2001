"""What the documentation repeats from the program is what the program says now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.cli.main import COMMANDS
from tests.docs.page import CHECKOUT, PAGES
from tools.pages.made import MADE


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_generated_page_is_current(path: Path) -> None:
    """Commands, course and report are as on their pages; `make pages` writes them anew."""
    if path.read_text("utf-8") != MADE[path]():
        pytest.fail(f"docs/{path.name} tells of an earlier state: run `make pages`", pytrace=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown(command: str) -> None:
    """Beside its entry on the page of commands, some page shows each command at work."""
    written = [page.read_text("utf-8") for page in PAGES if page not in MADE]
    assert any(re.search(rf"\bgrader {command}\b", text) for text in written)


@pytest.mark.parametrize("picture", ["check.svg", "feedback.png", "summary.png"])
def test_pictures(picture: str) -> None:
    """A page with its pictures is read without other hosts, and does not weigh much."""
    data = (CHECKOUT / "docs" / "pictures" / picture).read_bytes()
    assert len(data) < 250_000
    assert set(re.findall(rb"https?://([\w.-]+)", data)) <= {b"www.w3.org", b"www.textualize.io"}
