"""``grader``: find the command, run it, and turn what it says or raises into an exit code.

0    all passed, or the work is done
1    the student's work failed (check), a check failed (verify)
2    wrong usage
3    the exercise or the grader is at fault, or isolation is too weak for what was asked
130  interrupted; the work can be resumed
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from grader import __version__
from grader.cli.arguments import Parser, with_course
from grader.cli.output import message, prepare_streams
from grader.cli.path import without_working_directory, working_directory
from grader.util.errors import GraderError

TYPE_CHECKING = (
    False  # as the type checkers read it; typing itself would be the slowest import here
)
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

COMMANDS = {
    "check": "check your own file against the public cases",
    "grade": "grade a class and write reports, gradebook and feedback",
    "export": "turn results into what a platform imports",
    "diff": "say whose score changes between two results folders",
    "new": "write a new exercise to start from",
    "verify": "prove that an exercise grades right (for CI)",
    "audit": "measure how many small faults the hidden cases catch",
    "release": "write what students get, with nothing hidden in it",
    "package": "write the bundle with which a platform grades by itself",
    "list": "list the exercises",
    "show": "show one exercise's functions, points and public cases",
    "schema": "print the report's JSON Schema",
    "doctor": "say how well this machine locks student code in",
    "demo": "grade a small class that ships with the project",
    "completion": "print a script that completes this command line in bash, zsh or fish",
}
"""What each command is for. Its file is loaded only when it is the one that is asked for."""
FAULT, INTERRUPTED = 3, 130


def parser(asked: str | None) -> Parser:
    """The command line, with the options of the command that is ``asked`` for."""
    top = Parser(
        prog="grader",
        description="Grades NumPy exercises: runs student code locked down, judges it outside, "
        "says what is wrong and probably why.",
    )
    top.add_argument("--version", action="version", version=f"grader {__version__}")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", parser_class=Parser
    )
    for name, purpose in COMMANDS.items():
        if name != asked:
            commands.add_parser(name, help=purpose, add_help=False)
            continue
        _declare(name, commands.add_parser(name, help=purpose))
    return top


def parser_of(name: str) -> Parser:
    """One command's own options and arguments."""
    return _declare(name, Parser(prog=f"grader {name}"))


def _declare(name: str, parser: Parser) -> Parser:
    command = command_file(name)
    parser.description = command.__doc__
    command.add_arguments(with_course(parser, may_be_new=name == "new"))
    parser.set_defaults(run=command.run)
    return parser


def command_file(name: str) -> ModuleType:
    """The module of a command, which is named like it as far as Python allows."""
    return import_module(f"grader.cli.{'list_' if name == 'list' else name}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. The only place where errors become messages."""
    prepare_streams()
    sys.path[:] = without_working_directory(sys.path)
    try:
        working_directory()
        argv = sys.argv[1:] if argv is None else argv
        top = parser(next((word for word in argv if not word.startswith("-")), None))
        arguments = top.parse_args(argv)
        if arguments.command is None:
            top.print_help(sys.stderr)
            return 2
        code: int = arguments.run(arguments)
        return code
    except SystemExit as ended:  # --help and --version
        return int(ended.code or 0)
    except GraderError as error:
        tell(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
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
    from grader.util.untrusted_text import harmless

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
