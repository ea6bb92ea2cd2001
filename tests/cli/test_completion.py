"""Completion in the shells themselves, where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.main import COMMANDS, main

# Each script prints what one shell offers for a line whose last word is being typed.
ASK = {
    "bash": """. ./script
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _shtab_grader; printf '%s\\n' "${COMPREPLY[@]}"
""",
    "fish": "source ./script; complete -C (string join ' ' -- $argv) | string replace -r '\\t.*' ''\n",
    # Completion works only in a line editor: a second zsh gets the line and a tab, and its compadd prints.
    "zsh": r"""zmodload zsh/zpty
zpty line zsh -f -i
zpty -w line 'PS1=; stty -echo; autoload -Uz compinit; compinit -u -D; eval "$(<script)"'
zpty -w line 'compadd() {
    local -a offered; builtin compadd -A offered "$@"; print -lr -- ">"$^offered"<"; builtin compadd "$@"
}'
zpty -w line 'offer() { _main_complete; print "<"end">" }'
zpty -w line 'zle -C offer .list-choices offer; bindkey "^I" offer'
zpty -w line 'zle-line-init() { print "<"ready">" }; zle -N zle-line-init'
zpty -r -m line printed '*<ready>*'
zpty -w -n line "${(j: :)@}"$'\t'
zpty -r -m line printed '*<end>*'
zpty -d line
print -lr -- ${(M)${(f)printed//[[:cntrl:]]/$'\n'}:#*>*<*}
""",
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
        lines = re.findall(">(.*?)<", done.stdout) if shell == "zsh" else done.stdout.splitlines()
        return {line.replace("\\", "").rstrip("/") for line in lines if line}

    return ask


def test_the_shell_offers_commands_options_and_values(offered, course: Path) -> None:
    """Commands, options, the values of an option, files, folders, and the course's exercises."""
    exercises = {path.parent.name for path in course.glob("exercises/*/exercise.py")}
    assert offered("grader", "") >= set(COMMANDS)
    assert "--exercise" in offered("grader", "check", "--e")
    assert offered("grader", "check", "--exercise", "") == exercises
    assert offered("grader", "show", "") == exercises
    assert "my work.py" in offered("grader", "check", "")
    assert "class" in offered("grader", "diff", "")
    assert "my work.py" not in offered("grader", "grade", "--course", "")
    assert "canvas" in offered("grader", "export", "")
    assert offered("grader", "new", "") == set()
