"""What came back of a function's cases, beside what is right there; each thing is found out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from grader.compare import Rung, agrees
from grader.compared import Compared
from grader.diagnosis.parts import pairs
from grader.model.exercise import Case, Tolerance
from grader.model.outcome import Ending, Outcome

Parts = Sequence[tuple[np.ndarray, np.ndarray]]


class Evidence:
    """One function's cases and their outcomes, judged by one accepted form."""

    def __init__(self, cases: Sequence[Case], compared: Compared, form: str) -> None:
        self.cases, self.form = cases, form
        self.outcomes: Mapping[str, Outcome] = compared.run.outcomes
        self._compared = compared

    def returned(self, case: Case) -> bool:
        outcome = self.outcomes.get(case.name)
        return outcome is not None and outcome.ending is Ending.RETURNED

    def differs(self, case: Case) -> bool:
        """Whether a value came back that is not the right one."""
        found = self._compared.difference(case, self.form)
        return found is not None and found.rung is not Rung.SHARING

    def shares(self, case: Case) -> bool:
        """Whether the value is right, and what is wrong is whose memory it stands in."""
        found = self._compared.difference(case, self.form)
        return found is not None and found.rung is Rung.SHARING

    @cached_property
    def wrong(self) -> Sequence[Wrong]:
        """The wrong values of all cases but properties, whose True or False has many causes."""
        return [
            Wrong(case, case.expected[self.form], self.outcomes[case.name].value)
            for case in self.cases
            if not case.is_property and self.differs(case)
        ]


class Wrong:
    """A wrong value beside the right one, taken apart as relations ask for it."""

    def __init__(self, case: Case, expected: Any, actual: Any) -> None:
        self.case, self.expected, self.actual = case, expected, actual

    @property
    def tolerance(self) -> Tolerance:
        return self.case.tolerance

    @cached_property
    def parts(self) -> Parts | None:
        """The numeric parts that differ, in pairs; None where the two are not built alike."""
        try:
            found = list(pairs(self.expected, self.actual))
        except (TypeError, KeyError, ValueError):
            return None
        return [
            (np.asarray(e), np.asarray(a)) for e, a in found if not agrees(e, a, self.tolerance)
        ]

    @cached_property
    def entries(self) -> tuple[np.ndarray, np.ndarray] | None:
        """All entries of the wrong parts in a row, where their shapes agree."""
        if not self.parts or any(e.shape != a.shape for e, a in self.parts):
            return None
        e, a = (np.concatenate([p[i].astype(float).ravel() for p in self.parts]) for i in (0, 1))
        return e, a
