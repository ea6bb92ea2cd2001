"""What a student is told of a known mistake who has the public cases only."""

from __future__ import annotations

from grader.comparison.case_comparisons import CaseComparisons
from grader.course.definition import Definition
from grader.course.reference_program import edited_program
from grader.diagnosis.candidates import CandidateSource
from grader.diagnosis.diagnose import weigh
from grader.diagnosis.evidence import Evidence
from grader.model.call_binding import call_for
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Exercise
from grader.model.outcome import Run
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.verify.checks import listed

NAMED, UNCAUGHT = "named", "not caught"


class PublicCases:
    """The public cases of one exercise, held against its known mistakes."""

    def __init__(self, definition: Definition, exercise: Exercise, sandbox: Sandbox) -> None:
        self._definition, self._exercise, self._sandbox = definition, exercise, sandbox
        self._candidates = CandidateSource(definition, exercise, sandbox)

    def tell(self, mistake: EditDeclaration) -> tuple[bool, str]:
        """Return whether nothing false is told of ``mistake``, and what is told in a few words."""
        exercise, program = self._exercise, edited_program(self._definition, mistake)
        function = next(f for f in exercise.functions if f.name == mistake.function)
        site = program.functions.get(function.name)
        cases = [case for case in exercise.public_cases if case.function == function.name]
        requests = [Request(case.name, call_for(function, site, case)) for case in cases]
        run = self._sandbox.run(program, requests, exercise.limits, exercise.modules)
        compared = CaseComparisons(Run(run.outcomes))
        if compared.all_right(function, cases):
            return True, UNCAUGHT
        form = compared.best_form(function, cases)
        weighed = weigh(Evidence(cases, compared, form, program), self._candidates(function.name))
        if weighed.reason is None:
            others = [id for id in weighed.rivals if id != mistake.name]
            return True, f"not told from {listed(others)}" if others else "silent"
        if weighed.reason.id != mistake.name:
            return False, f"named {weighed.reason.id}"
        return True, NAMED
