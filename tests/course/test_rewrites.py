"""A known mistake is recognised in code that somebody else wrote, and told apart from the others.

A usual run takes every second function of an exercise, with all of its rewrites; `--thorough` takes every function.
A usual run also grades rewrites of several functions in one file, where none of these functions has a part in what
another one returns; `--thorough` grades a file for each rewrite.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from grader.comparison.compare import compare
from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import edited_program, program_of
from grader.load.call_graph import reached
from grader.model.exercise import Exercise, Mistake
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from tests.course.rewritten import Rewrite, rewrites_of, rewritten

COURSE = find_course(Path(__file__).resolve().parents[2])


@pytest.mark.parametrize("name", COURSE.ids())
def test_the_diagnosis_names_the_mistake_and_no_other(
    sandbox: Sandbox, name: str, thorough: bool
) -> None:
    """Agreement is judged on results, not on how the code is written."""
    definition = COURSE.definition(name)
    exercise = prepare(definition, sandbox)
    taken = exercise.function_names if thorough else exercise.function_names[::2]
    exercise = with_mistakes(definition, exercise, sandbox, taken)
    # One file of many mistakes has the time of many files.
    limits = replace(exercise.limits, submission_cpu_seconds=300.0, submission_wall_seconds=300.0)
    exercise = replace(exercise, limits=limits)

    def known(wanted: str) -> list[Mistake]:
        return [m for m in exercise.mistakes if m.function == wanted]

    rewrites = tuple(each for each in rewrites_of(name) if each.function in taken)
    assert rewrites
    found, due = {}, {}
    for together in [(each,) for each in rewrites] if thorough else files_of(definition, rewrites):
        # The rest of the file is right: the reference, in which the rewrites are the last definitions.
        program = program_of({**definition.reference, "rewrite.py": text_of(together)}, definition)
        # Other functions' cases ask nothing of these that their own do not.
        own = exercise.only(*(each.function for each in together))
        cases = grade_program(own, program, sandbox, known).result.cases
        for each in together:
            wrong = [c for c in cases if c.function == each.function and c.points == 0]
            found[each[1:3]] = {c.mistake for c in wrong} - {None}
            due[each[1:3]] = set() if only_a_property_fails(exercise, each) else {each.mistake}
    assert found == due


def files_of(definition: Definition, rewrites: tuple[Rewrite, ...]) -> list[tuple[Rewrite, ...]]:
    """The rewrites in as few files as go without one that can change what another one returns."""
    reference, functions = edited_program(definition), frozenset(definition.functions)
    below = {name: reached(reference, name) & functions - {name} for name in functions}
    parts = {each: [node for node, _ in statements_of(each)] for each in rewrites}

    def named(rewrite: Rewrite) -> frozenset[str]:
        names = {n.id for node in parts[rewrite] for n in ast.walk(node) if isinstance(n, ast.Name)}
        near = {rewrite.function, *names & functions}
        return frozenset(near.union(*(below[each] for each in near)))

    uses = {each: named(each) for each in rewrites}
    shares = {each: _bound(statements_of(each)[:-1]) for each in rewrites}

    def may_meet(one: Rewrite, other: Rewrite) -> bool:
        mine, theirs = shares[one], shares[other]
        return (
            one.function not in uses[other]
            and other.function not in uses[one]
            and all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys())
        )

    files: list[list[Rewrite]] = []
    for each in rewrites:
        file = next((f for f in files if all(may_meet(each, other) for other in f)), None)
        if file is None:
            files.append([each])
        else:
            file.append(each)
    return [tuple(file) for file in files]


@cache
def statements_of(rewrite: Rewrite) -> tuple[tuple[ast.stmt, str], ...]:
    """The statements of a rewrite, each with its text; the last one is the mistake."""
    return tuple((node, ast.unparse(node)) for node in ast.parse(rewrite.source).body)


def _bound(statements: Sequence[tuple[ast.stmt, str]]) -> dict[str, str]:
    """Name -> the text of the statement that gives it its meaning."""
    found = {}
    for node, text in statements:
        stored = {
            n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        names = {node.name} if isinstance(node, ast.FunctionDef | ast.ClassDef) else stored
        found |= dict.fromkeys(names, text)
    return found


def text_of(rewrites: tuple[Rewrite, ...]) -> str:
    """The text of one file with these; what several of them share it holds once."""
    if len(rewrites) == 1:
        return rewrites[0].source
    parts = [[text for _, text in statements_of(each)] for each in rewrites]
    shared = dict.fromkeys(text for each in parts for text in each[:-1])
    return "\n\n".join([*shared, *(each[-1] for each in parts)]) + "\n"


def only_a_property_fails(exercise: Exercise, rewrite: Rewrite) -> bool:
    """Whether all values are right: that a property does not hold has many causes, and names none."""
    function, mistake = rewrite.function, rewrite.mistake
    own = next(m for m in exercise.mistakes if (m.function, m.id) == (function, mistake))
    return all(
        case.is_property
        or (
            case.name in own.answers
            and compare(case.expected[own.form], own.answers[case.name], case.tolerance) is None
        )
        for case in exercise.cases_of(function)
    )


def test_every_known_mistake_has_a_rewrite() -> None:
    """None is proved only on the edited reference that it was declared with."""
    written = {each[:3] for each in rewritten()}
    declared = {
        (name, mistake.function, mistake.name)
        for name in COURSE.ids()
        for mistake in COURSE.definition(name).mistakes
    }
    assert declared - written == set()
    assert written - declared == set()
