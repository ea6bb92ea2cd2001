"""Says which known mistake explains a function's wrong results. From evidence, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.compare import compare
from grader.model.exercise import Case, Mistake
from grader.model.outcome import Ending, Outcome


def diagnose(
    cases: Sequence[Case], outcomes: Mapping[str, Outcome], mistakes: Sequence[Mistake]
) -> Mistake | None:
    """Return the one known mistake whose results equal the student's on *every* case.

    The student's function is known to be wrong on at least one of them, so the mistake that
    agrees everywhere differs from the reference there. When mistakes with different ids agree,
    nothing tells them apart, and silence is the answer.
    """
    agreeing = [m for m in mistakes if all(_agrees(m, case, outcomes) for case in cases)]
    ids = {mistake.id for mistake in agreeing}
    return agreeing[0] if len(ids) == 1 else None


def _agrees(mistake: Mistake, case: Case, outcomes: Mapping[str, Outcome]) -> bool:
    outcome = outcomes.get(case.name)
    if outcome is None:
        return False
    if case.name not in mistake.answers:
        return outcome.ending is Ending.RAISED
    if outcome.ending is not Ending.RETURNED:
        return False
    return compare(mistake.answers[case.name], outcome.value, case.tolerance) is None
