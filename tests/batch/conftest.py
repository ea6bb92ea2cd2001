"""The command as its users run it, from the command line's own tests."""

from tests.cli.conftest import begin, course, environment, grader, start, write  # noqa: F401
