"""Print a script with which a shell completes commands, options, files and exercise ids: bash
and zsh take it with `eval "$(grader completion bash)"` in .bashrc or .zshrc, fish as
~/.config/fish/completions/grader.fish."""

from __future__ import annotations

import argparse

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(arguments: argparse.Namespace) -> int:
    from grader.cli import shells
    from grader.cli.main import COMMANDS, parser_of
    from grader.cli.output import emit

    commands = [shells.read(name, COMMANDS[name], parser_of(name)) for name in COMMANDS]
    emit({"bash": shells.bash, "zsh": shells.zsh, "fish": shells.fish}[arguments.shell](commands))
    return 0
