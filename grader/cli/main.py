"""``grader``: find the command, run it, and turn what it says or raises into an exit code.

0    all passed, or the work is done
1    the student's work failed (check), something fell short (verify)
2    wrong usage
3    the exercise or the grader is at fault, or isolation is too weak for what was asked
130  interrupted; the work can be resumed
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from grader import __version__
from grader.cli import (
    audit,
    check,
    demo,
    diff,
    doctor,
    export,
    grade,
    list_,
    new,
    package,
    release,
    schema,
    show,
    verify,
)
from grader.cli.arguments import Parser, with_course
from grader.cli.output import message, prepare_streams
from grader.cli.path import without_working_directory
from grader.errors import GraderError

COMMANDS = (
    check,
    grade,
    export,
    diff,
    new,
    verify,
    audit,
    release,
    package,
    list_,
    show,
    schema,
    doctor,
    demo,
)
FAULT, INTERRUPTED = 3, 130


def parser() -> Parser:
    """The whole command line. Each command's file adds its own options."""
    top = Parser(
        prog="grader",
        description="Grades NumPy exercises: runs student code locked down, judges it outside, "
        "says what is wrong and probably why.",
    )
    top.add_argument("--version", action="version", version=f"grader {__version__}")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2].rstrip("_")
        added = commands.add_parser(name, help=command.HELP, description=command.__doc__)
        command.add_arguments(with_course(added))
        added.set_defaults(run=command.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. The only place where errors become messages."""
    prepare_streams()
    sys.path[:] = without_working_directory(sys.path)
    try:
        top = parser()
        arguments = top.parse_args(argv)
        if arguments.command is None:
            top.print_help(sys.stderr)
            return 2
        return arguments.run(arguments)
    except SystemExit as ended:  # --help and --version
        return int(ended.code or 0)
    except GraderError as error:
        tell(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return FAULT
    except Exception as fault:
        if os.environ.get("GRADER_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        tell(
            f"a fault of the grader: {describe(fault)}",
            "please report it; with GRADER_DEBUG=1 set the whole traceback is shown",
        )
        return FAULT


def tell(text: str, hint: str | None = None) -> None:
    """One ``error:`` line, and one ``hint:`` line where there is something to do about it."""
    message(f"error: {one_line(text)}")
    if hint:
        message(f"hint: {one_line(hint)}")


def one_line(text: str) -> str:
    """File names and exercise ids in a message can hold anything, control sequences too."""
    from grader.text import harmless

    return harmless(" ".join(text.split()))


def describe(fault: Exception) -> str:
    """Type, message and the innermost place within the package."""
    import traceback

    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(home)] or list(frames)
    place = (
        f"{os.path.relpath(own[-1].filename, os.path.dirname(home))}:{own[-1].lineno}"
        if own
        else "?"
    )
    return f"{type(fault).__name__} at {place}: {fault}"
