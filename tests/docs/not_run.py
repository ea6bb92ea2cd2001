"""Commands on the pages that the tests leave out, each with the reason.

The options of left-out ``grader`` commands are still checked, and so are make's targets.
"""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator

from tests.docs.page import CHECKOUT
from tools.pages.commands import parser_of

NOT_RUN = {
    "make": "sets up an environment of its own; the target has to be there",
    "pip install": "fetches packages",
    "docker": "needs a container engine; tests/packaging/test_dockerfile.py does its steps",
    "dask": "serves until it is stopped; tests/batch/test_cluster.py starts both",
    "grader grade class.zip --out results --executor dask": "needs machines of its own",
    "grader check regularization/regularization.ipynb --course regularization --watch": "never ends",
    "grader service providers": "asks a provider of the reader's own",
    "grader verify --junit verify.xml": "minutes for the whole course; tests/course does it",
}
_ASSIGNMENT = re.compile(r"\w+=\S*$")


def why_not_run(line: str) -> str | None:
    """The entry of NOT_RUN that ``line`` falls under, if any."""
    plain = " ".join(words(line))
    return next(
        (entry for entry in NOT_RUN if plain == entry or plain.startswith(entry + " ")), None
    )


def words(line: str) -> list[str]:
    """A command's words without settings before it, and without the environment's folder."""
    found = shlex.split(line, comments=True)
    while found and _ASSIGNMENT.match(found[0]):
        del found[0]
    return [word.removeprefix(".venv/bin/") for word in found]


def check_unrun(line: str) -> None:
    """What can be said of a command without running it."""
    program, *rest = words(line)
    if program == "make":
        targets = re.findall(r"^([\w-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE)
        assert next(word for word in rest if "=" not in word) in targets, line
    elif program == "grader":
        command, *arguments = rest
        known = set(_options(parser_of(command)))
        for word in arguments:
            if word.startswith("-"):
                assert word.partition("=")[0] in known, f"{line}: no option {word}"


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The options of a command and of its actions."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for part in action.choices.values():
                yield from _options(part)
