"""Print the JSON Schema that every report is valid against."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none of its own."""


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.output import emit
    from grader.report.schema import SHIPPED

    emit(SHIPPED.read_text("utf-8").rstrip("\n"))
    return 0
