"""The command as its users run it, from the command line's own tests."""

from tests.cli.conftest import (  # noqa: F401
    course,
    environment,
    graded_once,
    grader,
    kept,
    start,
    write,
)
