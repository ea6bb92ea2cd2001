"""An exercise as the pipeline sees it: data only, whether it came from a course or a bundle.

Author code (``grader.authoring``) is turned into this by ``grader.course.prepare``, which draws the
inputs and runs the reference solution in the sandbox; a released bundle is read straight into it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from grader.model.failure import Failure
from grader.model.observation import (
    NOTHING_AROUND,
    RESULT_ONLY,
    Observed,
    Step,
    SupportFunction,
    Surroundings,
)
from grader.model.submission import Program


class Visibility(StrEnum):
    PUBLIC = "public"
    HIDDEN = "hidden"
    AFTER_DUE_DATE = "after_due_date"


class RngUse(StrEnum):
    """What a statement says of the random numbers that a function draws.

    fixed    seed and order, and the function sets the seed itself: other numbers are wrong
    as_found order only: the numbers come from NumPy's state as the call finds it, and the function
             sets no seed; other numbers are wrong
    free     neither: the right formula on other numbers is right
    helpers  only functions that it calls draw, and they have cases of their own
    """

    FIXED = "fixed"
    AS_FOUND = "as_found"
    FREE = "free"
    HELPERS = "helpers"


class Reason(StrEnum):
    """The kind of explanation that a `Mistake` is; reports name the first that fits.

    EDIT is an edit of the reference that nobody declared (`grader.diagnosis.edits`).
    TRIVIAL (an argument returned unchanged, a constant) is never named: where it fits too, the other
    explanation is doubtful.
    """

    KNOWN = "known"
    CHANCE = "chance"
    PAIR = "pair"
    EDIT = "edit"
    TRIVIAL = "trivial"


Path = tuple[str | int, ...]
"""The keys that lead to a part of a value; none for the whole."""


@dataclass(frozen=True, slots=True)
class PartForms:
    """Names of the canonical forms in which a part of a result is compared, in their order."""

    path: Path
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an actual entry may lie from the expected one, and in what else it may differ.

    |actual - expected| <= rtol * |expected| + atol, both on the *expected* side. With ``atol``
    None it is 1e-12 + 1e-9 * max|expected| over the array: rounding noise of an entry that
    nearly cancels is of the size of its neighbours. `grader.values.types.numeric.allowed` computes it.

    ignores  words for what need not agree at all: "index", "title"
    exact    words for what must agree as well: "dtype", "format"
    The types of values say which words they know (`ValueType.ignorable`, ``exactable``).
    ``forms`` names what does not count beside: a sign, an order. See `grader.comparison.forms`.
    """

    rtol: float = 1e-6
    atol: float | None = None
    ignores: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    forms: tuple[PartForms, ...] = ()

    @property
    def of_numbers(self) -> Tolerance:
        """The same without forms: for values that were aligned, and for parts of them."""
        return replace(self, forms=()) if self.forms else self


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Fixed by the exercise, never calibrated while grading."""

    case_cpu_seconds: float = 4.0
    case_wall_seconds: float = 20.0
    submission_cpu_seconds: float = 30.0
    submission_wall_seconds: float = 60.0
    memory_bytes: int = 512 * 2**20
    result_bytes: int = 64 * 2**20
    output_chars: int = 20_000


@dataclass(frozen=True, slots=True)
class CaseLimits:
    """What one case may use, where that is less than the exercise's `Limits` allow; None: as there."""

    cpu_seconds: float | None = None
    memory_bytes: int | None = None
    result_bytes: int | None = None

    def within(self, limits: Limits) -> Limits:
        """The exercise's limits with these in their place where these are narrower."""
        return replace(
            limits,
            case_cpu_seconds=_least(self.cpu_seconds, limits.case_cpu_seconds),
            memory_bytes=_least(self.memory_bytes, limits.memory_bytes),
            result_bytes=_least(self.result_bytes, limits.result_bytes),
        )


_Number = TypeVar("_Number", int, float)


def _least(own: _Number | None, most: _Number) -> _Number:
    return most if own is None else min(own, most)


@dataclass(frozen=True, slots=True)
class Module:
    """A stub for a helper module of the course: the names it is imported by, and its source.

    ``exports`` are its public names, which the student's namespace holds from the start. A function
    ``begin_call`` of it is called before every call of a student's function.
    """

    names: tuple[str, ...]
    exports: tuple[str, ...]
    source: str


_ALWAYS_SUPPLIED = ("np", "numpy", "math")


def supplied_names(modules: Sequence[Module]) -> tuple[str, ...]:
    """The names that a student's namespace holds before the first statement."""
    return (*_ALWAYS_SUPPLIED, *(name for module in modules for name in module.exports))


def module_names(modules: Sequence[Module]) -> tuple[str, ...]:
    """The names by which helper modules of the course are imported."""
    return tuple(name for module in modules for name in module.names)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of several calls together: an author's function, which runs in a child of its own.

    modules   hold it and what it imports, the last one the way it is asked
    seeds     it is asked once with each, and must hold with all of them; none: with the call's seed
    mistakes  known mistakes of the function, any of which it may name instead of saying False
    """

    name: str
    modules: tuple[Module, ...]
    seeds: tuple[int, ...] = ()
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Canonical:
    """An author's functions that bring results into the form in which they are compared.

    They run in a child of their own, on what the student's function returned, and on the
    reference's result alike.

    parts    (path, function): which function is applied to which part of a result, in their order
    modules  hold the functions and what they import, the last one the way they are asked
    """

    parts: tuple[tuple[Path, str], ...]
    modules: tuple[Module, ...]


@dataclass(frozen=True)
class Call:
    """One call of a student's function.

    arguments     name -> value in the reference's order
    positional    how many of them are passed by position (the names are the student's to choose)
    seed          for the legacy NumPy state and ``random``, set before the call
    replacements  source whose functions replace those of the same name for this call
    property      makes the calls instead, and says True or False: the value that is judged
    spread        the last argument by position is a sequence: its items follow (``*args``)
    steps         a script that is run instead: the results of its steps are judged
    observed      what of the call is compared
    surroundings  what the call finds: input to read, files
    canonical     what is done to the result before anybody compares it
    limits        narrower than the exercise's, for this call alone
    most_work     only the work is counted, and no further than to here; nothing else is told
    is_program    the function stands for a whole program; its argument are those of the command line
    """

    function: str
    arguments: Mapping[str, Any]
    positional: int
    seed: int = 0
    replacements: str | None = None
    property: Property | None = None
    spread: bool = False
    steps: tuple[Step, ...] = ()
    observed: Observed = RESULT_ONLY
    surroundings: Surroundings = NOTHING_AROUND
    canonical: Canonical | None = None
    limits: CaseLimits | None = None
    most_work: int | None = None
    is_program: bool = False

    # Properties are kept: the name ``property`` is a field's here.
    @cached_property
    def is_plain(self) -> bool:
        """Whether the judged value is what one call of the function returns."""
        return not (self.steps or self.is_program) and self.observed.is_plain

    @cached_property
    def is_simple(self) -> bool:
        """Whether it is one call of plain values, of which the result as it is counts."""
        return (
            self.is_plain
            and self.may_share
            and self.canonical is None
            and not self.spread
            and self.property is None
        )

    @cached_property
    def inputs(self) -> Mapping[str, Any]:
        """What the author gave to the call, or to the steps: name, or text of the argument -> value."""
        if not self.steps:
            return self.arguments
        return {name: value for step in self.steps for name, value in step.inputs.items()}

    @cached_property
    def holds_functions(self) -> bool:
        """Whether a function of the author's is among the arguments."""
        return any(map(_holds_function, self.arguments.values()))

    @cached_property
    def may_share(self) -> bool:
        """Whether a child that answers other calls may answer this one, as far as the call goes.

        Objects of a script, functions of the author's, files and input may all keep something.
        """
        return self.is_plain and self.surroundings == NOTHING_AROUND and not self.holds_functions

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The functions and classes of the submission that it names, the graded one first."""
        named = (name for step in self.steps for name in step.names)
        return tuple(dict.fromkeys([self.function, *named]))

    def changed(self, change: Callable[[Any], Any]) -> Call:
        """The call with ``change`` applied to every value that its author gave it."""
        steps = tuple(
            replace(
                step,
                arguments=tuple(map(change, step.arguments)),
                named={name: change(value) for name, value in step.named.items()},
                inputs={name: change(value) for name, value in step.inputs.items()},
            )
            for step in self.steps
        )
        arguments = {name: change(value) for name, value in self.arguments.items()}
        return replace(self, arguments=arguments, steps=steps)


def _holds_function(value: Any) -> bool:
    if isinstance(value, (list, tuple, dict)):
        return any(map(_holds_function, value.values() if isinstance(value, dict) else value))
    return isinstance(value, SupportFunction)


CREDIT_STEPS = 10
"""Into how many steps partial credit by equal parts falls at most. Fewer would be coarse; more would
let a function write a longer number into the points of a hidden case."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Partial credit inside a case.

    by       "items": the parts of a tuple, list or dictionary; "entries": every entry of the result
    weights  (key, weight) of the items, where they do not weigh the same
    """

    by: str
    weights: tuple[tuple[str | int, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One case with everything that is needed to judge it."""

    function: str
    name: str
    description: str
    visibility: Visibility
    points: Fraction
    call: Call
    tolerance: Tolerance = Tolerance()
    expected: Mapping[str, Any] = field(default_factory=dict)
    """Accepted form ("reference" is the first) -> the value that is right."""
    hint: str | None = None
    shares: tuple[str, ...] = ()
    """Arguments that the reference's own result shares memory with."""
    work: int | None = None
    """Of a function with slow mistakes: what the reference does, see `grader.sandbox.child.work_count`."""
    bonus: bool = False
    """Whether its points are earned beyond the maximum."""
    credit: Credit | None = None
    """How a result that is right in part earns a part of the points; None: not at all."""

    @property
    def is_public(self) -> bool:
        return self.visibility is Visibility.PUBLIC

    @property
    def is_property(self) -> bool:
        """Whether its value is only that a property holds: True or False, from many causes."""
        return self.call.property is not None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a released bundle says of an explanation's results on cases that are not in it.

    Of a function's explanations only those are told apart that differ somewhere. With the public
    cases alone nobody could tell, so the release says it; no result on a hidden case is needed.

    number         of the explanation among those of its function
    same           numbers of those that give the same results on all cases, hidden ones included
    keeps_relation whether what its wrong public results have in common holds on all cases
    """

    number: str
    same: frozenset[str] = frozenset()
    keeps_relation: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known misconception of one function: what it returns on each case, and what to try."""

    function: str
    id: str
    hint: str
    answers: Mapping[str, Any]
    """Case name -> the value that this mistake returns there (absent where it raises)."""
    form: str = "reference"
    """The accepted form that the mistake was made in; several forms may share one id."""
    reason: Reason = Reason.KNOWN
    failures: Mapping[str, Failure] = field(default_factory=dict)
    """Case name -> what it raises there."""
    in_check: bool = True
    """Whether the public cases alone are evidence enough to name it."""
    elsewhere: Elsewhere | None = None
    """Set where it was read from a released bundle, which has public cases only."""
    edit: str | None = None
    """A diff of the reference that shows it, for instructors."""
    draft: str | None = None
    """The lines that declare it as a known mistake."""

    @property
    def parts(self) -> frozenset[str]:
        """The ids of the mistakes that it is made of: two for a pair, else its own."""
        return frozenset(self.id.split("+"))


@dataclass(frozen=True, slots=True)
class SlowMistake:
    """A way to do too much work, which the amount of work alone shows.

    times  more than this many times the reference's work on a case is too much
    """

    id: str
    hint: str
    times: int


@dataclass(frozen=True, slots=True)
class CodeRules:
    """What the code of a function may not use, and what it must. `grader.load.constructs` reads them.

    forbid   constructs: "for", "np.linalg.inv"
    require  choices of constructs, of each of which one must be used
    costs    the share of its points that a function loses which does not obey
    """

    forbid: tuple[str, ...] = ()
    require: tuple[tuple[str, ...], ...] = ()
    costs: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class StyleRules:
    """How the code of a function is to be written. `grader.load.style` reads it.

    words        of `grader.load.style.RULES`
    line_length  characters of a line; complexity: branches of a function
    costs        the share of its points that a function loses which is written otherwise
    """

    words: tuple[str, ...]
    line_length: int = 88
    complexity: int = 10
    costs: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Function:
    """A graded function or class.

    parameters      of the reference
    accepted_forms  their names, the reference first
    all_or_nothing  its cases give points only when all of them pass
    aliases         other names under which a submission may define it
    shorter         the signatures of accepted forms that take fewer parameters
    rng             what the statement says of its random numbers; None where it draws none
    builds_on       graded functions that it may call
    optional        parameters of the reference that have a default
    optional_args   further arguments, for submissions with a parameter of that name
    defaults        the reference's optional parameters, and their defaults as they are written
    is_class        whether it is a class: its cases are scripts
    methods         of a class: name -> the parameters of its reference, without ``self``
    rules           what its code may not use, and what it must; None where anything goes
    slow            ways to do too much work
    style           how its code is to be written; None where that is free
    """

    name: str
    parameters: tuple[str, ...] = ()
    accepted_forms: tuple[str, ...] = ("reference",)
    all_or_nothing: bool = False
    aliases: tuple[str, ...] = ()
    shorter: tuple[tuple[str, ...], ...] = ()
    rng: RngUse | None = None
    builds_on: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    optional_args: tuple[tuple[str, Any], ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    is_class: bool = False
    methods: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rules: CodeRules | None = None
    slow: tuple[SlowMistake, ...] = ()
    style: StyleRules | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """A part that a person marks: its name, what students read of it, and where the answer is.

    items   what is looked for, and its points
    answer  "heading: Discussion", "tag: discussion", "comments: function"; None: the cell that the
            release made for it
    """

    name: str
    title: str
    items: tuple[tuple[str, Fraction], ...]
    answer: str | None = None

    @property
    def points(self) -> Fraction:
        """What all items together are worth."""
        return sum((points for _, points in self.items), Fraction(0))


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise ready to grade with. Equal to itself alone, so that what is made of one is kept."""

    id: str
    title: str
    version: str
    functions: tuple[Function, ...]
    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...] = ()
    modules: tuple[Module, ...] = ()
    limits: Limits = Limits()
    libraries: tuple[str, ...] = ()
    """Packages beside NumPy that student code and the reference may import."""
    edition: str | None = None
    helpers: Mapping[str, Mapping[str, Program]] = field(default_factory=dict)
    """Function that others build on -> accepted form -> the right one, with what it needs.

    For a sandbox child; empty in a released bundle, which holds no answers."""
    helper_calls: tuple[Case, ...] = ()
    """In a released bundle: what correct helpers give in the public cases of what calls them.

    A case's name begins with the calling function's."""
    public_version: str = ""
    """The version that students may read: ``version`` is a hash over hidden cases too."""

    starters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Function that is handed out with a body -> digests of that body."""

    variant: str | None = None
    """Which of its variants it is; None where every student gets the same."""
    rubrics: tuple[Rubric, ...] = ()
    """The parts that a person marks."""

    @cached_property
    def function_names(self) -> tuple[str, ...]:
        return tuple(function.name for function in self.functions)

    @cached_property
    def programs(self) -> frozenset[str]:
        """Those of its functions that are whole programs."""
        return frozenset(case.function for case in self.cases if case.call.is_program)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The names of its classes, the other ones too that they may have."""
        return frozenset(n for f in self.functions if f.is_class for n in (f.name, *f.aliases))

    @cached_property
    def known_names(self) -> tuple[str, ...]:
        """The graded functions' names, and the other names that they may have."""
        return tuple(name for f in self.functions for name in (f.name, *f.aliases))

    @cached_property
    def public_cases(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.is_public)

    @cached_property
    def cases_by_function(self) -> Mapping[str, tuple[Case, ...]]:
        """Every function, and whatever else cases call -> its cases, which may be none."""
        names = dict.fromkeys([*self.function_names, *(case.function for case in self.cases)])
        return {name: tuple(c for c in self.cases if c.function == name) for name in names}

    def cases_of(self, function: str) -> tuple[Case, ...]:
        """A function's cases, the same tuple every time."""
        return self.cases_by_function.get(function, ())

    @cached_property
    def builds_on(self) -> Mapping[str, Set[str]]:
        """Function -> all that it builds on, directly or not."""
        edges = {function.name: function.builds_on for function in self.functions}
        return {name: below(edges, name) for name in edges}

    def without_rules(self) -> Exercise:
        """The exercise judged by results alone, whatever its functions' code uses."""
        return replace(
            self, functions=tuple(replace(f, rules=None, style=None) for f in self.functions)
        )

    def only(self, *functions: str) -> Exercise:
        """The exercise with these of its functions alone."""
        kept = tuple(f for f in self.functions if f.name in functions)
        cases = tuple(case for case in self.cases if case.function in functions)
        return replace(self, functions=kept, cases=cases)


UNRECOGNISED = Exercise(
    id="unrecognised", title="No exercise recognised", version="", functions=(), cases=()
)
"""Stands for the exercise of a submission that belongs to none, where no other is at hand."""


def below(edges: Mapping[str, Collection[str]], name: str) -> set[str]:
    """All that ``name`` builds on, directly or not; itself only where it does so in a circle."""
    reached: set[str] = set()
    pending = list(edges.get(name, ()))
    while pending:
        helper = pending.pop()
        if helper not in reached:
            reached.add(helper)
            pending += edges.get(helper, ())
    return reached
