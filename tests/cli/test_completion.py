"""Completion in the shells themselves, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.main import COMMANDS, main

# Each asks one shell what it would offer for a line whose last word is being typed.
ASK = {
    "bash": """. ./script
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _grader; printf '%s\\n' "${COMPREPLY[@]}"
""",
    # The real _files and compadd work in a line editor only.
    "zsh": """autoload -Uz compinit; compinit -u -D; . ./script
_files() { [[ $1 = -/ ]] && print -l *(/) || print -l * }
compadd() { shift; print -l -- $@ }
words=("$@"); CURRENT=$#words; _grader
""",
    "fish": "source ./script; complete -C (string join ' ' -- $argv) | string replace -r '\\t.*' ''\n",
}


@pytest.fixture(params=ASK)
def offered(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    course: Path,
):
    """What a shell offers, in a folder with one file and one folder."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} on this machine")
    assert main(["completion", shell]) == 0
    (tmp_path / "script").write_text(capsys.readouterr().out)
    (tmp_path / "ask").write_text(ASK[shell])
    (tmp_path / "my work.py").touch()
    (tmp_path / "class").mkdir()
    # The script asks `grader`, which need not be installed under that name here.
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "grader"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "GRADER_COURSE": str(course), "HOME": str(tmp_path)}

    def ask(*words: str) -> set[str]:
        done = subprocess.run(
            [shell, "ask", *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        return set(filter(None, done.stdout.splitlines()))

    return ask


def test_the_shell_offers_what_may_stand_there(offered, course: Path) -> None:
    """Commands, options, the values of an option, files, folders, and the course's exercises."""
    exercises = {path.parent.name for path in course.glob("exercises/*/exercise.py")}
    assert offered("grader", "") >= set(COMMANDS)
    assert "--exercise" in offered("grader", "check", "--e")
    assert offered("grader", "check", "--exercise", "") == exercises
    assert offered("grader", "show", "") == exercises
    assert "my work.py" in offered("grader", "check", "")
    assert {name.rstrip("/") for name in offered("grader", "diff", "")} >= {"class"}
    assert "my work.py" not in offered("grader", "grade", "--course", "")
    assert "canvas" in offered("grader", "export", "")
    assert offered("grader", "new", "") == set()
