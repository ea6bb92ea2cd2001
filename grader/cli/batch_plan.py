"""What the options of ``grader grade`` ask for, wherever its submissions come from."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import processors

if TYPE_CHECKING:
    from grader.batch.results_writer import ScoreRules
    from grader.batch.run import Plan
    from grader.classroom.enrolment import Enrolled
    from grader.classroom.marks import Marks


def plan_of(arguments: argparse.Namespace, rules: ScoreRules, enrolled: Enrolled | None) -> Plan:
    """What the options of the command ask for."""
    from grader.batch.judge import Options
    from grader.batch.limits import JudgeLimits
    from grader.batch.run import Plan

    return Plan(
        out=arguments.out,
        jobs=arguments.jobs or processors(),
        fresh=arguments.fresh,
        only=tuple(arguments.only),
        options=Options(
            allow_unsafe=arguments.allow_unsafe,
            after_due=arguments.after_due,
            edition=arguments.edition,
            variant=arguments.variant,
            exercises=arguments.exercise,
            memo=arguments.memo,
        ),
        rules=rules,
        enrolled=enrolled,
        scheduler=arguments.scheduler,
        patience=arguments.patience,
        limits=JudgeLimits(arguments.judge_memory * 2**20, float(arguments.judge_seconds)),
    )


def marks_in(results: Path) -> Marks | None:
    """The marks by hand of a results folder; None where there are none."""
    from grader.classroom.marks import FILE, read_marks

    path = results / FILE
    return read_marks(path) if path.is_file() else None
