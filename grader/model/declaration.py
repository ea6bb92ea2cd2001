"""An exercise's declarations as its author wrote them: nothing is checked or run yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.model.exercise import (
    CaseLimits,
    CodeRules,
    Credit,
    PartForms,
    Path,
    RngUse,
    StyleRules,
    Tolerance,
    Visibility,
)
from grader.model.observation import RESULT_ONLY, Observed

Edit = tuple[str, str]
MakeArguments = Callable[..., Mapping[str, Any] | None]
Files = Mapping[str, str | bytes]
SLIP_KINDS = (
    "absolute_value", "argument_left_out", "axis", "complement", "condition", "copy", "degrees_of_freedom",
    "index", "keepdims", "key", "kind_of_product", "missing_factor", "missing_term", "order_of_operands",
    "order_of_statements", "order_of_steps", "other_function", "other_reduction", "other_variable",
    "parameter_ignored", "parentheses", "part_too_often", "place_in_loop", "random_numbers",
    "range_of_loop", "result", "rounding", "shape", "sign", "size", "square", "statement", "step_left_out",
    "step_too_many", "text", "transposition", "wrong_number", "wrong_operation",
)  # fmt: skip
"""The kinds of slip that a diagnosis may name: students read one sentence for each."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a declaration, for messages to its author."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True)
class CaseDeclaration:
    function: str
    name: str
    description: str
    visibility: Visibility
    points: Fraction
    seed: int
    tolerance: Tolerance
    replaces: str | None
    hint: str | None
    make: MakeArguments | None
    where: Where
    property: str | None = None
    """The file of the property of that name, which makes the calls where ``make`` is None."""
    is_script: bool = False
    """Whether ``make`` records a script of steps, and returns nothing."""
    is_program: bool = False
    """Whether it runs a whole program; ``make`` gives its arguments, input and files."""
    observed: Observed = RESULT_ONLY
    stdin: Sequence[str] | Callable[[Any], Sequence[str]] | None = None
    """The lines that ``input`` reads, or a function of ``rng`` that returns them."""
    files: Files | Callable[[Any], Files] | None = None
    """The files that the call finds, or a function of ``rng`` that returns them."""
    seeds: tuple[int, ...] = ()
    """Of a property: all the seeds that it is asked with, ``seed`` the first."""
    forms: tuple[PartForms, ...] = ()
    """As declared; the grader's own among them go into ``tolerance``, the author's to ``canonical``."""
    canonical: tuple[tuple[Path, str], ...] = ()
    credit: Credit | None = None
    bonus: bool = False
    limits: CaseLimits | None = None
    tasks: tuple[str, ...] = ()
    """The tasks of the pool that it belongs to; none: all of them."""
    seeded: bool = True
    """Whether the author chose ``seed``."""


@dataclass(frozen=True, slots=True)
class EditDeclaration:
    """A mistake or another accepted form: the reference with some lines of one function edited."""

    function: str
    name: str
    edits: tuple[Edit, ...]
    hint: str | None
    where: Where
    in_check: bool = True
    """Whether the public cases alone are evidence enough to name it."""
    method: str | None = None
    """Of a class: the one method that the edits are of."""
    tasks: tuple[str, ...] = ()
    """The tasks of the pool that it belongs to; none: all of them."""
    times: int | None = None
    """Of a slow solution: how many times the reference's work is too much."""


@dataclass(frozen=True, slots=True)
class EquivalentDeclaration:
    """Edits of one function, each of which alone changes no result, and why."""

    function: str
    edits: tuple[Edit, ...]
    reason: str
    where: Where
    tasks: tuple[str, ...] = ()
    """The tasks of the pool that it belongs to; none: all of them."""


@dataclass(frozen=True, slots=True)
class SupportDeclaration:
    file: str
    names: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class FunctionDeclaration:
    name: str
    trivial: str | None
    builds_on: tuple[str, ...]
    all_or_nothing: bool
    aliases: tuple[str, ...]
    where: Where
    rng: RngUse | None = None
    optional_args: tuple[tuple[str, Any], ...] = ()
    rules: CodeRules | None = None
    bonus: bool = False


@dataclass(frozen=True, slots=True)
class StyleDeclaration:
    """How the code of ``functions`` is to be written; none: of all that are graded."""

    functions: tuple[str, ...]
    rules: StyleRules
    where: Where


@dataclass(frozen=True, slots=True)
class EditionDeclaration:
    name: str
    without: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class TaskDeclaration:
    """One task of a pool: what its variants have that those of other tasks have not.

    values     name -> value, for the reference's constants, the cases and the texts
    edits      changes of the reference, as (function, old text, new text)
    reference  the task's own reference files; none: those of the exercise
    """

    name: str
    values: Mapping[str, Any]
    edits: tuple[tuple[str, str, str], ...]
    reference: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class InstancesDeclaration:
    """How many instances every task has, and the function that draws their values."""

    count: int
    draw: Callable[[Any], Mapping[str, Any]] | None
    where: Where


@dataclass(frozen=True, slots=True)
class RubricDeclaration:
    """A part of the submission that a person marks.

    items   what is looked for, and its points
    answer  where the answer is, as the author wrote it; None: the cell that the release makes for it
    """

    name: str
    title: str
    items: tuple[tuple[str, Fraction], ...]
    answer: str | None
    where: Where

    @property
    def points(self) -> Fraction:
        """What all items together are worth."""
        return sum((points for _, points in self.items), Fraction(0))
