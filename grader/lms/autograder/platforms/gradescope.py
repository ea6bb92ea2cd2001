"""Gradescope: ``setup.sh`` builds the container, ``run_autograder`` grades one submission in it.

A hidden test there hides a student's total, so there is one visible entry per function, with its
points and what its student may see.
"""

from __future__ import annotations

from typing import Any

from grader.lms.autograder.platform import Graded, Platform
from grader.lms.exports.formats import gradescope


class Gradescope(Platform):
    home = "/autograder/source"
    submission = "/autograder/submission"
    result_file = "/autograder/results/results.json"

    def result(self, graded: Graded) -> dict[str, Any] | None:
        """A problem is a zero with the reason.

        Without any score the platform would show a failure of its own in place of the reason, and a
        student who submitted the wrong file could not fix it.
        """
        if graded.faulty:
            return None
        if graded.problem is not None or graded.report is None:
            return gradescope.zero(graded.problem or "", graded.settings.title, graded.report)
        return gradescope.result_by_function(graded.report)


PLATFORM = Gradescope()
