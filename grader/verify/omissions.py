"""What an author forgets without noticing: nothing fails, and students pay for it.

A case without a seed, a function without a hidden case or without a public one, a statement that says something
else, or that gives a hidden number away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from grader import wire
from grader.course.prepare import call_of
from grader.course.reference_program import REFERENCE, edited_program
from grader.course.statement import statement_of, unnamed_functions
from grader.course.told_numbers import told_numbers
from grader.load.call_graph import reached
from grader.model.declaration import CaseDeclaration
from grader.model.exercise import Call, RngUse
from grader.util.errors import AuthorError
from grader.values import arrays
from grader.verify.checks import Finding, Subject, listed

_OTHER_SEED = 1
"""Any seed but 0, which a case has that names none."""
_DRAW_BY_CALL = (RngUse.AS_FOUND, RngUse.FREE)


def check_statement(subject: Subject) -> Iterator[Finding]:
    """The statement calls every graded function as the reference defines it."""
    definition = subject.definition
    text = statement_of(definition)
    if text is None:
        detail = "there is none: write statement.md, which students read first"
        yield subject.finding("statement", "statement.md", False, detail)
        return
    faults = ((fault.function, fault.text) for fault in unnamed_functions(definition, text))
    yield from subject.findings(
        "statement", faults, "statement.md", "every function as it is called"
    )


def check_seeds(subject: Subject) -> Iterator[Finding]:
    """Every case that draws random numbers has a seed of its own, and its seed decides what it draws.

    A finding per case of which that is not so.
    """
    faults = _faults_of_seeds(subject)
    yield from subject.findings("seed", faults, "all cases", "every case that draws has one")


def _faults_of_seeds(subject: Subject) -> Iterator[tuple[str, str]]:
    uses = {function.name: function.rng for function in subject.exercise.functions}
    for case in subject.definition.cases:
        if case.make is not None and _differ(subject, case, case.seed):
            yield (
                case.name,
                f"{case.where}: its function gives other arguments each time that it is called: draw "
                "from rng alone, not from np.random.default_rng(), random, the clock or a set's order",
            )
        elif not case.seeded and (uses[case.function] in _DRAW_BY_CALL or _draws(subject, case)):
            yield (
                case.name,
                "it draws random numbers without a seed of its own: write seed=, another for each",
            )


def _draws(subject: Subject, case: CaseDeclaration) -> bool:
    """Whether its arguments depend on the seed. A property draws for itself."""
    return case.make is None or _differ(subject, case, _OTHER_SEED)


def _differ(subject: Subject, case: CaseDeclaration, seed: int) -> bool:
    """Whether its function, called once more with this seed, gives something else than it gave."""
    signature = subject.definition.reference_functions()[case.function]
    try:
        other = call_of(subject.definition, replace(case, seed=seed), signature)
    except AuthorError:
        return True
    own = next(c for c in subject.exercise.cases if c.name == case.name).call
    return _drawn(own) != _drawn(other)


def _drawn(call: Call) -> list[bytes]:
    """Everything that an author's functions of ``rng`` may have drawn for a call."""
    around = call.surroundings
    drawn = [repr(around.stdin).encode(), repr(around.files).encode()]
    call.changed(lambda value: drawn.append(wire.encode(value)))
    return drawn


def check_hidden(subject: Subject) -> Iterator[Finding]:
    """Every function has a hidden case that gives points: public answers can be written down.

    One that declares why a trivial answer may earn points, as a sample question does, need not.
    """
    detail = (
        "it has no hidden case that gives points: whoever returns the public answers "
        'earns all; add one with visibility="hidden"'
    )
    faults = (
        (function, detail)
        for function in subject.exercise.function_names
        if function not in subject.excused
        and not any(c.points and not c.is_public for c in subject.exercise.cases_of(function))
    )
    yield from subject.findings("hidden", faults, "all functions", "each has a hidden case")


def check_public(subject: Subject) -> Iterator[Finding]:
    """There is a public case: with none there is nothing to check with, and no bundle to release.

    A function without one is named, and is no fault: a question of a quiz would be answered by it.
    """
    exercise = subject.exercise
    blind = [
        function
        for function in exercise.function_names
        if not any(case.is_public for case in exercise.cases_of(function))
    ]
    if len(blind) == len(exercise.function_names):
        detail = (
            "no case is public: students would have nothing to check with, and grader release refuses "
            'it; add one with visibility="public"'
        )
        yield subject.finding("public", "all functions", False, detail)
        return
    detail = "each has a public case"
    if blind:
        detail = f"students cannot check {listed(blind)}, without a public case"
    yield subject.finding("public", "all functions", True, detail)


def check_told_numbers(subject: Subject) -> Iterator[Finding]:
    """No text for students gives a number of a hidden case: a finding per text and number that does."""
    told = told_numbers(subject.definition, subject.exercise)
    faults = ((each.case, each.detail) for each in told)
    yield from subject.findings(
        "told", faults, "all texts", "no text for students gives a hidden number"
    )


def check_undeclared_cases(subject: Subject) -> Iterator[Finding]:
    """What is declared or written to be graded has a case.

    A function that `exercise.function` names was meant to be asked for, and so was a public one that
    no graded function uses, if the reference is one file: several may serve other exercises too.
    """
    definition = subject.definition
    graded = set(definition.functions)
    for declared in definition.declared:
        if declared.name not in graded:
            detail = (
                f"{declared.where} declares it, but no case calls it, so that nobody is asked for "
                f'it: add @exercise.case("{declared.name}", ...) or take the declaration out'
            )
            yield subject.finding("case", declared.name, False, detail)
    program = edited_program(definition)
    used = {name for function in graded for name in reached(program, function)} | graded
    exported = {name for module in definition.modules for name in module.exports}
    declared_names = {declared.name for declared in definition.declared}
    if len(definition.reference) > 1:
        return
    for name, place in definition.reference_functions().items():
        if name.startswith("_") or name in used | exported | declared_names:
            continue
        detail = (
            f"{place.file}, line {place.first}: no case calls it and no graded function uses it: "
            f"add a case, or call it _{name}"
        )
        yield subject.finding("case", name, False, detail)


def check_values(subject: Subject) -> Iterator[Finding]:
    """The reference gives something to compare: not None, not NaN only. A finding per case that fails."""
    for case in subject.exercise.cases:
        if case.is_property:
            continue
        value = case.expected[REFERENCE]
        if value is None:
            detail = (
                "the reference returns None, as a function that was not written does: "
                "is a return missing?"
            )
        elif _is_all_nan(value):
            detail = "the reference returns nothing but NaN: choose inputs with a result"
        else:
            continue
        yield subject.finding("value", case.name, False, detail)


def _is_all_nan(value: Any) -> bool:
    if isinstance(value, (float, np.floating)):
        return bool(np.isnan(value))
    numbers = [node.value for node in arrays(value, "fc") if node.value.size]
    return bool(numbers) and all(bool(np.isnan(each).all()) for each in numbers)
