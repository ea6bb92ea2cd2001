"""All checks of an exercise, and of a course on several processors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare, with_mistakes
from grader.pipeline.worker_pool import sandbox_workers
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.carried import check_carried
from grader.verify.chance import check_draws
from grader.verify.checks import Check
from grader.verify.declared import check_declared
from grader.verify.guessed import check_guessed
from grader.verify.known import check_known
from grader.verify.leaks import check_leaks
from grader.verify.margins import Margins, check_margins
from grader.verify.repeat import check_repeats
from grader.verify.room import check_limits


def verify_course(course: Course, ids: Sequence[str], jobs: int) -> Iterator[Check]:
    """Yield every check of the exercises, one exercise after the other, on ``jobs`` processes."""
    tasks = [(course.root, exercise_id) for exercise_id in ids or course.ids()]
    with sandbox_workers(min(jobs, max(1, len(tasks)))) as map_tasks:
        for checks in map_tasks(_verify_one, tasks):
            yield from checks


def _verify_one(sandbox: Sandbox, task: tuple[Path, str]) -> list[Check]:
    root, exercise_id = task
    return list(verify_exercise(Course(root).definition(exercise_id), sandbox, root))


def verify(course: Course, ids: Sequence[str], sandbox: Sandbox) -> Iterator[Check]:
    """Yield every check of the exercises, as they are made; raises AuthorError for a faulty one."""
    for exercise_id in ids or course.ids():
        yield from verify_exercise(course.definition(exercise_id), sandbox, course.root)


def verify_exercise(
    definition: Definition, sandbox: Sandbox, course: Path | None = None
) -> Iterator[Check]:
    """Yield the checks of one exercise. A released bundle has nothing to be proved by."""
    if definition.prepared is not None:
        return
    exercise = prepare(definition, sandbox)
    exercise = with_mistakes(definition, exercise, sandbox, exercise.function_names)
    margins = Margins(exercise)
    yield from check_known(definition, exercise, margins, sandbox)
    yield from check_guessed(definition, exercise, sandbox)
    yield from check_margins(definition, exercise, margins, sandbox)
    yield from check_leaks(exercise)
    yield from check_limits(definition, exercise, sandbox)
    yield from check_draws(definition, exercise, sandbox)
    yield from check_carried(definition, exercise, sandbox)
    yield from check_declared(definition, exercise, sandbox)
    yield from check_repeats(definition, exercise, course, sandbox)
