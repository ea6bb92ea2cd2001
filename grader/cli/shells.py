"""Completion scripts, made from the parser, so that no option is written down twice.

What a value is, its placeholder in the help says: DIR a folder, FILE a file, ID an exercise. Ids
are asked for when they are needed, by ``grader list --ids``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

FOLDERS, FILES, IDS = "folders", "files", "ids"
_KINDS = {
    **dict.fromkeys(("DIR", "OLD", "NEW"), FOLDERS),
    **dict.fromkeys(("FILE", "PATH", "KEYFILE", "ZIP"), FILES),
    "ID": IDS,
}
_ASK = "grader list --ids 2>/dev/null"


@dataclass(frozen=True, slots=True)
class Value:
    """What may stand somewhere: one of ``words``, or what ``kind`` says; neither: nobody knows."""

    kind: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """``value`` is None for an option that takes none."""

    name: str
    purpose: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    purpose: str
    options: tuple[Option, ...]
    arguments: tuple[Value, ...]


def read(name: str, purpose: str, parser: argparse.ArgumentParser) -> Command:
    """What can be completed after one command."""
    options, arguments = [], []
    for action in parser._actions:
        value = Value(
            ""
            if name == "new"
            else _KINDS.get(str(action.metavar), ""),  # a new id is not there yet
            tuple(map(str, action.choices or ())),
        )
        if not action.option_strings:
            arguments.append(value)
        for string in action.option_strings:
            if string.startswith("--"):
                taken = None if action.nargs == 0 else value
                options.append(Option(string, _first_part(action.help or ""), taken))
    return Command(name, purpose, tuple(options), tuple(arguments))


def bash(commands: Sequence[Command]) -> str:
    """For bash 3.2 and later: words split at line ends only, so that names may hold blanks."""
    return "\n".join(
        [
            "# grader completion bash",
            "_grader() {",
            '    local IFS=$\'\\n\' word command="" current="${COMP_WORDS[COMP_CWORD]}"',
            '    local previous="${COMP_WORDS[COMP_CWORD-1]}"',
            '    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
            '        case "$word" in -*) ;; *) command="$word"; break ;; esac',
            "    done",
            "    COMPREPLY=()",
            *_cases(commands, _in_bash),
            "}",
            "complete -F _grader grader",
        ]
    )


def zsh(commands: Sequence[Command]) -> str:
    """For the function system of zsh, whose ``_files`` and ``compadd`` do the rest."""
    return "\n".join(
        [
            "#compdef grader",
            "_grader() {",
            '    local word command="" current="${words[CURRENT]}" previous="${words[CURRENT-1]}"',
            '    for word in "${(@)words[2,CURRENT-1]}"; do',
            '        case "$word" in -*) ;; *) command="$word"; break ;; esac',
            "    done",
            *_cases(commands, _in_zsh),
            "}",
            # Loaded from $fpath this file is the function's body; sourced, it makes itself known.
            'if [ "${funcstack[1]:-}" = _grader ]; then _grader "$@"; else compdef _grader grader; fi',
        ]
    )


def fish(commands: Sequence[Command]) -> str:
    """For fish, which takes a line for each thing that can be completed."""
    lines = ["# grader completion fish", "complete -c grader -f"]
    for command in commands:
        lines.append(
            "complete -c grader -n __fish_use_subcommand "
            f"-a {command.name} -d {_quoted(command.purpose)}"
        )
        start = f"complete -c grader -n {_quoted(f'__fish_seen_subcommand_from {command.name}')}"
        lines += [f"{start}{_in_fish(value)}" for value in command.arguments]
        for option in command.options:
            line = f"{start} -l {option.name[2:]} -d {_quoted(option.purpose)}"
            if option.value is not None:
                line += " -r" if option.value.kind == FILES else " -x"
                line += _in_fish(option.value)
            lines.append(line)
    return "\n".join(lines)


def _cases(commands: Sequence[Command], complete: Callable[[Value], str]) -> Iterator[str]:
    """The same questions in bash and zsh: which option stands before, which command before that?"""
    yield '    case "$command $previous" in'
    for command in commands:
        for option in command.options:
            if option.value is not None:
                yield f'        "{command.name} {option.name}") {complete(option.value)}; return ;;'
    yield "    esac"
    yield '    case "$command $current" in'
    for command in commands:
        names = Value(words=tuple(option.name for option in command.options))
        yield f'        "{command.name} -"*) {complete(names)} ;;'
        every = "; ".join(complete(value) for value in command.arguments) or ":"
        yield f'        "{command.name} "*) {every} ;;'
    yield f"        *) {complete(Value(words=tuple(command.name for command in commands)))} ;;"
    yield "    esac"


def _in_bash(value: Value) -> str:
    add = 'COMPREPLY+=($(compgen {} -- "$current"))'
    if value.words:
        lines = "\\n".join(value.words)
        return add.format(f"-W $'{lines}'")
    if value.kind == IDS:
        return add.format(f'-W "$({_ASK})"')
    if value.kind:
        named = "; compopt -o filenames 2>/dev/null"
        return add.format("-d" if value.kind == FOLDERS else "-f") + named
    return ":"


def _in_zsh(value: Value) -> str:
    if value.words:
        return f"compadd -- {' '.join(value.words)}"
    if value.kind == IDS:
        return f'compadd -- ${{(f)"$({_ASK})"}}'
    if value.kind:
        return "_files -/" if value.kind == FOLDERS else "_files"
    return ":"


def _in_fish(value: Value) -> str:
    if value.words:
        return f" -a {_quoted(' '.join(value.words))}"
    if value.kind == IDS:
        return f" -a {_quoted(f'({_ASK})')}"
    if value.kind:
        return f" -a {_quoted('(__fish_complete_directories)')}" if value.kind == FOLDERS else " -F"
    return ""


def _first_part(text: str) -> str:
    return text.replace("%%", "%").partition(";")[0].strip()


def _quoted(text: str) -> str:
    """Literal in fish: within single quotes only a quote and a backslash mean something."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
