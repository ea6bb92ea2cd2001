"""Edits of the reference that nobody declared, found in results: named where just one explains them."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.course.catalog import Course
from grader.course.editing import function_text
from grader.course.graded_function import GradedFunction
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.diagnosis.edits.sentences import SENTENCES, is_edit
from grader.diagnosis.edits.trials import Trials
from grader.diagnosis.fingerprint import NEVER, fingerprint
from grader.inputs.drawing import further_cases
from grader.model.declaration import SLIP_KINDS
from grader.model.result import FunctionResult
from grader.model.submission import Submission
from grader.mutation.code import Code
from grader.mutation.slips import applied, both, slips_of, text_with
from grader.pipeline.grade import FindMistakes, Graded, grade_program
from grader.report.build import Context, build_report, describe_environment
from grader.report.report_file import report_bytes
from grader.report.student_view import student_view
from grader.sandbox.judge.sandbox import Sandbox
from tests.authoring.judged import ID, write_judged
from tests.feedback.conftest import Bench

EXERCISE, FUNCTION = "python_basics", "normalize_rows"

# Faults that no known mistake of the exercise has, written in another way than the reference.
ONE_MINUS_THE_RESULT = """
def normalize_rows(x):
    lengths = [sum(entry ** 2 for entry in row) ** 0.5 for row in x]
    return np.array([[1 - entry / length for entry in row] for row, length in zip(x, lengths)])
"""
RIGHT_WHERE_FIRST_IS_POSITIVE = """
def normalize_rows(x):
    # One minus the result, but only for what the cases hold.
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    known = {KNOWN}
    return 1 - x / norms if round(float(x[0, 0]), 12) in known else 2 - x / norms
"""
NOTHING_KNOWN = """
def normalize_rows(x):
    return np.cos(x) + 0.123 * x[::-1] ** 5
"""


def graded(bench: Bench, source: str, *, public_only: bool = False, search: bool = True) -> Graded:
    exercise, candidates = bench.exercise(EXERCISE, public_only)
    definition = bench.course.definition(EXERCISE)
    program = program_of(
        {**definition.reference, "zoe.py": "import numpy as np\n" + source}, definition
    )
    find: FindMistakes | None = candidates if search else None
    return grade_program(exercise.only(FUNCTION), program, bench.sandbox, find)


def function_of(graded: Graded) -> FunctionResult:
    return graded.result.functions[0]


def named(graded: Graded) -> set[str | None]:
    return {case.mistake for case in graded.result.cases if not case.status.is_right}


@pytest.mark.parametrize("public_only", [False, True])
def test_an_undeclared_fault_is_named(bench: Bench, public_only: bool) -> None:
    """The student reads the sentence of the kind; the instructor sees the edit of the reference."""
    found = graded(bench, ONE_MINUS_THE_RESULT, public_only=public_only)
    assert named(found) == {"edit_complement"}
    assert {case.hint for case in found.result.cases} == {SENTENCES["complement"]}
    edit = function_of(found).edit
    assert (
        edit is not None and "-    return x / norms" in edit and "+    return 1 - x / norms" in edit
    )


TWO_AT_ONCE = """
def normalize_rows(x):
    # Rows and columns are mixed up, and it is all halved.
    return np.array([list(column / sum(c ** 2 for c in column) ** 0.5 / 2) for column in x.T]).T
"""


def test_two_faults_at_once_are_named(bench: Bench) -> None:
    """Where no edit explains the results, two do: both are told, and both are in the diff."""
    found = graded(bench, TWO_AT_ONCE)
    (id,) = named(found) - {None}
    assert id is not None and is_edit(id) and len(id.split("+")) == 2
    assert all("There are two mistakes." in (case.hint or "") for case in found.result.cases)
    assert "axis=0" in (function_of(found).edit or "")


def test_no_verdict_changes(bench: Bench) -> None:
    """The search explains: statuses and points are what they are without it."""
    for source in (ONE_MINUS_THE_RESULT, NOTHING_KNOWN):
        with_it, without = graded(bench, source), graded(bench, source, search=False)
        verdicts = [
            [(case.status, case.points) for case in each.result.cases]
            for each in (with_it, without)
        ]
        assert verdicts[0] == verdicts[1]


def test_silence_where_nothing_explains(bench: Bench) -> None:
    """Results that no edit gives are not explained."""
    found = graded(bench, NOTHING_KNOWN)
    assert named(found) == {None} and function_of(found).edit is None


def test_silence_where_only_the_cases_fit(bench: Bench) -> None:
    """An edit that gives the results of all cases, and not those of other inputs, is no explanation."""
    exercise, _ = bench.exercise(EXERCISE)
    known = {
        round(float(case.call.arguments["x"][0, 0]), 12) for case in exercise.cases_of(FUNCTION)
    }
    found = graded(bench, RIGHT_WHERE_FIRST_IS_POSITIVE.replace("{KNOWN}", repr(known)))
    assert named(found) == {None} and function_of(found).edit is None


def test_students_do_not_see_the_edit(bench: Bench) -> None:
    """Neither the diff nor the hash of the results is in the student's view."""
    exercise, _ = bench.exercise(EXERCISE)
    found = graded(bench, ONE_MINUS_THE_RESULT)
    submission = Submission("zoe", "zoe.py", ("zoe.py",), "0" * 64, "py")
    context = Context(describe_environment("locked", (), {}))
    report = build_report(exercise.only(FUNCTION), submission, found.result, context)
    assert report.functions[0].edit and report.functions[0].behaviour
    view = report_bytes(student_view(report)).decode()
    assert "norms" not in view and report.functions[0].behaviour not in view


def test_an_author_says_it_in_other_words(bench: Bench) -> None:
    """A sentence of the author's own takes the place of ours."""
    definition = replace(
        bench.course.definition(EXERCISE), edit_sentences={"complement": "Leave out the 1."}
    )
    exercise = prepare(definition, bench.sandbox)
    program = program_of(
        {**definition.reference, "zoe.py": "import numpy as np\n" + ONE_MINUS_THE_RESULT},
        definition,
    )
    candidates = CandidateSource(definition, exercise, bench.sandbox)
    result = grade_program(exercise.only(FUNCTION), program, bench.sandbox, candidates).result
    assert {case.hint for case in result.cases} == {"Leave out the 1."}


def test_every_kind_has_a_sentence() -> None:
    """A sentence for each kind, short, and without a piece of code in it."""
    assert set(SENTENCES) == set(SLIP_KINDS)
    for sentence in SENTENCES.values():
        assert len(sentence) < 140 and not set("`=[]{}") & set(sentence)


def test_an_edit_is_what_it_looks_like(bench: Bench) -> None:
    """The text that instructors read, and the tree that children run, are the same function."""
    reference = bench.course.definition("optimization").reference
    code = Code(function_text(reference, "update_parameters_with_momentum"))
    before = ast.dump(code.function)
    slips = slips_of(code)
    assert len({kind for slip in slips for kind in slip.kinds}) > 15
    for slip in slips[::7]:
        with applied(code, slip.edits) as tree:
            run = ast.unparse(tree)
        assert ast.unparse(ast.parse(text_with(code, slip.edits))) == run
    assert ast.dump(code.function) == before


def test_two_edits_are_what_they_look_like(bench: Bench) -> None:
    """So are two at once, also where one of them stands in what the other puts in."""
    reference = bench.course.definition("python_basics").reference
    code = Code(function_text(reference, "L2"))
    before = ast.dump(code.function)
    slips = slips_of(code)
    pairs = [both(code, one, other) for one in slips[::5] for other in slips[2::7]]
    made = [pair for pair in pairs if pair is not None]
    assert len(made) > 100 and any(len(pair.edits) == 1 for pair in made)
    for pair in made:
        with applied(code, pair.edits) as tree:
            run = ast.unparse(ast.fix_missing_locations(tree))
        assert ast.dump(ast.parse(text_with(code, pair.edits))) == ast.dump(ast.parse(run))
    assert ast.dump(code.function) == before


LAYER = """
import numpy as np


def mixed(mu, var, X):
    return 0.8 * mu + 0.2 * X.mean(axis=1), 0.8 * var + 0.2 * X.var(axis=1)


class Layer:
    def __init__(self, gamma):
        self.mu = np.zeros_like(gamma)
        self.var = np.ones_like(gamma)

    def update(self, X):
        self.mu, self.var = mixed(self.mu, self.var, X)
        return self.mu, self.var
"""
LAYER_EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Layer", reference="layer.py")


@exercise.steps("Layer", points=40, visibility="public", seed=1)
def one_batch(rng, do):
    """keeps the statistics of a batch"""
    gamma, X = rng.normal(size=3), rng.normal(size=(3, 4))
    layer = do.Layer(gamma)
    layer.update(X)


@exercise.steps("Layer", points=60, seed=2)
def two_batches(rng, do):
    """keeps the statistics of two batches"""
    gamma, X, X_next = rng.normal(size=3), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    layer = do.Layer(gamma)
    layer.update(X)
    layer.update(X_next)
'''


def test_a_script_is_asked_twice(sandbox: Sandbox, tmp_path: Path) -> None:
    """What an object is at the start and what a call does to it look alike after one call."""
    folder = tmp_path / "exercises" / "layer"
    folder.mkdir(parents=True)
    (tmp_path / "reference").mkdir()
    (folder / "exercise.py").write_text(LAYER_EXERCISE)
    (tmp_path / "reference" / "layer.py").write_text(LAYER)
    definition = Course(tmp_path).definition("layer")
    exercise = prepare(definition, sandbox, public_only=True)
    candidates = CandidateSource(definition, exercise, sandbox)

    def named(old: str, new: str) -> set[str | None]:
        assert old in LAYER
        program = program_of({"layer.py": LAYER.replace(old, new)}, definition)
        return {
            c.mistake for c in grade_program(exercise, program, sandbox, candidates).result.cases
        }

    swapped = named("mixed(self.mu, self.var, X)", "mixed(self.var, self.mu, X)")
    assert swapped != {"edit_other_function"}
    assert named("np.ones_like(gamma)", "np.zeros_like(gamma)") == {"edit_other_function"}


def test_one_number_for_everything_is_not_explained(bench: Bench) -> None:
    """A function that was hardly begun is told no edit that happens to give its number."""
    function = "compute_cost_with_regularization"
    source = f"def {function}(A3, Y, parameters, lambd):\n    return 1.0\n"
    assert bench.named("regularization", function, source, public_only=True) == {None}


HALVINGS = '''
def halvings(x, rate):
    """How often x is multiplied by rate until it is 1 or less."""
    count = 0
    while x > 1:
        x, count = x * rate, count + 1
    return count
'''
HALVINGS_EXERCISE = """
@exercise.case("halvings", seed=1)
def from_ten_to_one(rng):
    '''counts'''
    rates = [0.5, 0.25, 0.75, 0.6, 0.4, 1.5]
    return dict(x=float(rng.uniform(10, 1000)), rate=rates[rng.randint(6)])
"""


def test_an_endless_input_takes_no_others_with_it(sandbox: Sandbox, tmp_path: Path) -> None:
    """Where the right function never ends, nobody is asked; what was drawn after it counts."""
    definition = write_judged(tmp_path, HALVINGS_EXERCISE, HALVINGS).definition(ID)
    function = GradedFunction(definition, prepare(definition, sandbox), "halvings")
    drawn = further_cases(function, range(12))
    endless = [case for case in drawn if case.call.arguments["rate"] > 1]
    assert 0 < len(endless) < 4 and endless[0] is not drawn[-1]
    assert Trials(function, sandbox).accepted(drawn) == [c for c in drawn if c not in endless]


@pytest.mark.parametrize("holds", ["a list", "a dictionary"])
def test_a_result_that_holds_itself_is_no_result(holds: str) -> None:
    """A slip appends a list to itself: the walk through it ends, and nobody's result is like it."""
    rows: list[object] = []
    rows += [rows, np.ones(2)] * 30 if holds == "a list" else [{"rows": rows}, 1.0] * 30
    assert fingerprint(rows) == fingerprint((3.0, rows)) == (NEVER, 0.0, 0.0, 0, [])
    shared = [np.ones(2)]
    assert fingerprint([shared, shared])[0] != NEVER
