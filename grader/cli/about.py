"""``grader schema``, ``doctor`` and ``completion``: what the program says about itself."""

from __future__ import annotations

import argparse

from grader.cli.arguments import Parser
from grader.cli.output import emit, emit_json, message
from grader.util.errors import UsageError
from grader.util.in_words import count_of
from grader.util.untrusted_text import harmless

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
_FOLDERS, _FILES = ("DIR", "OLD", "NEW"), ("FILE", "PATH", "KEYFILE", "ZIP", "REPORT")
_LIST_IDS = "grader list --ids 2>/dev/null"


def add_schema_options(parser: Parser) -> None:
    parser.flag("--check", "check these reports instead of printing the schema")
    parser.path("reports", "REPORT", "with --check: JSON files", nargs="*")


def run_schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema that every report is valid against, or check reports against it.

    With --check, each problem is one line. The exit code is 0 if all reports are valid, else 1.
    """
    from grader.report.schema import SHIPPED, schema_problems

    if not arguments.check:
        if arguments.reports:
            raise UsageError("reports are checked only with --check")
        emit(SHIPPED.read_text("utf-8").rstrip("\n"))
        return 0
    if not arguments.reports:
        raise UsageError("--check needs a report", hint="for instance: results/reports/*.json")
    invalid = 0
    for report in arguments.reports:
        problems = schema_problems(report)
        invalid += bool(problems)
        for problem in problems:
            emit(harmless(f"{report}: {problem}"))
    total = len(arguments.reports)
    reports = count_of(total, "report", ("is", "are"))
    message(f"{invalid} of {reports} not valid" if invalid else f"{reports} valid")
    return 1 if invalid else 0


def add_doctor_options(parser: Parser) -> None:
    parser.flag("--json", "print it as JSON")


def run_doctor(arguments: argparse.Namespace) -> int:
    """Say which isolation is in force on this machine, found by probing, and what is missing."""
    from dataclasses import asdict

    from grader.course.catalog import find_course
    from grader.model.libraries import installed_version, is_installed, to_install
    from grader.sandbox import open_sandbox
    from grader.sandbox.judge.probes import conclusion, layer_findings
    from grader.util.table import table

    course = find_course(arguments.course)
    with open_sandbox() as sandbox:
        isolation = sandbox.isolation
    layers = layer_findings(isolation.layers)
    libraries = [
        (name, (installed_version(name) or "yes") if is_installed(name) else None, exercises)
        for name, exercises in course.libraries().items()
    ]
    if arguments.json:
        emit_json(
            {
                "level": isolation.level,
                "layers": list(isolation.layers),
                "refused": dict(isolation.refused),
                "table": [asdict(line) for line in layers],
                "libraries": {
                    name: {"version": version, "exercises": exercises}
                    for name, version, exercises in libraries
                },
            }
        )
        return 0
    emit(f"isolation: {isolation.level}")
    emit(f"course: {course.root}")
    emit("")
    rows = [(line.layer, "yes" if line.in_force else "no", line.found) for line in layers]
    emit(table(("layer", "in force", "what it does, or why it is missing"), rows))
    emit("")
    tried = [
        (name.replace("_", " "), "yes" if isolation.refused[name] else "NO")
        for name in isolation.refused
    ]
    emit(table(("tried in a child", "refused"), tried))
    advice = [(line.layer, line.advice) for line in layers if line.advice]
    if libraries:
        emit("")
        rows = [(name, version or "no", ", ".join(ids)) for name, version, ids in libraries]
        emit(table(("library", "installed", "declared by"), rows))
        advice += [(name, f"pip install {to_install(name)}") for name, v, _ in libraries if not v]
    if advice:
        emit("\nwhat to do")
        for name, text in advice:
            emit(f"  {name}: {text}")
    emit(f"\n{conclusion(isolation.level)}")
    return 0


def add_completion_options(parser: Parser) -> None:
    parser.value("shell", "SHELL", ", ".join(SHELLS), choices=SHELLS)


def run_completion(arguments: argparse.Namespace) -> int:
    """Print a script with which a shell completes commands, options, files and exercise ids.

    bash and zsh read it by `eval "$(grader completion bash)"` in .bashrc or .zshrc; fish reads the file
    ~/.config/fish/completions/grader.fish.
    """
    import shtab

    from grader.cli.main import COMMANDS, parser

    # For zsh, shtab.cmd would ask for the ids when the shell starts instead of when they are needed.
    preamble = {"zsh": f'_grader_ids() {{ compadd -- ${{(f)"$({_LIST_IDS})"}} }}'}
    values = dict.fromkeys(_FOLDERS, shtab.DIRECTORY) | dict.fromkeys(_FILES, shtab.FILE)
    values["ID"] = shtab.cmd(_LIST_IDS) | {"zsh": "_grader_ids"}
    program = parser(COMMANDS)
    commands = next(a for a in program._actions if isinstance(a, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        command.description = COMMANDS[name][1]
        for action in command._actions:
            if action.metavar in values and (name, action.metavar) != ("new", "ID"):
                vars(action)["complete"] = values[action.metavar]  # where shtab looks for it
    emit(shtab.complete(program, arguments.shell, preamble=preamble.get(arguments.shell, "")))
    return 0
