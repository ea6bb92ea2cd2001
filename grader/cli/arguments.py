"""The parser: every wrong use is one ``error:`` line and a ``hint:`` that names what would be right."""

from __future__ import annotations

import argparse
import os
import sys

from grader.util.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, NoReturn


class _Formatter(argparse.HelpFormatter):
    """argparse's, which would load shutil and all its archive formats for the terminal's width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    if sys.__stdout__ is None:
        return 80
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80
    except (ValueError, OSError):  # closed, or no terminal
        return 80


class Parser(argparse.ArgumentParser):
    """argparse, with the errors of this toolkit and without guessing at shortened options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Formatter, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            from difflib import get_close_matches

            names = [str(choice) for choice in action.choices]
            near = get_close_matches(str(value), names, n=3)
            what = "command" if isinstance(action, argparse._SubParsersAction) else "choice"
            raise UsageError(
                f"there is no {what} {str(value)!r}",
                hint=f"did you mean {' or '.join(near)}?"
                if near
                else f"there are: {', '.join(names)}",
            )


def exercise_ids(text: str) -> tuple[str, ...]:
    """``a`` or ``a,b``: each exercise once."""
    ids = tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
    if not ids:
        raise argparse.ArgumentTypeError("name an exercise, or several: a,b")
    return ids


def with_course(
    parser: argparse.ArgumentParser, *, may_be_new: bool = False
) -> argparse.ArgumentParser:
    """Add ``--course``, which every command has."""
    parser.add_argument(
        "--course",
        type=new_folder if may_be_new else folder,
        metavar="DIR",
        help="the course folder to use (its exercises/ and reference/); its cases are run as code",
    )
    return parser


def folder(text: str) -> Path:
    """A folder that is there."""
    from pathlib import Path

    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def new_folder(text: str) -> Path:
    """A folder that is there, or that can be made."""
    from pathlib import Path

    if os.path.lexists(text) and not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return Path(text)


def given_path(text: str) -> Path:
    """A path. An empty one is a variable that was not set, and does not mean the working directory."""
    from pathlib import Path

    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def whole_number(text: str) -> int:
    """A count of at least one."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return number


def positive_number(text: str) -> int | float:
    """A number above zero, with or without decimals."""
    import re

    if not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,6})?", text) or not float(text.replace(",", ".")):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text) if text.isdecimal() else float(text.replace(",", "."))


def processors() -> int:
    """The processors that this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
