"""One exercise as its author declared it: read and checked, not yet run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from grader.authoring import Exercise
from grader.course.editing import ReferenceFunction, find_functions
from grader.model.declaration import (
    CaseDeclaration,
    EditDeclaration,
    EditionDeclaration,
    EquivalentDeclaration,
    FunctionDeclaration,
    InstancesDeclaration,
    RubricDeclaration,
    StyleDeclaration,
    TaskDeclaration,
)
from grader.model.exercise import Exercise as PreparedExercise
from grader.model.exercise import Limits, Module, StyleRules
from grader.util.errors import UsageError


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an author's ``exercise.py`` declared when it was run, unchecked.

    imported  files of the course that it imported
    """

    id: str
    folder: Path
    exercise: Exercise
    imported: tuple[Path, ...]

    @property
    def known_names(self) -> tuple[str, ...]:
        """The function names by which a submission to this exercise is recognised."""
        functions = dict.fromkeys(
            f"{case.function}.py" if case.is_program else case.function
            for case in self.exercise.cases
        )
        aliases = [name for declared in self.exercise.functions for name in declared.aliases]
        return (*functions, *aliases)


@dataclass(frozen=True)
class Definition:
    """One exercise as declared and checked; its expected values are not yet computed.

    given         functions that are handed out with a body, and the faults in it
    libraries     packages beside NumPy that student code and the reference may import
    reference     file name, as tracebacks show it -> text
    replacements  file -> text, of the support files that cases put in place of helpers
    properties    file of properties -> the modules that a child needs to check them
    canonical     the modules that a child needs to bring results into the author's own forms
    total         what all cases are scaled to, in every edition; None: as they are
    prepared      set for a released bundle, which holds data only and needs no reference
    pool          the tasks, of which each student gets one; drawn: their instances
    variant       the one that this is; None where the exercise has no variants. values: its values
    rubrics       the parts that a person marks
    """

    id: str
    title: str
    version: str
    functions: tuple[str, ...]
    cases: tuple[CaseDeclaration, ...] = ()
    mistakes: tuple[EditDeclaration, ...] = ()
    slow: tuple[EditDeclaration, ...] = ()
    accepted_forms: tuple[EditDeclaration, ...] = ()
    equivalents: tuple[EquivalentDeclaration, ...] = ()
    given: tuple[EditDeclaration, ...] = ()
    declared: tuple[FunctionDeclaration, ...] = ()
    styles: tuple[StyleDeclaration, ...] = ()
    editions: tuple[EditionDeclaration, ...] = ()
    modules: tuple[Module, ...] = ()
    limits: Limits = Limits()
    libraries: tuple[str, ...] = ()
    reference: Mapping[str, str] = field(default_factory=dict)
    replacements: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, tuple[Module, ...]] = field(default_factory=dict)
    canonical: tuple[Module, ...] = ()
    statement: Path | None = None
    total: Fraction | None = None
    prepared: PreparedExercise | None = None
    pool: tuple[TaskDeclaration, ...] = ()
    drawn: InstancesDeclaration | None = None
    task_references: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Task -> file name -> text, as ``reference``."""
    statements: Mapping[str, Path] = field(default_factory=dict)
    """Task -> its own statement, where it has one."""
    rubrics: tuple[RubricDeclaration, ...] = ()
    variant: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    counterexample: bool = False
    """Whether pages of graded work show a small input on which a wrong function differs."""
    edit_sentences: Mapping[str, str] = field(default_factory=dict)
    """Kind of slip -> the author's own sentence for students."""

    @property
    def instances(self) -> int:
        """How many instances every task has."""
        return self.drawn.count if self.drawn else 1

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """The names of all variants; none where every student gets the same."""
        if self.prepared is not None:
            return (self.variant,) if self.variant else ()
        numbers = range(1, self.instances + 1)
        if self.pool and self.instances == 1:
            return tuple(task.name for task in self.pool)
        if self.pool:
            return tuple(f"{task.name}-{number}" for task in self.pool for number in numbers)
        return tuple(map(str, numbers)) if self.drawn else ()

    @property
    def programs(self) -> frozenset[str]:
        """Those of its functions that are whole programs."""
        return frozenset(case.function for case in self.cases if case.is_program)

    @property
    def asks(self) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        """What tells one task from another: instances that ask the same differ in random numbers only."""
        return self.reference, self.values

    def reference_functions(self) -> dict[str, ReferenceFunction]:
        return find_functions(self.reference)

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """Every name by which a submission may define a graded function, and its parameters."""
        if self.prepared is not None:
            return {n: f.parameters for f in self.prepared.functions for n in (f.name, *f.aliases)}
        known = self.reference_functions()
        names = ((name, n) for name in self.functions for n in (name, *self.aliases(name)))
        return {n: known[name].parameters for name, n in names}

    def aliases(self, function: str) -> tuple[str, ...]:
        """Other names under which a submission may define ``function``."""
        return tuple(name for d in self.declared if d.name == function for name in d.aliases)

    def builds_on(self, function: str) -> tuple[str, ...]:
        """The graded functions of this edition that ``function`` declares to build on."""
        names = [name for d in self.declared if d.name == function for name in d.builds_on]
        return tuple(name for name in dict.fromkeys(names) if name in self.functions)

    def style_of(self, function: str) -> StyleRules | None:
        """How the code of ``function`` is to be written; the last declaration that means it."""
        meant = [s.rules for s in self.styles if not s.functions or function in s.functions]
        return meant[-1] if meant else None

    def forms_of(self, function: str) -> tuple[EditDeclaration, ...]:
        """The declared accepted forms of ``function``, beside the reference."""
        return tuple(form for form in self.accepted_forms if form.function == function)

    @property
    def known_names(self) -> tuple[str, ...]:
        """The names by which a submission to this exercise is recognised: of functions, and of
        programs the file's."""
        if self.prepared is not None:
            names, programs = self.prepared.known_names, self.prepared.programs
        else:
            names = tuple(name for f in self.functions for name in (f, *self.aliases(f)))
            programs = self.programs
        return tuple(f"{name}.py" if name in programs else name for name in names)

    def in_edition(self, name: str | None) -> Definition:
        """Return the exercise as that edition of the assignment has it; raises UsageError."""
        if name is None:
            return self
        known = {edition.name: edition for edition in self.editions}
        if name not in known:
            listed = ", ".join(sorted(known)) or "it has none"
            raise UsageError(f"{self.id} has no edition {name!r}", f"its editions: {listed}")
        without = set(known[name].without)
        cases = [c for c in self.cases if c.function not in without]
        parts = scaled_parts(cases, self.rubrics, self.total)
        return replace(
            self,
            functions=tuple(f for f in self.functions if f not in without),
            cases=parts.cases,
            rubrics=parts.rubrics,
        )


class Parts(NamedTuple):
    """All that gives points."""

    cases: tuple[CaseDeclaration, ...]
    rubrics: tuple[RubricDeclaration, ...]


def scaled_parts(
    cases: Sequence[CaseDeclaration], rubrics: Sequence[RubricDeclaration], total: Fraction | None
) -> Parts:
    """Cases and rubrics with their points in proportion, so that together they add up to ``total``.

    Bonus points come on top, in the same proportion; where there are no others, they are scaled.
    """
    by_hand = sum((rubric.points for rubric in rubrics), Fraction(0))
    regular = [case for case in cases if not case.bonus] or ([] if by_hand else cases)
    points = sum((case.points for case in regular), by_hand)
    if total is None or not points:
        return Parts(tuple(cases), tuple(rubrics))
    share = total / points
    return Parts(
        tuple(replace(case, points=case.points * share) for case in cases),
        tuple(
            replace(r, items=tuple((text, worth * share) for text, worth in r.items))
            for r in rubrics
        ),
    )
