"""All that an exercise may import.

    exercise = Exercise(title="Inverted dropout", reference="dropout.py")

    @exercise.case("dropout_forward", points=3, visibility="hidden", seed=4)
    def keeps_most_units(rng):
        '''keeps the expected share of units and rescales them'''
        return dict(A=rng.normal(size=(3, 5)), keep_prob=0.86)

    exercise.mistake("dropout_forward", "forgets_to_rescale",
        edit=("A = A / keep_prob", ""),
        hint="Divide the kept units by keep_prob, so that the expected activation stays.")

A case's function returns the call's arguments by name; the expected value is what the reference
solution returns for them. Its name and docstring are read by students, and so are hints. A property
is a case without one expected value: a function in ``properties.py`` that looks at what several
calls return together.
Nothing is registered anywhere: ``exercise`` is the one value that the catalog reads.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar

from grader.model.declaration import (
    CaseDeclaration,
    Edit,
    EditDeclaration,
    EditionDeclaration,
    EquivalentDeclaration,
    FunctionDeclaration,
    MakeArguments,
    SupportDeclaration,
    Where,
)
from grader.model.demands import require_edits, require_list, require_names, require_numbers
from grader.model.exercise import Limits, RngUse, Tolerance, Visibility
from grader.util.errors import AuthorError

__all__ = ["Exercise", "Limits", "Tolerance"]

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
    reference  file, or files, with the reference solution: looked for in the exercise's own
               folder, then in the course's ``reference`` folder. Several are merged as the
               files of one submission are
    limits     what a submission may use
    libraries  packages beside NumPy that its reference and students may import, as
               ("scipy",): they must be installed where it is graded and checked
    """

    title: str
    reference: str | Sequence[str]
    limits: Limits = Limits()
    libraries: Sequence[str] = ()
    cases: list[CaseDeclaration] = field(default_factory=list, init=False)
    mistakes: list[EditDeclaration] = field(default_factory=list, init=False)
    accepted_forms: list[EditDeclaration] = field(default_factory=list, init=False)
    handed_out: list[EditDeclaration] = field(default_factory=list, init=False)
    equivalents: list[EquivalentDeclaration] = field(default_factory=list, init=False)
    supports: list[SupportDeclaration] = field(default_factory=list, init=False)
    functions: list[FunctionDeclaration] = field(default_factory=list, init=False)
    editions: list[EditionDeclaration] = field(default_factory=list, init=False)
    undecorated: list[Where] = field(default_factory=list, init=False)
    """Cases whose function has not been defined yet."""

    def case(
        self,
        function: str,
        *,
        points: int | Fraction = 1,
        visibility: str = "hidden",
        seed: int = 0,
        rtol: float | None = None,
        atol: float | None = None,
        replaces: str | None = None,
        hint: str | None = None,
    ) -> Callable[[MakeArguments], MakeArguments]:
        """Declare a case of ``function``; decorates a function of ``rng`` that returns arguments.

        seed      for ``rng`` (a legacy RandomState, whose stream is the same in every NumPy), and
                  for the legacy state that the student's function finds when it is called
        rtol      relative tolerance of an entry (1e-6); ``atol`` absolute, see `Tolerance`
        replaces  file in ``support/`` whose functions stand in for those of the same name in the
                  student's file during this case: to test a function apart from its helpers
        hint      shown when the case fails and no known mistake explains it
        """
        where = _caller()
        require_names(where, "the case", function)
        require_numbers(where, points, seed, rtol, atol)
        seen = _visibility(visibility, where)
        standard = Tolerance()
        tolerance = Tolerance(standard.rtol if rtol is None else rtol, atol)
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
            self.cases.append(
                CaseDeclaration(
                    function,
                    make.__name__,
                    description,
                    seen,
                    Fraction(points),
                    seed,
                    tolerance,
                    replaces,
                    hint,
                    make,
                    where,
                )
            )
            return make

        return declare

    def property(
        self,
        function: str,
        name: str,
        *,
        points: int | Fraction = 1,
        visibility: str = "hidden",
        seed: int = 0,
        hint: str | None = None,
        file: str = "properties.py",
        replaces: str | None = None,
    ) -> None:
        """Declare a case of ``function`` that asks for a property of what is returned.

        It is the function ``name`` of ``file`` in the exercise's folder: ``name(rng, call)`` calls
        graded functions by ``call("function", argument, ...)``, any number of them up to a hundred,
        and returns True or False. Its docstring is what students read. It runs in a sandbox child
        of its own, on plain data; where it raises on a student's values, the property does not hold.
        It is hidden or after_due_date, since a student's bundle holds data only. ``replaces`` is as
        for a case, and holds for all of its calls.
        """
        where = _caller()
        require_names(where, "the property", function, name)
        require_numbers(where, points, seed)
        seen = _visibility(visibility, where)
        if seen is Visibility.PUBLIC:
            raise _error(where, f"the property {name!r} is public", "make it hidden: it is code")
        self.cases.append(
            CaseDeclaration(
                function, name, "", seen, Fraction(points), seed, Tolerance(), replaces, hint, None,
                where, property=file,
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
        in_check: bool = True,
    ) -> None:
        """Declare a known mistake of ``function`` as edits of the reference.

        Each edit is (old text, new text); the old text must stand exactly once in the function.
        A submission whose results equal this mistake's on every case is told ``hint``. With
        ``in_check=False`` only where hidden cases ran as well: for a mistake that gives the same
        on the public cases as some other fault does.
        """
        mistake = _edited(function, id, edit, edits, hint)
        self.mistakes.append(replace(mistake, in_check=in_check))

    def accepted_form(
        self, function: str, name: str, *, edit: Edit | None = None, edits: Sequence[Edit] = ()
    ) -> None:
        """Declare another accepted form of ``function`` as edits of the reference.

        One form is chosen per function for all its cases: the one that earns most. An edit of
        the ``def`` line may remove parameters: a submission whose function takes only the
        remaining ones is then called with those.
        """
        self.accepted_forms.append(_edited(function, name, edit, edits, None))

    def alternative(self, *args: Any, **options: Any) -> None:
        """Old name of `accepted_form`; it works until the next version."""
        _warn("exercise.alternative", "exercise.accepted_form")
        self.accepted_form(*args, **options)

    def given(self, function: str, *, edit: Edit | None = None, edits: Sequence[Edit] = ()) -> None:
        """Hand out the body of a graded function: the reference's with these edits in it.

        For a function whose faults students are to find: the edits are the faults. Without
        edits it is handed out as it is. `grader verify` sees that it earns nothing as handed out.
        """
        every = (*((edit,) if edit else ()), *edits)
        self.handed_out.append(EditDeclaration(function, "given", every, None, _caller()))

    def equivalent(self, function: str, *edits: Edit, reason: str) -> None:
        """Declare edits of a reference function that, each made alone, change no result.

        ``grader audit`` then counts such a mutant as equivalent, if it agrees with the reference
        on a thousand drawn inputs; ``grader verify`` looks again.
        """
        where = _caller()
        if not edits:
            raise _error(where, f"no edit of {function!r} is given", "say (old text, new text)")
        self.equivalents.append(EquivalentDeclaration(function, tuple(edits), reason, where))

    def support(self, file: str, names: Sequence[str]) -> None:
        """Declare a stand-in for a helper module: ``file`` in ``support/``, imported by ``names``.

        Its public names are in the student's namespace from the start. It may not define a
        function that is graded here.
        """
        where = _caller()
        require_list(where, "names", names)
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
    ) -> None:
        """Declare more about a graded function.

        trivial         the reason why a trivial answer may earn points ("the right answer is zeros")
        builds_on       graded functions that it, or a property of it, calls: where one of them is
                        wrong, it is judged with a right one as well
        all_or_nothing  its cases give points only when all of them pass: for answers that can be
                        guessed one at a time
        aliases         other names under which a submission may define it (an older assignment's)
        rng             "fixed" where the statement says how its random numbers are seeded and in
                        which order they are drawn: other numbers earn nothing, and the feedback
                        says what differs; "free" where the statement says neither: the right
                        formula on other numbers earns all points; "helpers" where it draws only
                        through functions that are judged on their own
        optional_args   arguments that the reference does not take, for submissions that do
        """
        where = _caller()
        require_list(where, "builds_on", builds_on)
        require_list(where, "aliases", aliases)
        try:
            rng_use = None if rng is None else RngUse(rng)
        except ValueError:
            hint = "it is fixed, free or helpers"
            raise _error(where, f"unknown rng={rng!r}", hint) from None
        self.functions.append(
            FunctionDeclaration(
                name, trivial, tuple(builds_on), all_or_nothing, tuple(aliases), where, rng_use,
                tuple((optional_args or {}).items()),
            )
        )  # fmt: skip

    def edition(self, name: str, *, without: Sequence[str]) -> None:
        """Declare an edition of the assignment in which some functions do not exist."""
        self.editions.append(EditionDeclaration(name, tuple(without), _caller()))


def _visibility(word: str, where: Where) -> Visibility:
    try:
        return Visibility(word)
    except ValueError:
        raise _error(
            where, f"unknown visibility {word!r}", "it is public, hidden or after_due_date"
        ) from None


def _edited(
    function: str, name: str, edit: Edit | None, edits: Sequence[Edit], hint: str | None
) -> EditDeclaration:
    where = _caller()
    every = (*((edit,) if edit else ()), *edits)
    if not every:
        raise _error(where, f"{name!r} has no edit", "say edit=(old text, new text)")
    require_edits(where, name, every, edit)
    return EditDeclaration(function, name, tuple((str(a), str(b)) for a, b in every), hint, where)


def _caller() -> Where:
    """The author's line: that of the innermost call from outside this file."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return Where(frame.f_code.co_filename, frame.f_lineno)


def _error(where: Where, message: str, hint: str | None = None) -> AuthorError:
    return AuthorError(f"{where}: {message}", hint)
