"""``grader submit`` and ``verify-receipt``: handing in from a shell, and the proof of it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from grader.cli.arguments import Parser
from grader.cli.output import emit, emit_json, message, wants_color, width
from grader.cli.serve import refuse_without
from grader.util.errors import GraderError, UsageError


def add_submit_options(parser: Parser) -> None:
    parser.path(
        "files", "FILE", "what to hand in: a notebook or script, or several files", nargs="+"
    )
    parser.value("--to", "URL", "the address of the assignment", required=True)
    parser.path("--token-file", "FILE", "a file with your token that only you can read")
    parser.flag("--dry-run", "say what is recognised, and hand nothing in")
    parser.flag("--yes", "hand in without a question, whatever is recognised")
    parser.flag("--wait", "wait for the result, and print it")
    parser.path("--receipt", "FILE", "where the receipt goes (default: beside FILE)")
    parser.flag("--json", "print the service's answer as JSON")


def run_submit(arguments: argparse.Namespace) -> int:
    """Hand in, and keep the receipt.

    What is recognised in the files is said first. If a function is missing, you are asked whether to go
    on; without a terminal it is handed in. The token is taken from the environment variable GRADER_TOKEN
    or from --token-file. After a lost connection it is tried again, and counts once.
    """
    from grader.service.client import Client, Place, read_token
    from grader.util.files import write_atomically, writing_into

    client = Client(Place.of(arguments.to), read_token(arguments.token_file))
    uploaded = client.upload(arguments.files)
    found = client.recognised(uploaded["id"])
    whole = _tell(found)
    if arguments.dry_run:
        message("nothing is handed in")
        return 0 if whole else 1
    if not whole and not arguments.yes and sys.stdin.isatty() and not _goes_on():
        message("nothing is handed in")
        return 1
    answer = client.confirm(uploaded["id"])
    first = arguments.files[0]
    receipt = arguments.receipt or first.with_name(f"{first.name}.receipt.json")
    with writing_into(receipt):
        write_atomically(receipt, json.dumps(answer["receipt"], ensure_ascii=False, indent=1))
    message(f"handed in: attempt {answer['attempt']}, received {answer['received_at']}")
    message(f"the receipt is in {receipt}")
    if arguments.wait:
        answer = client.result(answer["id"])
    if arguments.json:
        emit_json(answer)
    elif arguments.wait:
        return _show(answer)
    return 0


def _tell(found: dict[str, Any] | None) -> bool:
    """Say what was recognised; returns whether nothing is missing."""
    from grader.util.untrusted_text import harmless

    if found is None:
        message("what is recognised is not known yet: the grader is busy")
        return True
    lines = [found["summary"], found["problem"], *found["missing"].values(), *found["notes"]]
    for line in filter(None, lines):
        message(harmless(str(line)))
    return not found["missing"] and found["problem"] is None


def _goes_on() -> bool:
    """Whether the user hands in all the same."""
    sys.stderr.write("Hand it in all the same? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _show(answer: dict[str, Any]) -> int:
    """Print a result as `grader check` does, and why the points are others; returns the exit code."""
    from grader.report import phrases
    from grader.report.model import Report
    from grader.report.terminal import render_check

    if answer["report"] is None:
        raise GraderError(
            "the grader failed on your submission", "it is kept, and your instructor sees it"
        )
    report = Report.model_validate_json(json.dumps(answer["report"]))
    emit(render_check(report, color=wants_color(sys.stdout), width=width()).rstrip("\n"))
    for change in report.adjustments:
        emit(f"{change.points:+g} points: {change.comment or change.reason}")
    if answer["shown"] == "public":
        emit("These are the public cases alone, and their points.")
    return 0 if phrases.passed(report) else 1


def add_verify_receipt_options(parser: Parser) -> None:
    parser.path("receipt", "RECEIPT", "the receipt, a JSON file")
    parser.path("files", "FILE", "the file that was handed in, or all files", nargs="+")
    parser.value("--key", "KEY", "the service's public key: URL/api/v1/receipt-key shows it")


def run_verify_receipt(arguments: argparse.Namespace) -> int:
    """Check without a network that a receipt is genuine and is for exactly these files.

    Anybody can sign with a key of their own, so give the service's key with --key. Without it, only
    the name of the key is printed.
    """
    refuse_without("cryptography")
    from grader.service.receipts import verify_receipt
    from grader.util.untrusted_text import harmless

    try:
        text = arguments.receipt.read_text("utf-8")
        files = [path.read_bytes() for path in arguments.files]
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"cannot read: {fault}") from None
    fields = verify_receipt(text, files, arguments.key)
    for name in ("person", "assignment", "attempt", "received_at", "exercise_version", "key"):
        emit(f"{name}: {harmless(str(fields.get(name)))}")
    if arguments.key is None:
        message("The signature fits this key. Whether it is the service's key was not checked.")
    return 0
