"""The program ``grader``: finds the command, runs it, and turns its result into an exit code.

0    all passed, or the work is done
1    the student's work failed (check), a check failed (verify, audit, mine, schema --check)
2    wrong usage
3    the exercise or the grader is at fault, or isolation is too weak for what was asked
130  interrupted; the work can be resumed
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import traceback
from collections.abc import Collection, Sequence
from importlib import import_module

from grader import __version__
from grader.cli.arguments import Parser, existing_folder, new_folder
from grader.cli.import_path import without_working_directory, working_directory
from grader.cli.output import message, prepare_streams
from grader.util.errors import GraderError, UsageError

COMMANDS = {
    "check": ("check", "check your own file against the public cases"),
    "grade": ("grade", "grade a class and write reports, gradebook and feedback"),
    "mark": ("mark", "mark the parts by hand that no case can judge"),
    "export": ("results", "turn results into what a platform imports"),
    "diff": ("results", "say whose score changes between two results folders"),
    "new": ("exercises", "write a new exercise to start from"),
    "verify": ("prove", "prove that an exercise grades right (for CI)"),
    "audit": ("prove", "measure how many small faults the hidden cases catch"),
    "mine": ("prove", "write known mistakes for what a class got wrong"),
    "release": ("bundles", "write what students get, with nothing hidden in it"),
    "variant": ("bundles", "say which variant of an exercise a student has"),
    "package": ("bundles", "write the bundle with which a platform grades by itself"),
    "push": ("push", "send results back to the service that they were graded from"),
    "serve": ("serve", "run a place to hand in"),
    "service": ("service", "look after its assignments, members, tokens and backups"),
    "submit": ("submit", "hand in at such a place"),
    "verify-receipt": ("submit", "check the receipt of a submission, without a network"),
    "list": ("exercises", "list the exercises"),
    "show": ("exercises", "show one exercise's functions, points and public cases"),
    "schema": ("about", "print the report's JSON Schema, or check reports against it"),
    "doctor": ("about", "say how well this machine locks student code in"),
    "demo": ("grade", "grade a small class that ships with the project"),
    "completion": ("about", "print a script that completes this command line in a shell"),
}
"""Command -> (its module in this package, what it is for).

The module holds ``add_NAME_options`` and ``run_NAME``, whose docstring is the command's help. It
is imported only for its own commands.
"""
FAULT, INTERRUPTED = 3, 130


def parser(commands: Collection[str]) -> Parser:
    """Return the program's parser, with the options of the given ``commands`` only."""
    top = Parser(
        prog="grader",
        description="Grades NumPy exercises: runs student code locked down, judges it outside, "
        "says what is wrong and probably why.",
    )
    top.add_argument("--version", action="version", version=f"grader {__version__}")
    subparsers = top.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )
    for name, (_, purpose) in COMMANDS.items():
        known = name in commands
        command = subparsers.add_parser(name, help=purpose, add_help=known)
        if known:
            _declare(name, command)
    return top


def parser_of(name: str) -> Parser:
    """Return a parser of one command's own options and arguments."""
    return _declare(name, Parser(prog=f"grader {name}"))


def _declare(name: str, command: Parser) -> Parser:
    module = import_module(f"grader.cli.{COMMANDS[name][0]}")
    function = name.replace("-", "_")
    run = getattr(module, f"run_{function}")
    command.description = run.__doc__
    command.add_argument(
        "--course",
        type=new_folder if name == "new" else existing_folder,
        metavar="DIR",
        help="the course folder to use (its exercises/ and reference/); its cases are run as code",
    )
    getattr(module, f"add_{function}_options")(command)
    command.set_defaults(run=run)
    return command


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors become messages here and nowhere else."""
    prepare_streams()
    logging.getLogger("grader").addHandler(logging.NullHandler())  # quiet: see `log_file`
    sys.path[:] = without_working_directory(sys.path)
    try:
        working_directory()
        argv = sys.argv[1:] if argv is None else argv
        top = parser([word for word in argv if not word.startswith("-")][:1])
        arguments = top.parse_args(argv)
        if arguments.command is None:
            top.print_help(sys.stderr)
            return 2
        code: int = arguments.run(arguments)
        return code
    except SystemExit as ended:  # --help and --version
        return int(ended.code or 0)
    except GraderError as error:
        show_error(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        show_error("interrupted")
        return INTERRUPTED
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno == errno.ENAMETOOLONG:
            # Any path of the command line, or a folder of it with a student's name below.
            show_error(f"this path is too long for the system: {str(fault.filename)[:60]}...")
            return UsageError.exit_code
        if os.environ.get("GRADER_DEBUG") == "1":
            traceback.print_exc()
        show_error(
            f"a fault of the grader: {_describe(fault)}",
            "please report it; set GRADER_DEBUG=1 to see the whole traceback",
        )
        return FAULT


def show_error(text: str, hint: str | None = None) -> None:
    """Write one ``error:`` line and, if there is a hint, one ``hint:`` line to stderr."""
    message(f"error: {_one_line(text)}")
    if hint:
        message(f"hint: {_one_line(hint)}")


def _one_line(text: str) -> str:
    """Remove line breaks and control sequences: file names in a message can hold anything."""
    from grader.util.untrusted_text import harmless

    return harmless(" ".join(text.split()))


def _describe(fault: Exception) -> str:
    """Return the fault's type, the innermost line of the package that raised it, and its message."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(home)] or list(frames)
    place = (
        f"{os.path.relpath(ours[-1].filename, os.path.dirname(home))}:{ours[-1].lineno}"
        if ours
        else "?"
    )
    return f"{type(fault).__name__} at {place}: {fault}"
