"""The report, version 1: its fields, in the order in which they are written.

Every field is always present; null means unknown or does not apply. The descriptions below are
also those of the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from grader.model.exercise import Visibility
from grader.model.result import Status, SubmissionStatus
from grader.util.language import ENGLISH, shipped, speaking, spoken

SCHEMA_VERSION = "1"

# Whole points stay whole in the JSON: 3, not 3.0.
Points = Annotated[int | float, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]
Change = Annotated[int | float, WithJsonSchema({"type": "number"})]
Setting = bool | int | float | str | None


class _Section(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class ExerciseSection(_Section):
    """The exercise that the submission was graded on."""

    id: str = Field(description="The exercise's folder name.")
    title: str = Field(description="The exercise's title, for people.")
    version: str = Field(
        description="Hash over everything that defines the exercise; in a student's view the public one."
    )
    public_version: str = Field(
        default="",
        description="Hash over the public part of the exercise; it reveals nothing hidden.",
    )
    variant: str | None = Field(
        default=None, description="The student's variant of the exercise, if it has several."
    )


class MemberSection(_Section):
    """A student behind the submission, as a platform or a roster knows them."""

    id: str = Field(description="The id that the gradebook uses.")
    name: str | None = Field(description="The name, where one is known.")
    ids: tuple[str, ...] = Field(description="Other ids by which platforms know the student.")
    section: str | None = Field(description="The section, where a roster names one.")


class SubmissionSection(_Section):
    """The submission, and whether it could be graded."""

    student: str = Field(description="The student, as the intake named them.")
    file: str = Field(description="The submitted file or folder, relative to the intake's root.")
    files: tuple[str, ...] = Field(description="Every file that was read, in the order of merging.")
    sha256: str = Field(description="Hash of the submitted bytes.")
    kind: Literal["py", "ipynb"] | None = Field(description="Script or notebook; null if neither.")
    status: SubmissionStatus = Field(description="Whether it was graded, and if not, why.")
    reason: str | None = Field(description="What keeps it from being graded, in a sentence.")
    submitted_at: str | None = Field(description="When it was submitted, as the platform says.")
    late: bool | None = Field(description="Whether the platform calls it late.")
    attempt: int | None = Field(description="Which attempt of the student it is.")
    upload: int | None = Field(
        default=None,
        description="The platform's number of the submitted file, if it needs the number to take feedback back.",
    )
    ambiguous: str | None = Field(
        default=None,
        description="If several versions of a function were submitted and the newest is unknown: which functions, "
        "and the rule by which one counts. Null if there is no doubt.",
    )
    platform: str | None = Field(
        default=None, description="The layout that the names were read by."
    )
    members: tuple[MemberSection, ...] = Field(
        default=(),
        description="Who submitted it: one student, several for a group, none if unknown.",
    )
    likeness: dict[str, str] = Field(
        default_factory=dict,
        description="Function -> hash of its normalised text, for the instructor's page; empty in a student's view.",
    )


class Adjustment(_Section):
    """A change of the score that no case explains."""

    points: Change = Field(description="Points added; negative if taken away.")
    reason: str = Field(description="Why, in a sentence.")
    function: str | None = Field(
        default=None,
        description="For an override: the function it sets the score of, or * for the total.",
    )
    before: Points | None = Field(default=None, description="For an override: the score as graded.")
    after: Points | None = Field(default=None, description="For an override: the score as set.")
    comment: str | None = Field(
        default=None, description="For an override: a comment for the student."
    )
    kind: Literal["late"] | None = Field(
        default=None, description="late: subtracted by the course's policy on late work."
    )


class CounterexampleSection(_Section):
    """A small input, of no case, on which a wrong function differs from the right one."""

    code: str = Field(
        description="Python code that makes the call, or the calls of a script up to the first that differs."
    )
    yours: str = Field(
        description='What the student\'s function does there, as "gives 1.0"; of a long result the first part '
        'that differs, as "gives 1.0 in `result[0]`".'
    )
    right: str = Field(description="The right result, or the right part.")


class FunctionSection(_Section):
    """One graded function: the sum of its cases."""

    name: str = Field(description="The function's name.")
    status: Status = Field(
        description="The first that any of its cases has of: grader_error, missing, memory, "
        "timeout, error, failed, skipped, passed."
    )
    score: Points = Field(description="Points earned.")
    max_score: Points = Field(description="Points attainable.")
    alternative: str | None = Field(description="The accepted form chosen for all its cases.")
    fix_first: str | None = Field(
        default=None,
        description="If it did not pass: a wrong function that it calls, to be fixed before it.",
    )
    max_bonus: Points = Field(
        default=0, description="Points attainable beyond max_score, in bonus cases."
    )
    violations: tuple[str, ...] = Field(
        default=(),
        description="What of the code the task forbids or requires, a sentence each, with the line. "
        "They follow from the submitted file alone.",
    )
    edit: str | None = Field(
        default=None,
        description="If it is wrong: an edit of the reference that gives its results, as a diff, where no "
        "known mistake does. Null in a student's view.",
    )
    behaviour: str | None = Field(
        default=None,
        description="If it is wrong: a hash that is equal for functions which give equal results on every case. "
        "What follows a dash is equal for those whose results are equal up to one factor, a sign or a "
        "transposition. Null in a student's view.",
    )
    draft: str | None = Field(
        default=None,
        description="The lines that declare the edit as a known mistake of the exercise. Null in a student's view.",
    )
    text: str | None = Field(
        default=None,
        description="If it is wrong: the function's own text, unless it is very long. Null in a student's view.",
    )
    counterexample: CounterexampleSection | None = Field(
        default=None,
        description="If it is wrong: the smallest input found, made as public cases are and the input of none, on "
        "which it differs from the right function. In a check, and where the exercise allows it.",
    )


Shape = Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(max_length=2)]
Rows = tuple[tuple[str, ...], ...]


class ComparisonSection(_Section):
    """The first part of a public case's result that differs, expected and actual."""

    place: str = Field(description="Its place in the result.")
    expected: Rows = Field(description="Rows of rounded numbers, as many as a page has room for.")
    actual: Rows = Field(description="The same for the result of the student's function.")
    expected_shape: Shape = Field(description="The whole array's shape.")
    actual_shape: Shape = Field(description="The whole array's shape.")
    differs: tuple[tuple[int, int], ...] = Field(
        description="Row and column, from 0, of the entries shown that differ; empty if the "
        "shapes differ."
    )


class CaseSection(_Section):
    """One case: a call of a function, and the verdict on what it returned."""

    function: str = Field(description="The function that was called.")
    name: str = Field(description="The case's name, unique within the exercise.")
    description: str = Field(description="What the case asks for, in the author's words.")
    visibility: Visibility = Field(
        description="public; hidden; or after_due_date, hidden until the instructor says otherwise."
    )
    status: Status = Field(
        description="failed includes partial credit; error: the student's code raised; "
        "grader_error: a fault of the grader, not of the student."
    )
    points: Points = Field(description="Points earned.")
    max_points: Points = Field(description="Points attainable.")
    bonus: bool = Field(
        default=False, description="Whether its points are earned beyond the maximum."
    )
    rationale: str | None = Field(description="What is wrong.")
    hint: str | None = Field(description="What to try.")
    mistake: str | None = Field(description="Id of the misconception that explains the values.")
    carried_from: str | None = Field(
        description="The wrong function that was replaced by a correct one when this case passed."
    )
    error_type: str | None = Field(
        description="For an error: the built-in exception's type, otherwise Exception."
    )
    error_line: str | None = Field(description="For an error: the student's own line.")
    parts_right: tuple[int, int] | None = Field(
        default=None,
        description="With credit inside the case: how many parts of a wrong result are right, and of "
        "how many. Null in a student's view of a hidden case.",
    )
    comparison: ComparisonSection | None = Field(
        default=None, description="Of public cases: expected and actual values side by side."
    )
    call: str | None = Field(
        default=None,
        description="Of a public case that does not pass: code that makes the call, to be pasted.",
    )
    printed: str | None = Field(
        default=None, description="Of the same: what the function printed in that call."
    )


class ItemSection(_Section):
    """One thing that a person looks for in an answer."""

    text: str = Field(description="What is looked for, in the author's words.")
    max_points: Points = Field(description="Points attainable.")
    points: Points | None = Field(description="Points given; null while it is not marked.")
    comment: str | None = Field(description="A comment for the student.")


class PartSection(_Section):
    """A part of the submission that a person marks."""

    name: str = Field(description="The part's name.")
    title: str = Field(description="What students read of it.")
    score: Points | None = Field(description="Points given; null while an item is not marked.")
    max_score: Points = Field(description="Points attainable.")
    items: tuple[ItemSection, ...] = Field(description="What is looked for, in order.")
    comment: str | None = Field(description="A comment on the whole part, for the student.")
    answer: str | None = Field(
        description="The student's answer as text; null if none was found. Null in a student's view."
    )
    answer_id: str | None = Field(
        description="Hash of the answer: a mark belongs to one. Null in a student's view."
    )
    pictures: tuple[str, ...] = Field(
        description="PNG pictures of the answer, in base64; empty in a student's view."
    )
    changed: bool = Field(description="Whether it was marked, and the answer is another one now.")
    marked_by: str | None = Field(description="Who marked it; null in a student's view.")
    marked_at: str | None = Field(description="When it was marked; null in a student's view.")


class NoteSection(_Section):
    """An observation about the submission. It has no effect on points."""

    kind: str = Field(description="A fixed word: skipped, repaired, stand-in, supplied, ...")
    text: str = Field(description="One sentence, with the cell or file and the line.")


class GraderSection(_Section):
    """The grader that wrote the report."""

    version: str = Field(description="The package's version.")
    source: str = Field(description="Hash over the package's own source files.")


class BlasSection(_Section):
    """The linear algebra library that NumPy was built with."""

    name: str | None = Field(description="Its name.")
    version: str | None = Field(description="Its version.")


class IsolationSection(_Section):
    """How the student's code was locked down, found by trying."""

    level: str = Field(description="The level's name.")
    layers: tuple[str, ...] = Field(description="The layers in force.")


class Environment(_Section):
    """Everything outside the submission and the exercise that a verdict may depend on."""

    grader: GraderSection = Field(description="The grader.")
    python: str = Field(description="Python's version.")
    numpy: str = Field(description="NumPy's version.")
    libraries: dict[str, str] = Field(
        default={}, description="Versions of the libraries that the exercise declares beside NumPy."
    )
    blas: BlasSection = Field(description="NumPy's linear algebra library.")
    platform: str = Field(description="Operating system and processor family.")
    isolation: IsolationSection = Field(description="The isolation in force.")
    settings: dict[str, Setting] = Field(description="The options that verdicts depend on.")


class Timing(_Section):
    """Seconds. The one section that may differ between two runs over the same bytes."""

    total: float | None = Field(ge=0, description="All steps together; null in a student's view.")
    steps: dict[str, Annotated[float, Field(ge=0)]] = Field(description="Step -> seconds.")


class Report(_Section):
    """One submission's report: the instructor's view, unless a student's was asked for."""

    schema_version: Literal["1"] = Field(description="The version of this format.")
    exercise: ExerciseSection = Field(description="The exercise.")
    submission: SubmissionSection = Field(description="The submission.")
    score: Points | None = Field(
        description="Points earned, adjustments included. Null unless graded without a fault of "
        "the grader and marked wherever a person marks, or set by a person. Null is not zero: a person "
        "has to look."
    )
    max_score: Points = Field(description="Points attainable, bonus points apart.")
    max_bonus: Points = Field(
        default=0, description="Points attainable beyond max_score, in bonus cases."
    )
    adjustments: tuple[Adjustment, ...] = Field(description="Changes that no case explains.")
    functions: tuple[FunctionSection, ...] = Field(description="The graded functions, in order.")
    cases: tuple[CaseSection, ...] = Field(description="The cases, in order.")
    by_hand: tuple[PartSection, ...] = Field(
        default=(), description="The parts that a person marks, in order."
    )
    automatic_score: Points | None = Field(
        default=None,
        description="What the cases earned, where a part is marked by hand; null as score is.",
    )
    notes: tuple[NoteSection, ...] = Field(description="Observations about the submission.")
    environment: Environment = Field(description="Where and with what it was graded.")
    timing: Timing = Field(description="How long it took.")

    @model_validator(mode="after")
    def _ungraded_has_no_score(self) -> Self:
        set_by_person = any(change.function == "*" for change in self.adjustments)
        if (
            self.score is not None
            and not set_by_person
            and self.submission.status != SubmissionStatus.GRADED
        ):
            raise ValueError(
                "score must be null unless the submission is graded, or a person set it"
            )
        return self

    @property
    def unmarked(self) -> tuple[PartSection, ...]:
        """The parts of a graded submission that a person has not marked yet, or not since a change."""
        graded = self.submission.status == SubmissionStatus.GRADED
        return tuple(part for part in self.by_hand if part.score is None) if graded else ()

    @property
    def waits_for_marks(self) -> bool:
        """Whether nothing but marks by hand is missing from its score."""
        return bool(self.unmarked) and self.automatic_score is not None and self.score is None


SETTING = "language"
"""The setting of a report that is not in English."""


def with_language(settings: Mapping[str, Setting]) -> dict[str, Setting]:
    """A report's settings with the language of the work at hand, where that is not English."""
    language = spoken().language
    return dict(settings) if language == ENGLISH else {**settings, SETTING: language}


def language_of(report: Report) -> str:
    """The code of a report's language."""
    return str(report.environment.settings.get(SETTING) or ENGLISH)


def in_language_of(report: Report) -> AbstractContextManager[None]:
    """What is said inside is in the report's language; see `speaking`.

    A language that only a course brings is spoken where the course is at hand; elsewhere it is
    English that stands around the report's sentences.
    """
    language = language_of(report)
    if spoken().language == language:
        return nullcontext()
    return speaking(shipped(language))
