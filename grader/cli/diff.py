"""``grader diff``: what changed between two results folders."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser
from grader.cli.output import emit, emit_json
from grader.util.table import table
from grader.util.untrusted_text import harmless

if TYPE_CHECKING:
    from grader.class_report.diff import CaseChange, Change, Difference

_WIDEST_BAR = 40


def add_diff_options(parser: Parser) -> None:
    parser.path("old", "OLD", "a folder that grader grade wrote to")
    parser.path("new", "NEW", "another one")
    parser.flag("--json", "print the comparison as JSON")


def run_diff(arguments: argparse.Namespace) -> int:
    """Compare two results folders, for instance before and after a case was changed.

    Shows whose score changes, by how much and in which cases, with a histogram of the changes. The exit
    code is 0 whether anything changes or not.
    """
    from grader.class_report.diff import compare
    from grader.class_report.results_folder import reports_in

    difference = compare(reports_in(arguments.old), reports_in(arguments.new))
    if arguments.json:
        emit_json(difference.as_json())
    else:
        emit("\n\n".join(_text(difference)))
    return 0


def _text(difference: Difference) -> list[str]:
    total = difference.same + len(difference.changed)
    blocks = [f"{len(difference.rescored)} of {total} scores change"]
    others = len(difference.changed) - len(difference.rescored)
    if others:
        blocks[0] += f"; {others} keep their score with other cases passed"
    for what, keys in (
        ("only in the old folder", difference.only_old),
        ("only in the new folder", difference.only_new),
    ):
        if keys:
            blocks[0] += f"\n{len(keys)} {what}: " + harmless(
                "; ".join(f"{s} ({e})" for e, s in keys[:20])
            )
            blocks[0] += "; ..." if len(keys) > 20 else ""
    for exercise, before, now, count in difference.attainable():
        blocks[0] += (
            f"\n{exercise} is worth {now:g} points instead of {before:g} ({count} students)"
        )
    if difference.changed:
        blocks.append(
            table(
                ("student", "exercise", "old", "new", "change", "cases"),
                [_row(each) for each in difference.changed],
            )
        )
    if difference.by_case():
        blocks.append(
            table(
                ("case", "function", "students"),
                [(name, function, str(count)) for function, name, count in difference.by_case()],
            )
        )
    if difference.histogram():
        blocks.append(_histogram(difference))
    return blocks


def _row(each: Change) -> tuple[str, ...]:
    change = "" if each.change is None else f"{each.change:+g}"
    cases = [*map(_case, each.cases[:4])]
    if len(each.cases) > 4:
        cases.append(f"{len(each.cases) - 4} more")
    if each.by_hand:
        cases.append("set by a person")
    if each.by_lateness:
        cases.append("taken off for lateness")
    return (
        harmless(each.student, 40),
        each.exercise,
        _score(each.old),
        _score(each.new),
        change,
        ", ".join(cases),
    )


def _case(case: CaseChange) -> str:
    if case.old_status == case.new_status:
        return f"{case.name} {_score(case.old)} -> {_score(case.new)} points"
    return f"{case.name} {case.old_status or 'not there'} -> {case.new_status or 'not there'}"


def _score(score: int | float | None) -> str:
    return "-" if score is None else f"{score:g}"


def _histogram(difference: Difference) -> str:
    bins = difference.histogram()
    tallest = max(count for _, _, count in bins)
    rows = [
        (
            f"{low:+g}" if low == high else f"{low:+.3g} to {high:+.3g}",
            str(count),
            "#" * (round(count * _WIDEST_BAR / tallest) or bool(count)),
        )
        for low, high, count in bins
    ]
    return table(("change", "students", ""), rows)
