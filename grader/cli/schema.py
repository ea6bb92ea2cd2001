"""Print the JSON Schema that every report is valid against."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none of its own."""


def run(arguments: argparse.Namespace) -> int:
    from grader.cli.output import emit_json
    from grader.report.schema import schema

    emit_json(schema())
    return 0
