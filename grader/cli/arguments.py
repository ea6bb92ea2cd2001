"""The argument parser, and the types of arguments that several commands share."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from grader.util.errors import UsageError
from grader.util.in_words import known_names
from grader.util.language import VARIABLE


class Parser(argparse.ArgumentParser):
    """argparse's parser that raises UsageError with a hint, and accepts no shortened options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def flag(self, name: str, help: str) -> None:
        """Add an option without a value."""
        self.add_argument(name, action="store_true", help=help)

    def value(self, name: str, metavar: str, help: str, **more: Any) -> None:
        """Add an argument or an option with a value."""
        self.add_argument(name, metavar=metavar, help=help, **more)

    def path(self, name: str, metavar: str, help: str, **more: Any) -> None:
        """Add an argument or an option whose value is a path."""
        self.value(name, metavar, help, type=given_path, **more)

    def number(self, name: str, metavar: str, help: str, default: int) -> None:
        """Add an option whose value is a whole number."""
        self.value(
            name, metavar, f"{help} (default: {default})", type=whole_number, default=default
        )

    def repeated(self, name: str, metavar: str, help: str) -> None:
        """Add an option that may be repeated; its value is a list."""
        self.value(name, metavar, f"{help}; may be repeated", action="append", default=[])

    def edition(self) -> None:
        """Add ``--edition``."""
        self.value("--edition", "E", "the edition of the assignment, if there are several")

    def variant(self) -> None:
        """Add ``--variant``."""
        self.value("--variant", "V", "the variant of the exercise, the same for all")

    def language(self) -> None:
        """Add ``--language``; without it the environment variable counts, then the course."""
        text = (
            "the language of the feedback, such as de (default: GRADER_LANGUAGE, or the course's)"
        )
        self.value("--language", "L", text, default=os.environ.get(VARIABLE) or None)

    def jobs(self) -> None:
        """Add ``--jobs``; its value is None when it is not given."""
        text = "worker processes (default: one per processor)"
        self.value("--jobs", "N", text, type=whole_number)

    def actions(self, metavar: str) -> Callable[[str, str, str], Parser]:
        """Add an argument that names an action.

        Returns what adds an action: it takes a name, a line for the help and a description, and
        returns the action's own parser.
        """
        actions = self.add_subparsers(
            dest=metavar.lower(), metavar=metavar, required=True, parser_class=Parser
        )
        return lambda name, help, text: actions.add_parser(name, help=help, description=text)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            what = "command" if isinstance(action, argparse._SubParsersAction) else "choice"
            raise UsageError(
                f"there is no {what} {str(value)!r}",
                hint=known_names(str(value), map(str, action.choices), most=3),
            )


def plugin_names(folder: str) -> list[str]:
    """Return the names of the plug-in modules in a folder of the package, without importing them."""
    modules = (Path(__file__).parents[1] / folder).glob("*.py")
    return sorted(module.stem for module in modules if module.stem != "__init__")


def exercise_ids(text: str) -> tuple[str, ...]:
    """Parse ``a`` or ``a,b`` into exercise ids without repetitions."""
    ids = tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
    if not ids:
        raise argparse.ArgumentTypeError("name an exercise, or several: a,b")
    return ids


def existing_folder(text: str) -> Path:
    """Parse the path of a folder that exists."""
    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def new_folder(text: str) -> Path:
    """Parse the path of a folder that exists or can be created."""
    if os.path.lexists(text) and not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return Path(text)


def given_path(text: str) -> Path:
    """Parse a path; an empty one is likely an unset shell variable, so it is refused."""
    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def whole_number(text: str) -> int:
    """Parse a whole number of at least 1."""
    if not text.strip().isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def number_from_zero(text: str) -> int:
    """Parse a whole number of at least 0."""
    if not text.strip().isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


def positive_number(text: str) -> int | float:
    """Parse a number above zero, with a decimal point or comma."""
    if not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,6})?", text) or not float(text.replace(",", ".")):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text) if text.isdecimal() else float(text.replace(",", "."))


def processors() -> int:
    """Return how many processors this process may use; in a container, fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
