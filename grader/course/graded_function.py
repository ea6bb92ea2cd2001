"""A graded function with all that is known of it: declared, prepared, and in the reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from grader.course.definition import Definition
from grader.course.editing import ReferenceFunction
from grader.model.exercise import Case, Exercise, Function, RngUse


@dataclass(frozen=True, eq=False)
class GradedFunction:
    """One function of an exercise, for whoever looks for inputs, or for causes of wrong results.

    definition  the exercise as its author declared it
    exercise    the same prepared, with the cases that are asked
    """

    definition: Definition
    exercise: Exercise
    name: str

    @cached_property
    def function(self) -> Function:
        return next(f for f in self.exercise.functions if f.name == self.name)

    @property
    def draws(self) -> RngUse | None:
        """What the statement requires of its random numbers; None where it draws none."""
        return self.function.rng

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.exercise.cases_of(self.name)

    @cached_property
    def signature(self) -> ReferenceFunction:
        """The signature that the reference's function has."""
        return self.definition.reference_functions()[self.name]
