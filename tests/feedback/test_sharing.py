"""A result that shares memory with an argument: told, and never judged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.course.bundle import dump_bundle, read_bundle
from grader.course.catalog import Course
from grader.course.reference_program import program_of
from grader.model.result import Status
from grader.pipeline.grade import Graded, grade_program
from grader.report.student_view import SAFE_NOTES
from grader.sandbox.child.aliasing import shared_with
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from tests.feedback.conftest import Bench

VIEW = """
def crop_images(images, top, left, height, width):
    return images[:, top : top + height, left : left + width]
"""
NEW_ARRAYS = """
def update_parameters_with_gd(parameters, grads, learning_rate):
    return {k: v - learning_rate * grads["d" + k] for k, v in parameters.items()}
"""


def graded(bench: Bench, name: str, source: str) -> Graded:
    definition = bench.course.definition(name)
    exercise, candidates = bench.exercise(name)
    files = {**definition.reference, "zoe.py": "import numpy as np\n" + source}
    program = program_of(files, definition)
    return grade_program(exercise, program, bench.sandbox, candidates)


def shared_notes(found: Graded) -> list[str]:
    return [note.text for note in found.notes if note.kind == "shared_memory"]


def crops(found: Graded) -> dict[str, Status]:
    return {c.name: c.status for c in found.result.cases if c.function == "crop_images"}


def test_view_earns_full_points(bench: Bench) -> None:
    """A view is reported and earns what an array of its own earns.

    The statement asks for a copy; only the student's own process can see whether it is one.
    """
    view, copy = (
        graded(bench, "other_regularization", VIEW),
        graded(bench, "other_regularization", ""),
    )
    assert crops(view) == crops(copy)
    assert set(crops(view).values()) == {Status.PASSED}
    assert ["`images`" in note for note in shared_notes(view)] == [True]
    assert shared_notes(copy) == []


@pytest.mark.parametrize(
    "hides",
    [
        'import sys\nsys.modules["grader.sandbox.child.request_loop"].shared_with = lambda value, given: []\n',
        "import numpy\nnumpy.shares_memory = lambda *a, **k: False\n",
        'import sys\nsys.modules["grader.sandbox.child.aliasing"]._arrays = lambda value: []\n',
    ],
)
def test_hidden_view(bench: Bench, hides: str) -> None:
    """A process that keeps silent about a view gains nothing.

    What only the child can know decides no point, whichever way it lies.
    """
    told, silent = (graded(bench, "other_regularization", text + VIEW) for text in ("", hides))
    assert [case.points for case in told.result.cases] == [c.points for c in silent.result.cases]


def test_wrong_crop(bench: Bench) -> None:
    """A wrong crop is reported its own reason. A view with wrong values is wrong for its values."""
    source = VIEW.replace("top + height", "height").replace("left + width", "width")
    named = bench.named("other_regularization", "crop_images", source)
    assert named == {"takes_sizes_for_ends"}


EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Halves", reference="halves.py")

@exercise.case("upper", visibility="{visibility}")
def six(rng):
    """returns the second half"""
    return dict(x=rng.normal(size=6))
'''
REFERENCE = "def upper(x):\n    return x[x.size // 2 :].copy()\n"


@pytest.mark.parametrize(("visibility", "told"), [("public", 1), ("hidden", 0)])
def test_view_in_other_functions(
    tmp_path: Path, sandbox: Sandbox, visibility: str, told: int
) -> None:
    """Elsewhere it is reported and costs nothing.

    Only of public cases, and only where the reference makes an array of its own.
    """
    folder = tmp_path / "exercises" / "halves"
    folder.mkdir(parents=True)
    (folder / "exercise.py").write_text(EXERCISE.format(visibility=visibility))
    (folder / "halves.py").write_text(REFERENCE)
    (folder / "statement.md").write_text("# Halves\n")
    found = graded(Bench(Course(tmp_path), sandbox), "halves", REFERENCE.replace(".copy()", ""))
    assert all(case.status is Status.PASSED for case in found.result.cases)
    assert len(shared_notes(found)) == told
    assert all("`upper`" in text and "`x`" in text for text in shared_notes(found))
    assert "shared_memory" in SAFE_NOTES


def test_no_note_for_copy(bench: Bench) -> None:
    """A result of its own is not reported.

    Nor is one that shares what the reference's shares: a cache is made of the arguments.
    """
    assert shared_notes(graded(bench, "optimization", NEW_ARRAYS)) == []
    for name in ("deep_network", "other_regularization"):
        assert shared_notes(graded(bench, name, "")) == []


A = np.zeros((3, 4))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (A, ["a"]),
        (A.T, ["a"]),
        ([{"x": A[1:]}], ["a"]),
        ((A + 1, A.ravel()), ["a"]),
        (A.copy(), []),
        (A.flatten(), []),
        (0.0, []),
        (None, []),
    ],
)
def test_ways_of_sharing(value: object, names: list[str]) -> None:
    """Every way of sharing is seen. The array itself, a view, one in a container."""
    assert shared_with(value, [("a", A), ("b", {"W": np.ones(3)}), ("c", 2)]) == names


def test_interleaved_views() -> None:
    """Interleaved views share nothing.

    Columns beside one another overlap in their bounds, not in their memory.
    """
    assert shared_with(A[:, :2], [("rest", A[:, 2:])]) == []


def test_view_with_bundle(bench: Bench, tmp_path: Path) -> None:
    """A released bundle tells it too. A student's own check says the same as the grading."""
    exercise, _ = bench.exercise("other_regularization")
    path = tmp_path / "bundle.json"
    path.write_text(dump_bundle(exercise))
    prepared = read_bundle(path, "other_regularization").prepared
    assert prepared is not None
    own = {case.name: case.shares for case in exercise.public_cases}
    assert {case.name: case.shares for case in prepared.cases} == own


@pytest.mark.parametrize("value", ["True", "False"])
def test_declared_sharing_is_refused(tmp_path: Path, value: str) -> None:
    """A case cannot ask for it.

    An author who would have it judged is told that no case takes such an option.
    """
    folder = tmp_path / "exercises" / "halves"
    folder.mkdir(parents=True)
    asks = EXERCISE.format(visibility="hidden").replace(")\ndef", f", own_memory={value})\ndef")
    (folder / "exercise.py").write_text(asks)
    (folder / "halves.py").write_text(REFERENCE)
    with pytest.raises(AuthorError, match="own_memory"):
        Course(tmp_path).definition("halves")
