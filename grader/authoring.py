"""The authors' API: all that an exercise may import.

    exercise = Exercise(title="Inverted dropout", reference="dropout.py")

    @exercise.case("dropout_forward", points=3, visibility="hidden", seed=4)
    def keeps_most_units(rng):
        '''keeps the expected share of units and rescales them'''
        return dict(A=rng.normal(size=(3, 5)), keep_prob=0.86)

    exercise.mistake("dropout_forward", "forgets_to_rescale",
        edit=("A = A / keep_prob", ""),
        hint="Divide the kept units by keep_prob, so that the expected activation stays.")

A case's function returns the call's arguments by name; the expected value is what the reference
solution returns for them. Students read its name, its docstring and the hints. A property is a case
without one expected value: a function in ``properties.py`` that checks the results of several calls
together. ``exercise`` is the only value that the grader reads from an exercise.

Every method raises AuthorError, with the author's file and line, for arguments that cannot be meant.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, TypeVar

from grader.model.declaration import (
    SLIP_KINDS,
    CaseDeclaration,
    Edit,
    EditDeclaration,
    EditionDeclaration,
    EquivalentDeclaration,
    Files,
    FunctionDeclaration,
    InstancesDeclaration,
    MakeArguments,
    RubricDeclaration,
    StyleDeclaration,
    SupportDeclaration,
    TaskDeclaration,
    Where,
)
from grader.model.exercise import CaseLimits, Limits, RngUse, StyleRules, Tolerance, Visibility
from grader.model.judging_options import (
    CreditOption,
    FormOption,
    code_rules,
    credit_of,
    part_forms,
    share,
)
from grader.model.observation import COMPARED, TEXT_RULES, Observed, SupportFunction
from grader.util.errors import AuthorError
from grader.values import EXACTABLE, IGNORABLE

__all__ = ["CaseLimits", "Exercise", "Limits", "Tolerance"]

MOST_INSTANCES = 100
_Declare = TypeVar("_Declare", bound=Callable[..., None])


def _old_names(**new_names: str) -> Callable[[_Declare], _Declare]:
    """Accept each old keyword of a method for its new one, with a warning, until the next version."""

    def decorate(declare: _Declare) -> _Declare:
        @functools.wraps(declare)
        def renamed(*args: Any, **options: Any) -> None:
            for old, new in new_names.items():
                if old in options:
                    _warn(f"exercise.{declare.__name__}({old}=...)", f"{new}=...")
                    options[new] = options.pop(old)
            declare(*args, **options)

        return renamed  # type: ignore[return-value]

    return decorate


def _warn(old: str, new: str) -> None:
    text = f"{old} is now {new}; the old name works until the next version"
    warnings.warn(text, DeprecationWarning, stacklevel=3)


@dataclass(slots=True)
class Exercise:
    """An exercise as its author declares it.

    title      what students read
    reference  file, or files, with the reference solution, in the exercise's own folder or in the
               course's ``reference`` folder. Several are merged like the files of one submission
    limits     what a submission may use
    libraries  packages beside NumPy that its reference and students may import, as ("scipy",):
               they must be installed where it is graded and checked
    counterexample  whether pages of graded work show the smallest input on which a wrong function
               differs from the right one, with both results; ``grader check`` always does. It comes
               from the functions of public cases with other seeds, never from a hidden case
    """

    title: str
    reference: str | Sequence[str]
    limits: Limits = Limits()
    libraries: Sequence[str] = ()
    counterexample: bool = False
    cases: list[CaseDeclaration] = field(default_factory=list, init=False)
    mistakes: list[EditDeclaration] = field(default_factory=list, init=False)
    slow: list[EditDeclaration] = field(default_factory=list, init=False)
    accepted_forms: list[EditDeclaration] = field(default_factory=list, init=False)
    handed_out: list[EditDeclaration] = field(default_factory=list, init=False)
    equivalents: list[EquivalentDeclaration] = field(default_factory=list, init=False)
    edit_sentences: dict[str, str] = field(default_factory=dict, init=False)
    supports: list[SupportDeclaration] = field(default_factory=list, init=False)
    functions: list[FunctionDeclaration] = field(default_factory=list, init=False)
    styles: list[StyleDeclaration] = field(default_factory=list, init=False)
    editions: list[EditionDeclaration] = field(default_factory=list, init=False)
    pool: list[TaskDeclaration] = field(default_factory=list, init=False)
    drawn: InstancesDeclaration | None = field(default=None, init=False)
    rubrics: list[RubricDeclaration] = field(default_factory=list, init=False)
    undecorated: list[Where] = field(default_factory=list, init=False)
    """Cases whose function has not been defined yet."""

    def __post_init__(self) -> None:
        where = _caller()
        _require_texts(where, title=self.title)
        files = [self.reference] if isinstance(self.reference, str) else self.reference
        if not isinstance(files, Sequence) or not all(isinstance(f, str) and f for f in files):
            message = f"reference={self.reference!r} names no file"
            raise _error(where, message, 'write: reference="averages.py"')
        if not isinstance(self.limits, Limits):
            message = f"limits={self.limits!r} is no Limits"
            raise _error(where, message, "write: limits=Limits(case_cpu_seconds=10)")
        if not isinstance(self.counterexample, bool):
            message = f"counterexample={self.counterexample!r} is neither True nor False"
            raise _error(where, message, "write: counterexample=True")

    def case(
        self,
        function: str,
        *,
        points: int | Fraction = 1,
        visibility: str = "hidden",
        seed: int | None = None,
        rtol: float | None = None,
        atol: float | None = None,
        replaces: str | None = None,
        hint: str | None = None,
        compares: str | Sequence[str] = "result",
        exception: str | type[BaseException] = "",
        message_names: Sequence[str] = (),
        text: str = "lines",
        stdin: Sequence[str] | Callable[[Any], Sequence[str]] | None = None,
        files: Files | Callable[[Any], Files] | None = None,
        form: FormOption = None,
        ignores: Sequence[str] = (),
        exact: Sequence[str] = (),
        credit: CreditOption = None,
        limits: CaseLimits | None = None,
        bonus: bool = False,
        tasks: Sequence[str] = (),
    ) -> Callable[[MakeArguments], MakeArguments]:
        """Declare a case of ``function``: decorates a function of ``rng`` that returns arguments.

        visibility  "public", "hidden" or "after_due_date"
        seed        for ``rng`` (a legacy RandomState, whose stream is the same in every NumPy), and
                    for the legacy random state when the student's function is called; 0 where none
                    is given, which `grader verify` refuses for a case that draws
        rtol        relative tolerance of an entry (1e-6); ``atol`` absolute, see `Tolerance`
        replaces    file in ``support/`` whose functions replace those of the same name in the
                    student's file during this case: to test a function apart from its helpers
        hint        shown when the case fails and no known mistake explains it
        compares    what of the call is compared, one or several of "result"; "exception", which the
                    call must raise; "arguments", what they hold after it; "printed"; "files", those
                    that it wrote; "figure", what it drew with matplotlib
        exception   the class of the expected exception, or its name: an error where the reference
                    raises another
        message_names  words that the message of the expected exception must hold
        text        how printed text and text files are compared: "exact"; "lines", blanks at the end
                    of lines and blank lines at the end aside; "numbers", within the tolerance, and
                    the words freely
        stdin       the lines that ``input()`` reads, or a function of ``rng`` that returns them
        files       name -> text or bytes of the files that the call finds, or a function of ``rng``
                    that returns them
        form        what does not count: a canonical form's name ("up_to_sign", "up_to_one_sign",
                    "any_order", "any_column_order", "as_array", "same_span"), or the name of a
                    function in ``canonical.py`` beside ``exercise.py`` that maps both sides before
                    they are compared; several in a list. A dictionary gives forms to parts of the
                    result: {"W1": "up_to_sign", "[0]": ["as_array", "any_order"]}
        ignores     what need not agree: of a table "index", "names", "column order"; of a figure
                    "title", "axis labels", "legend", "limits", "scales", "ticks", "texts"
        exact       what must agree beside: "dtype" of arrays and tables, "format" of sparse matrices,
                    "keys" of dictionaries (no others)
        credit      what a result earns that is right in part: "items" (the parts of a tuple or a
                    dictionary weigh the same), their weights ({"W1": 2, "b1": 1}, [2, 1]), or
                    "entries"
        limits      what this case may use, where that is less than the exercise's limits allow
        bonus       whether its points are earned beyond the exercise's maximum
        tasks       the tasks of the pool that have this case (see `task`); none: all of them

        In an exercise with variants, the function may take one more argument, ``variant``: the
        values of the variant, as ``variant["n"]``.
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        case = _declared_case(where, function, points=points, visibility=visibility, seed=seed)
        tolerance = _tolerance(where, rtol, atol, ignores, exact)
        observed = _observed(where, compares, (exception, message_names), text)
        return self._declare(
            replace(
                case, tolerance=tolerance, replaces=replaces, hint=hint, observed=observed, stdin=stdin, files=files,
                tasks=tuple(tasks), bonus=_flag(where, bonus),
                **_judging(where, form, credit, limits),
            )
        )  # fmt: skip

    def program(
        self,
        name: str,
        *,
        points: int | Fraction = 1,
        visibility: str = "hidden",
        seed: int | None = None,
        rtol: float | None = None,
        atol: float | None = None,
        hint: str | None = None,
        compares: str | Sequence[str] = ("printed", "exit code"),
        text: str = "lines",
        credit: CreditOption = None,
        limits: CaseLimits | None = None,
        bonus: bool = False,
        tasks: Sequence[str] = (),
    ) -> Callable[[MakeArguments], MakeArguments]:
        """Declare a case that runs a whole program: decorates a function of ``rng``.

            @exercise.program("word_count", points=10, seed=3)
            def counts_words(rng):
                '''counts the words of a file'''
                return dict(args=["--top", "2", "in.txt"], files={"in.txt": "a b a\\n"})

        The program is the student's file, or all cells of a notebook, run as ``python word_count.py``
        is; the right one is the reference file of that name. The function returns a dictionary with
        any of ``args``, the texts on the command line; ``stdin``, the lines of its input; and
        ``files``, name -> text or bytes of the files that it finds.

        name      of the program, without ``.py``
        compares  one or several of "printed", what it prints on the standard output; "exit code"; and
                  "files", those that it wrote, changed or deleted
        credit    "items": each of these that is right earns the same share; or their weights,
                  {"printed": 2, "exit code": 1}
        The others are as for `case`.
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        case = _declared_case(where, name, points=points, visibility=visibility, seed=seed)
        tolerance = _tolerance(where, rtol, atol)
        if not name.isidentifier():
            raise _error(
                where, f"{name!r} is no program's name", "write the file's name without .py"
            )
        observed = _observed(where, _of_program(where, compares), ("", ()), text)
        if isinstance(credit, Mapping):
            credit = {_OF_PROGRAM.get(part, part): weight for part, weight in credit.items()}
        return self._declare(
            replace(
                case, tolerance=tolerance, hint=hint, observed=observed, is_program=True, tasks=tuple(tasks),
                bonus=_flag(where, bonus), **_judging(where, None, credit, limits),
            )
        )  # fmt: skip

    def steps(
        self,
        function: str,
        *,
        points: int | Fraction = 1,
        visibility: str = "hidden",
        seed: int | None = None,
        rtol: float | None = None,
        atol: float | None = None,
        replaces: str | None = None,
        hint: str | None = None,
        compares: Sequence[str] = (),
        text: str = "lines",
        stdin: Sequence[str] | Callable[[Any], Sequence[str]] | None = None,
        files: Files | Callable[[Any], Files] | None = None,
        form: FormOption = None,
        ignores: Sequence[str] = (),
        exact: Sequence[str] = (),
        credit: CreditOption = None,
        limits: CaseLimits | None = None,
        bonus: bool = False,
        tasks: Sequence[str] = (),
    ) -> Callable[[MakeArguments], MakeArguments]:
        """Declare a case that is a script of steps: decorates a function of ``rng`` and ``do``.

            @exercise.steps("StandardScaler", seed=3)
            def centres(rng, do):
                '''takes the mean of every column away'''
                scaler = do.StandardScaler(with_mean=True)
                scaler.fit(rng.normal(size=(5, 3)))
                do.read(scaler.mean_)
                with do.raises(ValueError, message_names=("columns",)):
                    scaler.transform(rng.normal(size=(5, 2)))

        ``do`` calls graded functions and classes, and ``len``, ``str``, ``list`` and others of
        Python's own. What a call gives may be called, taken apart, used with operators and handed to
        later steps. Compared are: what ``do.read`` is given, and what each call gives, where the
        reference gives plain data. ``do.value(x)`` makes a value that several steps share.

        function  the class or function that the points are for; the others as for `case`
        compares  what else is compared, of the whole script: "printed", "files", "figure"
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        case = _declared_case(where, function, points=points, visibility=visibility, seed=seed)
        tolerance = _tolerance(where, rtol, atol, ignores, exact)
        observed = _observed(where, compares, ("", ()), text)
        for name in set(observed.compares) - {"printed", "files", "figure"}:
            raise _error(
                where,
                f"compares={name!r} of a script",
                "do.read compares a result, and do.raises expects an exception",
            )
        return self._declare(
            replace(
                case, tolerance=tolerance, replaces=replaces, hint=hint, observed=observed, stdin=stdin, files=files,
                is_script=True, tasks=tuple(tasks), bonus=_flag(where, bonus),
                **_judging(where, form, credit, limits),
            )
        )  # fmt: skip

    @staticmethod
    def callable(name: str) -> SupportFunction:
        """Stand for the function ``name`` of a helper module in a case's arguments.

        It runs in the child, where the student's function calls it. The module is declared by
        `support`.
        """
        return SupportFunction(name)

    def _declare(self, case: CaseDeclaration) -> Callable[[MakeArguments], MakeArguments]:
        """A decorator that completes the case with the function that it decorates."""
        where = case.where
        _require_texts(where, hint=case.hint, replaces=case.replaces)
        self.undecorated.append(where)

        def declare(make: MakeArguments) -> MakeArguments:
            if where in self.undecorated:
                self.undecorated.remove(where)
            description = " ".join((make.__doc__ or "").split())
            if not description:
                raise _error(
                    where,
                    f"case {make.__name__!r} has no docstring",
                    "write what the case shows; students read it",
                )
            self.cases.append(replace(case, name=make.__name__, description=description, make=make))
            return make

        return declare

    def property(
        self,
        function: str,
        name: str,
        *,
        points: int | Fraction = 1,
        visibility: str = "hidden",
        seed: int | None = None,
        hint: str | None = None,
        file: str = "properties.py",
        replaces: str | None = None,
        tasks: Sequence[str] = (),
        bonus: bool = False,
        seeds: Sequence[int] = (),
    ) -> None:
        """Declare a case of ``function`` that checks a property of its results.

        It is the function ``name`` of ``file`` in the exercise's folder: ``name(rng, call)`` calls
        graded functions by ``call("function", argument, ...)``, up to a hundred times, and returns
        True or False, or the id of a known mistake of ``function`` that it recognises.
        ``call.steps("s = Scaler(2.0)", "s.fit(X)", "s.mean_", X=X)`` runs a script with a class, and
        gives a list with what each step gives, None for an object. Students read its docstring. It runs in a sandbox child of its own, on plain data; where it raises on a
        student's values, the property does not hold.

        visibility  of a public one the bundle for students holds ``file``, with what it imports: so
                    all properties of that file must be public
        seeds       it is asked with each of them, range(20) say, and must hold with all; instead
                    of ``seed``
        replaces    as for a case, for all of its calls
        tasks, bonus  as for a case
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        _require_names(where, "the property", function, name)
        _require_texts(where, hint=hint, replaces=replaces, file=file)
        several = _seeds(where, seed, seeds)
        seed = several[0] if several else seed
        case = _declared_case(where, function, points=points, visibility=visibility, seed=seed)
        self.cases.append(
            replace(
                case, name=name, replaces=replaces, hint=hint, property=file, seeds=several,
                tasks=tuple(tasks), bonus=_flag(where, bonus),
            )
        )  # fmt: skip

    def mistake(
        self,
        function: str,
        id: str,
        *,
        hint: str,
        edit: Edit | None = None,
        edits: Sequence[Edit] = (),
        tasks: Sequence[str] = (),
    ) -> None:
        """Declare a known mistake of ``function`` as edits of the reference.

        function     a function or class; "BatchNorm.forward" for edits of one method
        edit, edits  (old text, new text); the old text must occur exactly once in the function
        hint         shown for a submission whose results equal this mistake's on every case
        tasks        the tasks of the pool that have this mistake; none: all of them
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        _require_names(where, "the mistake", function, id)
        _require_texts(where, hint=hint)
        declared = _edits(where, id, edit, edits)
        owner, _, method = function.partition(".")
        self.mistakes.append(
            EditDeclaration(
                owner, id, declared, hint, where, method=method or None, tasks=tuple(tasks)
            )
        )

    def too_slow(
        self,
        function: str,
        id: str,
        *,
        hint: str,
        times: int,
        edit: Edit | None = None,
        edits: Sequence[Edit] = (),
    ) -> None:
        """Declare a slow solution of ``function`` as edits of the reference: right, with too much work.

        It is named where every result is right and some case takes more than ``times`` the work of
        the reference: executed lines of Python, and calls of own functions, counted in a run apart.
        The count decides no points: for these give a case with a large input ``limits``.

        times        at least 2; `grader verify` shows how far the reference and the edit are from it
        edit, edits  as of a mistake
        hint         shown to whoever's function takes that much
        """
        where = _caller()
        _require_names(where, "the slow solution", function, id)
        _require_texts(where, hint=hint)
        if isinstance(times, bool) or not isinstance(times, int) or times < 2:
            raise _error(where, f"times={times!r} is no whole number from 2 on", "say times=20")
        declared = _edits(where, id, edit, edits)
        self.slow.append(EditDeclaration(function, id, declared, hint, where, times=times))

    def needs_hidden_cases(self, function: str, *ids: str) -> None:
        """Name these mistakes of ``function`` only where its hidden cases ran as well.

        For mistakes that give the same on the public cases as some other fault does: a student's
        own check would name them falsely.
        """
        declared = {mistake.name for mistake in self.mistakes if mistake.function == function}
        unknown = [id for id in ids if id not in declared]
        if unknown:
            message = f"no mistake of {function} is called {', '.join(map(repr, unknown))}"
            raise _error(_caller(), message, "declare the mistakes first")
        self.mistakes = [
            replace(mistake, in_check=False)
            if mistake.function == function and mistake.name in ids
            else mistake
            for mistake in self.mistakes
        ]

    def accepted_form(
        self,
        function: str,
        name: str,
        *,
        edit: Edit | None = None,
        edits: Sequence[Edit] = (),
        tasks: Sequence[str] = (),
    ) -> None:
        """Declare another accepted form of ``function`` as edits of the reference.

        One form is chosen per function for all its cases: the one that earns most. An edit of
        the ``def`` line may remove parameters: a submission whose function takes only the
        remaining ones is then called with those.

        tasks  the tasks of the pool that have this form; none: all of them
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        _require_names(where, "the accepted form", function, name)
        declared = _edits(where, name, edit, edits)
        owner, _, method = function.partition(".")
        self.accepted_forms.append(
            EditDeclaration(
                owner, name, declared, None, where, method=method or None, tasks=tuple(tasks)
            )
        )

    def alternative(self, *args: Any, **options: Any) -> None:
        """Old name of `accepted_form`; it works until the next version."""
        _warn("exercise.alternative", "exercise.accepted_form")
        self.accepted_form(*args, **options)

    def given(self, function: str, *, edit: Edit | None = None, edits: Sequence[Edit] = ()) -> None:
        """Hand out the body of a graded function: the reference's with these edits in it.

        For a function whose faults students are to find: the edits are the faults. Without
        edits the body is the reference's. `grader verify` checks that it earns nothing.
        """
        where = _caller()
        declared = _edits(where, "given", edit, edits) if edit or edits else ()
        self.handed_out.append(EditDeclaration(function, "given", declared, None, where))

    def equivalent(
        self,
        function: str | Mapping[str, Sequence[Edit]],
        *edits: Edit,
        reason: str,
        tasks: Sequence[str] = (),
    ) -> None:
        """Declare edits of a reference function that, each made alone, change no result.

        ``grader audit`` then counts such a mutant as equivalent, if it agrees with the reference
        on a thousand drawn inputs; ``grader verify`` checks it on forty. For edits of one kind in
        several functions, ``function`` is a dictionary: function -> its edits. ``tasks`` are those
        of the pool in which they are; none: all of them.
        """
        where = _caller()
        _require_list(where, "tasks", tasks)
        _require_texts(where, reason=reason)
        by_function = function if isinstance(function, Mapping) else {function: edits}
        for name, own in by_function.items():
            _require_names(where, "the declaration", name)
            if not own:
                raise _error(where, f"no edit of {name!r} is given", "say (old text, new text)")
            declared = _edits(where, name, None, own)
            self.equivalents.append(
                EquivalentDeclaration(name, declared, reason, where, tuple(tasks))
            )

    def edit_sentence(self, kind: str, text: str) -> None:
        """Say in your own words what students read about a kind of slip, such as ``"axis"``.

        Where no known mistake explains wrong results, an edit of the reference may: students read a
        sentence that follows from the kind of edit alone. docs/feedback.md lists the kinds.
        """
        where = _caller()
        if kind not in SLIP_KINDS:
            raise _error(
                where, f"there is no kind of slip {kind!r}", f"kinds: {', '.join(SLIP_KINDS)}"
            )
        if not isinstance(text, str) or not text.strip():
            raise _error(where, f"the sentence for {kind!r} is empty", "write what students read")
        self.edit_sentences[kind] = text

    def support(self, file: str, names: Sequence[str]) -> None:
        """Declare a helper module: ``file`` in ``support/``, which students import by ``names``.

        Its public names are in the student's namespace from the start. It may not define a
        function that is graded here.
        """
        where = _caller()
        _require_list(where, "names", names)
        self.supports.append(SupportDeclaration(file, tuple(names), where))

    @_old_names(together="all_or_nothing", also="aliases", draws="rng", offers="optional_args")
    def function(
        self,
        name: str,
        *,
        trivial: str | None = None,
        builds_on: Sequence[str] = (),
        all_or_nothing: bool = False,
        aliases: Sequence[str] = (),
        rng: str | None = None,
        optional_args: Mapping[str, Any] | None = None,
        forbid: Sequence[str] = (),
        require: Sequence[str | Sequence[str]] = (),
        rules_cost: int | Fraction = 1,
        bonus: bool = False,
    ) -> None:
        """Declare more about a graded function.

        trivial         the reason why a trivial answer may earn points ("the right answer is zeros")
        builds_on       graded functions that it, or a property of it, calls: where one of them is
                        wrong, it is judged with a right one as well
        all_or_nothing  its cases give points only when all of them pass: for answers that can be
                        guessed one at a time
        aliases         other names under which a submission may define it (an older assignment's)
        rng             "fixed" where the statement says how its random numbers are seeded and in
                        which order they are drawn, and the function sets that seed itself: other
                        numbers earn nothing, and the feedback says what differs; "as_found" where
                        it says the order only, and the function takes NumPy's state as it is; "free" where the statement says neither: the right
                        formula on other numbers earns all points; "helpers" where it draws only
                        through functions that are judged on their own
        optional_args   name -> value of arguments that the reference does not take, for
                        submissions that do
        forbid          constructs that its code may not use, its helpers' included: syntax ("for",
                        "while", "comprehension", "@"), functions ("np.linalg.inv", "sorted"),
                        methods (".sort"), "loop", "recursion"
        require         constructs that it must use; ("np.dot", "@") asks for one of them
        rules_cost      the share of its points that it loses otherwise: 1 for all of them, 0 where
                        the feedback is to say it and no more
        bonus           whether the points of all its cases are earned beyond the maximum
        """
        where = _caller()
        _require_names(where, "the declaration", name)
        _require_texts(where, trivial=trivial)
        _require_list(where, "builds_on", builds_on)
        _require_list(where, "aliases", aliases)
        self.functions.append(
            FunctionDeclaration(
                name=name,
                trivial=trivial,
                builds_on=tuple(builds_on),
                all_or_nothing=all_or_nothing,
                aliases=tuple(aliases),
                where=where,
                rng=None if rng is None else _member(where, "rng", RngUse, rng),
                optional_args=tuple((optional_args or {}).items()),
                rules=code_rules(where, forbid, require, rules_cost),
                bonus=_flag(where, bonus),
            )
        )

    def style(
        self,
        *rules: str,
        functions: Sequence[str] = (),
        line_length: int = 88,
        complexity: int = 10,
        cost: int | Fraction = 0,
    ) -> None:
        """Say how the code of the graded functions is to be written.

            exercise.style("docstrings", "names", "unused", "line length", cost=Fraction(1, 10))

        rules        one or several of "docstrings" (every function, class and public method has one),
                     "names" (lower_case and CapWords; X, W1 and dA_prev are free), "unused" (no
                     variable or import without a use), "line length", "complexity" (McCabe's number
                     of a function), "layout" (blanks and indentation as in PEP 8)
        functions    those that are meant; none: all
        line_length  characters that a line may have
        complexity   how complex a function may be: 1, and 1 for each branch, loop and condition
        cost         the share of its points that a function loses which is written otherwise, its
                     helpers' code included: Fraction(1, 10); 0 for a word and no more
        """
        where = _caller()
        _require_list(where, "functions", functions)
        for number, name in ((line_length, "line_length"), (complexity, "complexity")):
            if isinstance(number, bool) or not isinstance(number, int) or number < 1:
                raise _error(where, f"{name}={number!r} is no whole number from 1 on")
        costs = share(where, "cost", cost)
        made = StyleRules(tuple(dict.fromkeys(map(str, rules))), line_length, complexity, costs)
        self.styles.append(StyleDeclaration(tuple(functions), made, where))

    def edition(self, name: str, *, without: Sequence[str]) -> None:
        """Declare an edition of the assignment in which the functions ``without`` do not exist."""
        self.editions.append(EditionDeclaration(name, tuple(without), _caller()))

    def variants(
        self,
        instances: int,
        *,
        values: Callable[[Any], Mapping[str, Any]] | None = None,
    ) -> None:
        """Give students different instances: the same task with other numbers.

        The seeds of all cases differ from instance to instance. With `task`, every task has so
        many instances.

        instances  how many there are, from 1 to 100; `grader verify` proves each of them
        values     draws further values of an instance: a function of ``rng`` that returns
                   dict(name=value, ...), used like the values of a task
        """
        where = _caller()
        if isinstance(instances, bool) or not isinstance(instances, int) or instances < 1:
            raise _error(where, f"instances={instances!r} is no whole number from 1 on")
        if instances > MOST_INSTANCES:
            raise _error(
                where,
                f"there are {instances} instances",
                f"at most {MOST_INSTANCES}: each is verified, and its expected values are computed",
            )
        if values is not None and not callable(values):
            raise _error(where, "values is no function", "write: values=lambda rng: dict(n=...)")
        if self.drawn is not None:
            raise _error(where, "the variants are declared twice", f"first in {self.drawn.where}")
        self.drawn = InstancesDeclaration(instances, values, where)

    def task(
        self,
        name: str,
        *,
        values: Mapping[str, Any] | None = None,
        edits: Sequence[tuple[str, str, str]] = (),
        reference: str | Sequence[str] = (),
    ) -> None:
        """Add a task to the pool: each student gets one of them, of equal kind and worth.

        name       letters, digits and underscores; students read it
        values     name -> value. A constant of the reference (assigned at its top level) of that
                   name gets the value; ``{{ name }}`` in the statement, in docstrings, hints and
                   the reference is replaced by it; a case reads it as ``variant["name"]``
        edits      what is different in the task's reference, as (function, old text, new text)
        reference  the task's own reference, where it has another one, with the same functions

        A file ``statement.<name>.md`` is the task's own statement.
        """
        where = _caller()
        if not isinstance(name, str) or not name.isidentifier():
            raise _error(
                where, f"{name!r} is no task's name", "use letters, digits and underscores"
            )
        if any(task.name == name for task in self.pool):
            raise _error(where, f"there are two tasks {name!r}")
        if values is not None and not isinstance(values, Mapping):
            raise _error(where, f"values of {name!r} is no dictionary", "write: values=dict(n=3)")
        for edit in edits:
            if len(edit) != 3 or not all(isinstance(text, str) for text in edit):
                raise _error(
                    where,
                    f"the task {name!r} has an edit that is no three texts",
                    'write: edits=[("function", "old text", "new text")]',
                )
        files = (reference,) if isinstance(reference, str) else tuple(reference)
        self.pool.append(
            TaskDeclaration(
                name=name,
                values=dict(values or {}),
                edits=tuple((function, old, new) for function, old, new in edits),
                reference=files,
                where=where,
            )
        )

    def rubric(
        self,
        name: str,
        *,
        items: Sequence[tuple[str, int | Fraction]],
        points: int | Fraction | None = None,
        title: str | None = None,
        answer: str | None = None,
    ) -> None:
        """Declare a part that a person marks, beside what the cases judge: a text, a drawing.

        items   what is looked for and its points: [("names the bias", 4), ("gives a cure", 6)]
        points  their sum, to be checked against it
        title   what students read; default: the name
        answer  where the answer is in a submission: "heading: Discussion" (the Markdown under that
                heading, up to the next of its level), "tag: discussion" (cells with that tag),
                "comments: function" (comments and docstring of a function). Default: a cell, or
                in a script a comment, that `grader release` makes for it

        Pictures among the outputs of these cells belong to the answer.
        """
        where = _caller()
        if not isinstance(name, str) or not name.isidentifier():
            raise _error(
                where, f"{name!r} is no part's name", "use letters, digits and underscores"
            )
        if any(rubric.name == name for rubric in self.rubrics):
            raise _error(where, f"there are two rubrics {name!r}")
        declared = _items(where, name, items)
        if points is not None and sum(worth for _, worth in declared) != points:
            total = sum(worth for _, worth in declared)
            raise _error(where, f"the items of {name!r} add up to {total}, not to {points}")
        kind, _, rest = (answer or "cell: it").partition(":")
        if kind.strip() not in ("heading", "tag", "comments", "cell") or not rest.strip():
            raise _error(
                where,
                f"answer={answer!r} names no place",
                'write: answer="heading: Discussion", "tag: discussion" or "comments: function"',
            )
        self.rubrics.append(RubricDeclaration(name, title or name, declared, answer, where))


def _declared_case(
    where: Where,
    function: str,
    *,
    points: int | Fraction,
    visibility: str,
    seed: int | None,
) -> CaseDeclaration:
    """A case so far: its function, what it is worth and what it draws with."""
    _require_names(where, "the case", function)
    _require_numbers(where, points, 0 if seed is None else seed)
    return CaseDeclaration(
        function=function,
        name="",
        description="",
        visibility=_member(where, "visibility", Visibility, visibility),
        points=Fraction(points),
        seed=seed or 0,
        tolerance=Tolerance(),
        replaces=None,
        hint=None,
        make=None,
        where=where,
        seeded=seed is not None,
    )


def _tolerance(
    where: Where,
    rtol: float | None,
    atol: float | None,
    ignores: object = (),
    exact: object = (),
) -> Tolerance:
    """How near a result must be, what need not agree, and what must agree beside."""
    for name, value in (("rtol", rtol), ("atol", atol)):
        if value is not None and not (isinstance(value, Real) and float(value) >= 0):
            raise _error(where, f"{name}={value!r} is no number from 0 on")
    free = _known_words(where, "ignores", ignores, IGNORABLE)
    asked = _known_words(where, "exact", exact, EXACTABLE)
    return Tolerance(Tolerance().rtol if rtol is None else rtol, atol, ignores=free, exact=asked)


def _known_words(where: Where, name: str, words: object, known: tuple[str, ...]) -> tuple[str, ...]:
    _require_list(where, name, words)
    given = tuple(words) if isinstance(words, Sequence) else (words,)
    for word in given:
        if word not in known:
            hint = f"there are: {', '.join(map(repr, known))}"
            raise _error(where, f"{name}={word!r} is unknown", hint)
    return given


def _observed(
    where: Where,
    compares: str | Sequence[str],
    raised: tuple[str | type[BaseException], Sequence[str]],
    text: str,
) -> Observed:
    names = (compares,) if isinstance(compares, str) else tuple(compares)
    for name in names:
        if name not in COMPARED:
            raise _error(where, f"compares={name!r} is unknown", f"it is one of {COMPARED}")
    exception, message_names = raised
    _require_list(where, "message_names", message_names)
    if (message_names or exception) and "exception" not in names:
        raise _error(where, "an exception that is not compared", 'write: compares="exception"')
    named = exception if isinstance(exception, str) else exception.__name__
    if text not in TEXT_RULES:
        raise _error(where, f"unknown text={text!r}", f"it is one of {TEXT_RULES}")
    return Observed(names, named, tuple(message_names), text)


_OF_PROGRAM = {"printed": "printed", "exit code": "result", "files": "files"}
"""What of a program may be compared, and what of a call that is."""


def _of_program(where: Where, compares: object) -> tuple[str, ...]:
    names = (compares,) if isinstance(compares, str) else compares
    if not isinstance(names, Sequence) or not names:
        raise _error(where, f"compares={compares!r} names nothing", 'write: compares="printed"')
    for name in names:
        if name not in _OF_PROGRAM:
            listed = ", ".join(map(repr, _OF_PROGRAM))
            raise _error(where, f"compares={name!r} of a program", f"there are: {listed}")
    return tuple(_OF_PROGRAM[name] for name in names)


_Choice = TypeVar("_Choice", Visibility, RngUse)


def _member(where: Where, name: str, choices: type[_Choice], value: str) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        *most, last = choices
        hint = f"it is {', '.join(most)} or {last}"
        raise _error(where, f"unknown {name}={value!r}", hint) from None


def _edits(where: Where, name: str, edit: Edit | None, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    every = (*((edit,) if edit else ()), *edits)
    if not every:
        raise _error(where, f"{name!r} has no edit", "say edit=(old text, new text)")
    for pair in every:
        is_pair = isinstance(pair, (tuple, list)) and len(pair) == 2
        if not is_pair or not all(isinstance(text, str) for text in pair):
            message = f"{name!r} has an edit that is no pair of texts"
            raise _error(where, message, "say edit=(old text, new text)")
    return tuple((old, new) for old, new in every)


def _items(
    where: Where, name: str, items: Sequence[tuple[str, int | Fraction]]
) -> tuple[tuple[str, Fraction], ...]:
    """The items of a rubric; raises AuthorError for what is none."""
    declared: list[tuple[str, Fraction]] = []
    for item in items:
        is_pair = isinstance(item, (tuple, list)) and len(item) == 2 and isinstance(item[0], str)
        if not is_pair or not item[0].strip():
            raise _error(
                where,
                f"{name!r} has an item that is no text with points",
                'write: items=[("names the bias", 4), ...]',
            )
        text, worth = " ".join(item[0].split()), item[1]
        _require_numbers(where, worth, 0)
        if worth <= 0:
            raise _error(where, f"the item {text!r} of {name!r} has no points")
        if any(text.casefold() == other.casefold() for other, _ in declared):
            raise _error(where, f"{name!r} has the item {text!r} twice")
        declared.append((text, Fraction(worth)))
    if not declared:
        raise _error(where, f"{name!r} has no items", 'write: items=[("names the bias", 4), ...]')
    return tuple(declared)


def _require_names(where: Where, what: str, *names: object) -> None:
    """Refuse a name that is no text, as where a decorator is not called."""
    if not all(isinstance(name, str) for name in names):
        raise _error(where, f"{what} names no function", 'write: @exercise.case("function", ...)')


def _require_texts(where: Where, **texts: object) -> None:
    """Refuse what is no text, or holds none, where people are to read one."""
    for name, text in texts.items():
        if text is not None and not (isinstance(text, str) and text.strip()):
            raise _error(where, f"{name}={text!r} is no text", f'write: {name}="..."')


def _require_list(where: Where, name: str, value: object) -> None:
    """Refuse one name where a list of names is meant."""
    if isinstance(value, str):
        raise _error(where, f"{name}={value!r} is one text", f"write: {name}=({value!r},)")


def _require_numbers(where: Where, points: object, seed: object) -> None:
    if isinstance(points, bool) or not isinstance(points, (int, Fraction)):
        raise _error(
            where,
            f"points={points!r} is neither a whole number nor a fraction",
            "points are summed exactly: write 1, or Fraction(1, 2)",
        )
    if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= int(seed) < 2**32:
        raise _error(where, f"seed={seed!r} is no whole number from 0 to 2**32 - 1")


_MOST_SEEDS = 100


def _seeds(where: Where, seed: int | None, seeds: object) -> tuple[int, ...]:
    """The seeds of a property that has several."""
    if isinstance(seeds, str) or not isinstance(seeds, Sequence):
        raise _error(where, f"seeds={seeds!r} are no seeds", "write: seeds=range(20)")
    if seed is not None and len(seeds):
        raise _error(where, "it has seed= and seeds=", "give one of them")
    for each in seeds:
        _require_numbers(where, 1, each)
    if len(seeds) > _MOST_SEEDS:
        raise _error(where, f"it has {len(seeds)} seeds", f"at most {_MOST_SEEDS}: each is a run")
    return tuple(map(int, seeds))


def _flag(where: Where, bonus: object) -> bool:
    if not isinstance(bonus, bool):
        hint = "write bonus=True, and the number of points as points=..."
        raise _error(where, f"bonus={bonus!r} is neither True nor False", hint)
    return bonus


def _judging(where: Where, form: object, credit: object, limits: object) -> dict[str, Any]:
    """How a case is judged, as its declaration holds it."""
    _require_limits(where, limits)
    return dict(forms=part_forms(where, form), credit=credit_of(where, credit), limits=limits)


def _require_limits(where: Where, limits: object) -> None:
    if limits is None:
        return
    if not isinstance(limits, CaseLimits):
        hint = "write: limits=CaseLimits(cpu_seconds=1), from grader.authoring"
        raise _error(where, f"limits={limits!r} are no limits of a case", hint)
    for name in ("cpu_seconds", "memory_bytes", "result_bytes"):
        value = getattr(limits, name)
        if value is not None and not (isinstance(value, Real) and float(value) > 0):
            raise _error(where, f"{name}={value!r} is no number above 0")


def _caller() -> Where:
    """The author's line: that of the innermost call from outside this file."""
    frame = sys._getframe(1)
    ours = (__file__, "<string>")  # a dataclass's constructor has no file
    while frame.f_back is not None and frame.f_code.co_filename in ours:
        frame = frame.f_back
    return Where(frame.f_code.co_filename, frame.f_lineno)


def _error(where: Where, message: str, hint: str | None = None) -> AuthorError:
    return AuthorError(f"{where}: {message}", hint)
