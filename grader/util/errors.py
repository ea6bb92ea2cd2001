"""Every error that a user of the toolkit can meet.

    GraderError                 shown as one ``error:`` line, and a ``hint:`` line where there is one
     ├── Unfinished             the run cannot go on now, and can later (exit code 3)
     ├── UsageError             the command was told something that cannot be (exit code 2)
     └── AuthorError            the exercise, the course or the grader is at fault (exit code 3)
          ├── MissingLibrary    the exercise needs a library that is not installed here
          └── IsolationError    the isolation in force is too weak for what was asked (exit code 3)

A fault in a submission is never an exception outside the loader, which raises ``Unreadable``: it becomes a
status in the report.
"""

from grader.util.language import gettext


class GraderError(Exception):
    """A known error: a sentence for the user, and what to do about it."""

    exit_code = 3

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Unfinished(GraderError):
    """The run cannot go on, since no worker is left. What was done is written; a later run goes on from there."""


class UsageError(GraderError):
    """The command line, or a path on it, is wrong."""

    exit_code = 2


class AuthorError(GraderError):
    """The exercise (its cases, reference, mistakes) or the grader itself is at fault."""


class MissingLibrary(AuthorError):
    """An exercise declares a library that is not installed here: it can be graded elsewhere."""

    def __init__(self, message: str, hint: str | None = None, library: str = "") -> None:
        super().__init__(message, hint)
        self.library = library


class IsolationError(AuthorError):
    """The isolation in force on this machine is too weak for what was asked."""


class Unreadable(Exception):
    """A submission's file cannot be read as Python or as a notebook; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = gettext(reason)
        super().__init__(self.reason)
