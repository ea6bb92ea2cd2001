"""``grader push``: sends results that were graded from a service back to it."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.arguments import Parser
from grader.cli.output import emit, emit_json, message
from grader.util.errors import UsageError
from grader.util.in_words import count_of
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.report.model import Report
    from grader.service.fetched_class import Origin

_MOST_AT_ONCE, _MOST_BYTES = 20, 4 * 2**20
_MOST_NAMED = 20


def add_push_options(parser: Parser) -> None:
    parser.path("results", "RESULTS", "the folder that grader grade --from-service wrote")
    parser.value("--to", "URL", "the service's address (default: where it was fetched)")
    parser.path("--token-file", "FILE", "a file with your token that only you can read")
    parser.value(
        "--reason",
        "TEXT",
        "why, in a sentence: students read it whose result changes",
        required=True,
    )
    parser.flag("--publish", "publish it at once, if there is nothing to be looked at first")
    parser.flag("--json", "print the service's answer as JSON")


def run_push(arguments: argparse.Namespace) -> int:
    """Send results back to the service that the submissions were fetched from.

    They wait there as a regrade does: students see nothing before an instructor has seen the difference and
    publishes it. Set points and the late policy are the service's own. The same results sent again are the same
    push: after an interruption, the same command goes on. The exit code is 1 if a submission keeps the
    result that it had at the service.
    """
    from grader.service.client import Client, Place, read_token
    from grader.service.fetched_class import origins

    place, rows = origins(arguments.results)
    if arguments.to is not None:
        base = arguments.to.rstrip("/").removesuffix(f"/{place.assignment}")
        place = Place.of(f"{base.removesuffix('/assignments')}/assignments/{place.assignment}")
    client = Client(place, read_token(arguments.token_file), patient=True)
    found = [(row, report) for row in rows if (report := _report(arguments.results, row))]
    without = [row for row in rows if row.submission not in {each.submission for each, _ in found}]
    if not found:
        raise UsageError(f"there is no report of a fetched submission in {arguments.results}")
    push = client.begin_push(
        {
            "key": _key(place.assignment, found),
            "reason": arguments.reason,
            "submissions": [
                {"submission": row.submission, "result": row.result, "latest": row.latest}
                for row, _ in found
            ],
        }
    )
    view = push
    missing = set(push["missing"])
    for part in _parts([each for each in found if each[0].submission in missing]):
        view = client.send_reports(push["id"], part)
    doubts = [*view["remarks"], *view["refused"]]
    if arguments.publish and view["state"] == "ready" and not doubts:
        view = client.publish_push(push["id"])
    view = {**view, "unknown": push["unknown"], "discarded": push["discarded"]}
    if arguments.json:
        emit_json({**view, "without_report": [row.submission for row in without]})
    else:
        _tell(view, place.base, rows, without, arguments.publish)
    whole = not (without or view["unknown"] or view["refused"])
    return 0 if whole and (view["state"] == "published" or not arguments.publish) else 1


def _report(results: Path, row: Origin) -> Report | None:
    """The submission's report; None where it was not graded, or the file is no whole report."""
    from grader.class_report.results_folder import ExerciseFolder

    return ExerciseFolder(results / row.folder).find(row.student)


def _key(assignment: str, found: Sequence[tuple[Origin, Report]]) -> str:
    """Equal for equal results, however long grading them took."""
    digest = hashlib.sha256(assignment.encode())
    for row, report in sorted(found, key=lambda each: each[0].submission):
        content = report.model_dump_json(exclude={"timing"})
        digest.update(json.dumps([row.submission, row.result, content]).encode())
    return digest.hexdigest()


def _parts(found: Sequence[tuple[Origin, Report]]) -> Iterator[list[dict[str, Any]]]:
    """Reports as they are sent: some at a time, so that an interruption loses little."""
    from grader.report.report_file import report_bytes

    part: list[dict[str, Any]] = []
    size = 0
    for row, report in found:
        text = report_bytes(report).decode()
        if part and (len(part) == _MOST_AT_ONCE or size + len(text) > _MOST_BYTES):
            yield part
            part, size = [], 0
        part.append({"submission": row.submission, "result": row.result, "report": text})
        size += len(text)
    if part:
        yield part


def _tell(
    view: dict[str, Any],
    base: str,
    rows: Sequence[Origin],
    without: Sequence[Origin],
    publish: bool,
) -> None:
    """Say what came of it, and what a person has to look at."""
    named = {row.submission: f"{row.student}, attempt {row.attempt}" for row in rows}
    if view["discarded"]:
        message("your earlier push that was not finished is discarded")
    for row in without[:_MOST_NAMED]:
        message(f"no report, so not sent: {harmless(named[row.submission])}")
    for id_ in view["unknown"][:_MOST_NAMED]:
        message(f"not handed in there: {harmless(named[id_])}")
    for each in view["refused"][:_MOST_NAMED]:
        who = harmless(named.get(each["submission"], each["submission"]))
        message(f"keeps its result: {who}: {harmless(each['why'], 400)}")
    more = sum(
        max(0, len(each) - _MOST_NAMED) for each in (without, view["unknown"], view["refused"])
    )
    if more:
        message(f"and {more} more")
    for text in view["remarks"]:
        message(f"look: {harmless(text, 400)}")
    emit(f"{count_of(view['submissions'], 'submission')} sent; {view['differing']} differ")
    if view["state"] == "published":
        emit("published: students see the new results")
        return
    emit(f"{count_of(view['changing'], 'student')} whose points change")
    for each in view["effects"][:_MOST_NAMED]:
        emit(f"  {harmless(each['id'])}: {_points(each['before'])} -> {_points(each['after'])}")
    if view["changing"] > _MOST_NAMED:
        emit("  ...")
    why = "not published: look at it first" if publish else "students see nothing of it yet"
    emit(f"{why}; publish it at {base}{view['page']}")


def _points(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"
