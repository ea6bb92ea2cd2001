"""What came back of a function's cases, beside what is right there; each thing is found out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from grader.comparison.case_comparisons import CaseComparisons
from grader.comparison.compare import agrees
from grader.comparison.tolerance import all_of, within
from grader.model.exercise import Case, Exercise, Tolerance
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program

_NO_PROGRAM = Program(())

Parts = Sequence[tuple[np.ndarray, np.ndarray]]


class Evidence:
    """One function's cases and their outcomes, judged by one accepted form.

    ``program`` is the code that they are the outcomes of, to see where it raised and, where the
    ``exercise`` is told, how it takes its arguments.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        compared: CaseComparisons,
        form: str,
        program: Program = _NO_PROGRAM,
        exercise: Exercise | None = None,
    ) -> None:
        self.cases, self.form = cases, form
        self.program, self.exercise = program, exercise
        self.outcomes: Mapping[str, Outcome] = compared.run.outcomes
        self._compared = compared

    def returned(self, case: Case) -> bool:
        outcome = self.outcomes.get(case.name)
        return outcome is not None and outcome.ending is Ending.RETURNED

    def differs(self, case: Case) -> bool:
        """Whether a value came back that is not the right one."""
        return self._compared.difference(case, self.form) is not None

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
    def _placed(self) -> tuple[Sequence[tuple[str, Any, Any]], int] | None:
        """The numeric parts that differ, and how many parts there are; None as for ``parts``."""
        try:
            found = list(placed_pairs(self.expected, self.actual))
        except (TypeError, KeyError, ValueError):
            return None
        return [part for part in found if not agrees(part[1], part[2], self.tolerance)], len(found)

    @cached_property
    def parts(self) -> Parts | None:
        """The numeric parts that differ, in pairs; None where the two are not built alike."""
        if self._placed is None:
            return None
        return [(np.asarray(e), np.asarray(a)) for _, e, a in self._placed[0]]

    @property
    def subject(self) -> str:
        """What differs, as the subject of a sentence: "The result is", `result["W2"]` is."""
        if self._placed is None or len(self._placed[0]) == self._placed[1]:
            return "The result is"
        places = [place for place, _, _ in self._placed[0]]
        listed = [f"`result{place}`" for place in places[:4]]
        more = f" and {len(places) - 4} more" if len(places) > 4 else ""
        return ", ".join(listed) + more + (" is" if len(places) == 1 else " are")

    @cached_property
    def entries(self) -> tuple[np.ndarray, np.ndarray] | None:
        """All entries of the wrong parts in a row, where their shapes agree."""
        if not self.parts or any(e.shape != a.shape for e, a in self.parts):
            return None
        e, a = (np.concatenate([p[i].astype(float).ravel() for p in self.parts]) for i in (0, 1))
        return e, a


def pairs(
    expected: Any, actual: Any, fit: Callable[[Any], bool] | None = None
) -> Iterator[tuple[Any, Any]]:
    """Both results' numbers in pairs; raises where they are not built alike, or one is not ``fit``."""
    for _, e, a in placed_pairs(expected, actual, fit):
        yield e, a


def placed_pairs(
    expected: Any, actual: Any, fit: Callable[[Any], bool] | None = None, place: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """As `pairs`, each with its place in the result as Python writes it: `[0]["W1"]`."""
    fit = fit or finite
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping):
            raise TypeError
        for key, value in expected.items():
            yield from placed_pairs(value, actual[key], fit, f"{place}{_at(key)}")
    elif isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)):
            raise TypeError
        for index, (e, a) in enumerate(zip(expected, actual, strict=True)):
            yield from placed_pairs(e, a, fit, f"{place}[{index}]")
    elif isinstance(expected, (float, int, np.ndarray, np.generic)):
        if not isinstance(actual, (float, int, np.ndarray, np.generic)) or not fit(actual):
            raise TypeError
        yield place, expected, actual
    elif expected != actual:
        raise TypeError


def _at(key: Any) -> str:
    return f'["{key}"]' if isinstance(key, str) else f"[{key!r}]"


def is_real(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "biuf"


def finite(value: Any) -> bool:
    return is_real(value) and all_of(np.isfinite(value))


def near(expected: np.ndarray, actual: np.ndarray, tolerance: Tolerance) -> bool:
    if expected.shape != actual.shape:
        return False
    return all_of(within(expected.astype(float), actual.astype(float), tolerance))
