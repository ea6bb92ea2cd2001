"""docs/commands.md: every command with its options, from the program's own parser."""

from __future__ import annotations

import argparse

from grader.cli.main import COMMANDS, parser_of
from tools.pages.markdown import page as markdown
from tools.pages.markdown import table

INTRODUCTION = """# Commands

What `grader COMMAND --help` says. Every command also takes `--course DIR`. Results go to stdout,
progress and messages to stderr; `NO_COLOR` is honoured.

| exit code | meaning |
| --- | --- |
| 0 | all passed, or the work is done |
| 1 | the student's work failed (`check`), a check failed (`verify`), a fault was not caught (`audit`), a report is not valid (`schema --check`) |
| 2 | wrong usage |
| 3 | the exercise or the grader is at fault, or isolation is too weak for what was asked |
| 130 | interrupted; the same command continues |"""


def page() -> str:
    return markdown(INTRODUCTION, *(_section(name, parser_of(name)) for name in COMMANDS))


def _section(name: str, command: argparse.ArgumentParser, level: int = 2) -> str:
    actions = [a for a in command._actions if not {"--help", "--course"} & set(a.option_strings)]
    rows = [(_form(a), _help(a)) for a in actions if not isinstance(a, argparse._SubParsersAction)]
    parts = [f"{'#' * level} {name}"]
    if command.description:
        parts.append(" ".join(command.description.split()))
    if rows:
        parts.append(table(("argument", "meaning"), rows))
    for action in actions:
        if isinstance(action, argparse._SubParsersAction):
            parts += [_section(f"{name} {n}", sub, level + 1) for n, sub in action.choices.items()]
    return "\n\n".join(parts)


def _form(action: argparse.Action) -> str:
    value = action.metavar or (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()
    )
    if action.nargs == 0:
        value = ""
    if not action.option_strings:
        more = " ..." if action.nargs == "+" else ""
        return f"`{value}{more}`"
    needed = " (needed)" if action.required else ""
    return f"`{' '.join((action.option_strings[-1], str(value))).strip()}`{needed}"


def _help(action: argparse.Action) -> str:
    return (action.help or "") % {"default": action.default, "prog": "grader"}
