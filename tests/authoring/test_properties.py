"""Cases whose verdict is a property of what several calls return."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import load
from grader.course.bundle import dump_bundle, read_bundle
from grader.course.catalog import find_course
from grader.course.prepare import prepare
from grader.diagnosis.candidates import CandidateSource
from grader.model.exercise import Exercise
from grader.model.result import CaseResult, Status
from grader.model.submission import Submission
from grader.pipeline.grade import Graded, grade
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify.checks import Subject
from grader.verify.known_verdicts import check_mistake

REFERENCE = '''
import numpy as np


def forward(A, keep_prob):
    """Drop units at random; returns what is kept, scaled, and the mask."""
    D = np.random.rand(*A.shape) < keep_prob
    return A * D / keep_prob, D


def backward(dA, D, keep_prob):
    """Return the gradient of the layer before."""
    return dA * D / keep_prob
'''

EXERCISE = """
from grader.authoring import Exercise

exercise = Exercise(title="Dropout", reference="dropout.py")
exercise.function("forward", rng="free")


@exercise.case("forward", visibility="public", seed=1)
def drops(rng):
    '''drops units'''
    return dict(A=rng.normal(size=(3, 4)), keep_prob=0.5)


@exercise.case("backward", seed=2)
def passes_on(rng):
    '''passes the gradient on'''
    return dict(dA=rng.normal(size=(3, 4)), D=rng.rand(3, 4) < 0.5, keep_prob=0.5)


exercise.property("forward", "keeps_the_mean", points=3, seed=3, hint="Scale what is left.")
exercise.property("backward", "shares_the_mask", points=3, seed=4)
exercise.mistake("forward", "not_scaled", edit=(" / keep_prob", ""), hint="Divide by keep_prob.")
exercise.mistake("backward", "own_mask", edit=("dA * D /", "dA * np.ones_like(D) /"),
    hint="Use the mask that was handed over.")
"""

NEIGHBOUR = """import numpy as np


def layer(rng, size):
    return rng.uniform(1, 2, size=size)
"""

PROPERTIES = """
import numpy as np
from layers import layer


def keeps_the_mean(rng, call):
    '''keeps the mean of a large layer'''
    A = layer(rng, (100, 200))
    kept, D = call("forward", A, 0.6)
    return kept.shape == A.shape and 0.5 < D.mean() < 0.7 and abs(kept.mean() / A.mean() - 1) < 0.03


def shares_the_mask(rng, call):
    '''gives no gradient to a unit that was dropped'''
    A = layer(rng, (5, 20))
    kept, D = call("forward", A, 0.6)
    gradient = call("backward", np.ones(A.shape), D, 0.6)
    return gradient.shape == A.shape and np.array_equal(gradient == 0, kept == 0)
"""


def write_course(root: Path, properties: str = PROPERTIES, exercise: str = EXERCISE) -> Path:
    folder = root / "exercises" / "dropout"
    folder.mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "dropout.py").write_text(REFERENCE)
    (folder / "exercise.py").write_text(exercise)
    (folder / "properties.py").write_text(properties)
    (folder.parent / "layers.py").write_text(NEIGHBOUR)
    return root


def graded(course: Path, sandbox: Sandbox, source: str) -> Graded:
    definition = find_course(course).definition("dropout")
    exercise = prepare(definition, sandbox)
    sources = (load.read_bytes(source.encode(), "hw.py"),)
    submission = Submission("ann", "hw.py", ("hw.py",), "0", "py", sources)
    return grade(exercise, submission, sandbox, CandidateSource(definition, exercise, sandbox))


def cases(found: Graded) -> dict[str, CaseResult]:
    return {case.name: case for case in found.result.cases}


@pytest.fixture(scope="module")
def dropout(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """The exercise as it stands above, prepared once."""
    course = write_course(tmp_path_factory.mktemp("dropout"))
    return prepare(find_course(course).definition("dropout"), sandbox)


def judged(exercise: Exercise, sandbox: Sandbox, source: str) -> dict[str, CaseResult]:
    """What the cases come to, without a search for reasons."""
    sources = (load.read_bytes(source.encode(), "hw.py"),)
    submission = Submission("ann", "hw.py", ("hw.py",), "0", "py", sources)
    return cases(grade(exercise, submission, sandbox))


def test_right_solution_passes(dropout: Exercise, sandbox: Sandbox) -> None:
    """Whatever it draws, since the statement leaves that free."""
    source = REFERENCE.replace(
        "np.random.rand(*A.shape)", "np.random.default_rng(5).random(A.shape)"
    )
    found = judged(dropout, sandbox, source)
    assert {case.status for case in found.values() if case.name != "drops"} == {Status.PASSED}
    assert found["keeps_the_mean"].description == "keeps the mean of a large layer"


def test_wrong_solution_fails(tmp_path: Path, sandbox: Sandbox) -> None:
    """The mistake is named from its other cases; a property names none."""
    source = REFERENCE.replace("A * D / keep_prob, D", "A * D, D").replace(
        "dA * D /", "dA * (np.random.rand(*D.shape) < keep_prob) /"
    )
    found = cases(graded(write_course(tmp_path), sandbox, source))
    assert [found[n].points for n in ("keeps_the_mean", "shares_the_mask")] == [0, 0]
    assert found["keeps_the_mean"].mistake == "not_scaled"
    assert found["shares_the_mask"].mistake is None
    assert found["shares_the_mask"].rationale == (
        "This does not hold: gives no gradient to a unit that was dropped."
    )


@pytest.mark.parametrize("result", [
    "dict().get('A')", "np.full(A.shape, np.nan), A", "[], {}", "A[:0], 'text'", "10**400, 1",
    "np.zeros((2, 3, 4)), None", "object(), object()", "True", "A, A",
])  # fmt: skip
def test_odd_results_fail(dropout: Exercise, sandbox: Sandbox, result: str) -> None:
    """A property fails where the author's code cannot use the result; the checker survives."""
    source = f"import numpy as np\ndef forward(A, keep_prob):\n    return {result}\n"
    found = judged(dropout, sandbox, source)
    assert found["keeps_the_mean"].status in (Status.FAILED, Status.ERROR)
    assert found["keeps_the_mean"].points == 0


def test_students_exception_is_an_error(dropout: Exercise, sandbox: Sandbox) -> None:
    """An exception in one of the calls is reported as in any other case."""
    source = "def forward(A, keep_prob):\n    raise KeyError('D1')\n"
    found = judged(dropout, sandbox, source)
    assert found["keeps_the_mean"].status is Status.ERROR
    assert found["shares_the_mask"].status is Status.MISSING  # its own function is not there


def test_missing_function_is_named(dropout: Exercise, sandbox: Sandbox) -> None:
    """A function that only the property calls may be missing."""
    source = REFERENCE.replace("def forward", "def forwards")
    found = judged(dropout, sandbox, source)
    assert found["shares_the_mask"].status is Status.MISSING
    assert "`forward`" in (found["shares_the_mask"].rationale or "")
    assert found["passes_on"].status is Status.PASSED


def test_bundle_holds_no_property(dropout: Exercise) -> None:
    """A released bundle holds data only."""
    text = dump_bundle(dropout)
    assert "drops" in text
    assert "keeps_the_mean" not in text


def test_version_follows_properties(tmp_path: Path) -> None:
    """A change of a property, or of what it imports, is another version."""
    versions = set()
    for n, (old, new) in enumerate(
        (("", ""), ("0.03", "0.02"), ("layer(rng, (5", "layer(rng, (6"))
    ):
        course = write_course(tmp_path / str(n), PROPERTIES.replace(old, new))
        versions.add(find_course(course).definition("dropout").version)
    (tmp_path / "0" / "exercises" / "layers.py").write_text(NEIGHBOUR + "\n# changed\n")
    versions.add(find_course(tmp_path / "0").definition("dropout").version)
    assert len(versions) == 4


HEAD = "def keeps_the_mean(rng, call):\n    '''x'''\n    "
REST = "\n\ndef shares_the_mask(rng, call):\n    '''x'''\n    return True\n"


@pytest.mark.parametrize(("text", "words"), [
    (HEAD + "return False" + REST, "does not have the property 'keeps_the_mean' (it returns False)"),
    (HEAD + "return 1" + REST, "it returns neither True, False nor"),
    (HEAD + "return [][0]" + REST, "IndexError"),
    (HEAD + "return call('fwd')" + REST, "'keeps_the_mean' calls fwd, which"),
    (HEAD + "while True:\n        call('backward', 1, 1, 1)" + REST, "more than 100 calls"),
    (HEAD + "return True" + REST + "x = y\n", "properties.py, line 8: NameError"),
    (HEAD.replace("'''x'''", "pass") + "return True" + REST, "has no docstring"),
    (HEAD.replace("rng, ", "") + "return True" + REST, "write: def keeps_the_mean(rng, call):"),
    (REST, "properties.py has no function 'keeps_the_mean'"),
    ("import sqlite3\n" + HEAD + "return True" + REST, "cannot be run there"),
])  # fmt: skip
def test_authors_error_is_clear(tmp_path: Path, sandbox: Sandbox, text: str, words: str) -> None:
    """It has the file, the line and the fix."""
    course = write_course(tmp_path, text)
    with pytest.raises(AuthorError) as caught:
        prepare(find_course(course).definition("dropout"), sandbox)
    told = f"{caught.value.message}\n{caught.value.hint}"
    assert words in told
    assert ", line " in told


SEVERAL = """
exercise.property("forward", "names_the_mistake", visibility="public", points=2, seeds=range(6),
    file="public.py")
exercise.mistake("forward", "keeps_the_wrong_units", edit=("< keep_prob", ">= keep_prob"), hint="Turn it.")
"""
PUBLIC = """
import numpy as np


def names_the_mistake(rng, call):
    '''scales what it keeps'''
    A = rng.uniform(1, 2, size=(20, 30))
    kept, D = call("forward", A, 0.8)
    if np.shape(kept) != A.shape:
        return False
    if np.allclose(kept, A * D):
        return "not_scaled"
    return bool(np.allclose(kept, A * D / 0.8))
"""


def write_public(root: Path, exercise: str = EXERCISE + SEVERAL) -> Path:
    course = write_course(root, exercise=exercise)
    (course / "exercises" / "dropout" / "public.py").write_text(PUBLIC)
    return course


def test_a_public_property_works_from_a_bundle(tmp_path: Path, sandbox: Sandbox) -> None:
    """Its code is in the bundle, no hidden property's is; all its seeds are asked."""
    definition = find_course(write_public(tmp_path)).definition("dropout")
    bundle = tmp_path / "exercise.json"
    bundle.write_text(dump_bundle(prepare(definition, sandbox)))
    assert "names_the_mistake" in bundle.read_text()
    assert not any(
        word in bundle.read_text() for word in ("keeps_the_mean", "layers", "wrong_units")
    )
    home = read_bundle(bundle, "dropout").prepared
    assert home is not None
    for source, statuses in (
        (REFERENCE, {Status.PASSED}),
        (REFERENCE.replace(" / keep_prob, D", ", D"), {Status.FAILED}),
    ):
        sources = (load.read_bytes(source.encode(), "hw.py"),)
        submission = Submission("ann", "hw.py", ("hw.py",), "0", "py", sources)
        found = cases(grade(home, submission, sandbox))
        assert {found["names_the_mistake"].status} == statuses


def test_a_property_names_a_known_mistake(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where every seed with which it fails names the same one, and the other cases agree."""
    course = write_public(tmp_path)
    source = REFERENCE.replace("A * D / keep_prob, D", "A * D, D")
    found = cases(graded(course, sandbox, source))
    assert {found[name].mistake for name in ("names_the_mistake", "keeps_the_mean")} == {
        "not_scaled"
    }
    assert found["names_the_mistake"].hint == "Divide by keep_prob."
    mixed = source.replace("D = np", "keep = keep_prob\n    D = np").replace(
        "return A * D, D", "return (A * D if A.sum() > 900 else A * D / keep ** 2), D"
    )
    found = cases(graded(course, sandbox, mixed))
    assert found["names_the_mistake"].mistake != "not_scaled"
    assert "first with seed" in (found["names_the_mistake"].rationale or "")


def test_a_mistake_of_a_function_with_properties_alone(tmp_path: Path, sandbox: Sandbox) -> None:
    """A function without a single right value has diagnoses, too, and `verify` proves them."""
    exercise = EXERCISE.split("@exercise.case")[0] + SEVERAL.replace('visibility="public", ', "")
    exercise = exercise.split("exercise.mistake")[0] + (
        'exercise.mistake("forward", "not_scaled", edit=(" / keep_prob", ""), hint="Divide.")\n'
    )
    definition = find_course(write_public(tmp_path, exercise)).definition("dropout")
    subject = Subject(definition, sandbox, None)
    (finding,) = check_mistake(definition.mistakes[0], subject)
    assert finding.passed and finding.detail.startswith("caught by 1 of 1 cases")
    assert "names none" not in finding.detail
    source = REFERENCE.replace("A * D / keep_prob, D", "A * D, D")
    assert cases(graded(tmp_path, sandbox, source))["names_the_mistake"].mistake == "not_scaled"


@pytest.mark.parametrize(("change", "words"), [
    (('file="public.py"', 'file="properties.py"'), "holds public properties"),
    (("seeds=range(6)", "seeds=range(101)"), "it has 101 seeds"),
    (("seeds=range(6)", "seeds=range(6), seed=1"), "it has seed= and seeds="),
    (("seeds=range(6)", "seeds=6"), "seeds=6 are no seeds"),
    (("seeds=range(6)", "seeds=[1, -1]"), "seed=-1"),
])  # fmt: skip
def test_slips_of_public_properties(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    course = write_public(tmp_path, (EXERCISE + SEVERAL).replace(*change))
    for name in ("public.py", "properties.py"):
        (course / "exercises" / "dropout" / name).write_text(PUBLIC + PROPERTIES)
    with pytest.raises(AuthorError) as caught:
        find_course(course).definition("dropout")
    assert words in str(caught.value)
