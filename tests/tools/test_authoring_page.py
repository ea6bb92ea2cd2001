"""docs/authoring.md does what it says, from an empty folder on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.tools.page import Command, Shows, Write, steps

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "authoring.md"


def test_a_reader_who_follows_the_page_has_a_verified_exercise(tmp_path: Path) -> None:
    """Every command exits as it says, prints what it shows, and every block of code is used."""
    done = list(steps(PAGE))
    assert sum(isinstance(step, Command) for step in done) >= 5
    printed = ""
    for step in done:
        if isinstance(step, Write):
            path = tmp_path / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((path.read_text() if step.append else "") + step.text)
        elif isinstance(step, Shows):
            for line in step.lines:
                assert " ".join(line.split()) in printed, line
        else:
            ran = run(step.words, tmp_path)
            assert ran.returncode == step.code, f"{step.words}: {ran.stdout}{ran.stderr}"
            printed = "\n".join(
                " ".join(line.split()) for line in (ran.stdout + ran.stderr).splitlines()
            )


def run(words: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "grader", *words[1:]] if words[0] == "grader" else list(words)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRADER_")}
    environment = {**kept, "PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"}
    return subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True)
