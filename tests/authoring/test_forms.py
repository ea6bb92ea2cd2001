"""Forms that an exercise declares beside its reference: other names, signatures, results."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader import load
from grader.course.catalog import Course, find_course
from grader.course.prepare import prepare
from grader.model.declaration import EditDeclaration, FunctionDeclaration, Where
from grader.model.result import Status
from grader.model.submission import Submission
from grader.pipeline.grade import Graded, grade
from grader.sandbox.judge.sandbox import Sandbox
from tests.authoring.course import EXERCISE, write_course

FORMS = (
    EXERCISE
    + """
exercise.function("centre", aliases=("center", "Centre"))
exercise.accepted_form("mean_and_spread", "no_scale_argument",
    edits=[("def mean_and_spread(x, scale=1.0):", "def mean_and_spread(x):"), ("scale * ", "")])
"""
)


def test_alias(tmp_path: Path, sandbox: Sandbox) -> None:
    """`center` is used as `centre`, also where the file calls it; the report says so."""
    course = find_course(write_course(tmp_path, FORMS))
    assert set(course.graded_names()["averages"]) >= {"centre", "center"}
    source = "def center(x):\n    return half(x - x.mean())\n"
    result = _graded_file(course, sandbox, source)
    assert [f.status for f in result.result.functions] == [Status.MISSING, Status.PASSED]
    assert "renamed" in {note.kind for note in result.notes}


def test_form_with_fewer_parameters(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where an accepted form takes fewer parameters, a function that takes only those gets only those."""
    course = find_course(write_course(tmp_path, FORMS))
    source = "def mean_and_spread(values):\n    return values.mean(), values.std()\n"
    first = _graded_file(course, sandbox, source).result.functions[0]
    assert (first.status, first.accepted_form) == (Status.PASSED, "no_scale_argument")
    longer = "def mean_and_spread(values, k=1.0):\n    return values.mean(), k * values.std()\n"
    first = _graded_file(course, sandbox, longer).result.functions[0]
    assert (first.status, first.accepted_form) == (Status.PASSED, None)


@pytest.mark.parametrize(("old", "new"), [
    ('function("centre", also=("center",))', "aliases=..."),
    ('function("centre", together=True)', "all_or_nothing=..."),
    ('function("centre", draws="free")', "rng=..."),
    ('function("centre", offers={"k": 1})', "optional_args=..."),
    ('alternative("centre", "half", edit=("half(x", "0.5 * (x"))', "exercise.accepted_form"),
])  # fmt: skip
def test_old_names_work_with_a_warning(tmp_path: Path, old: str, new: str) -> None:
    """The warning has the author's line, and the declaration equals that with the new name."""
    text = f"{EXERCISE}exercise.{old}\n"
    with pytest.warns(DeprecationWarning, match=re.escape(f"is now {new}")) as warned:
        before = find_course(write_course(tmp_path / "old", text)).definition("averages")
    assert warned[0].lineno == text.count("\n")
    assert Path(warned[0].filename).name == "exercise.py"
    name = re.search(r"\w+(?==)", old) if old.startswith("function") else None
    renamed = (
        old.replace(name[0], new.removesuffix("=..."))
        if name
        else old.replace("alternative", "accepted_form")
    )
    after = find_course(write_course(tmp_path / "new", f"{EXERCISE}exercise.{renamed}\n"))
    declared = after.definition("averages")
    assert _without_place(declared.declared) == _without_place(before.declared)
    assert _without_place(declared.accepted_forms) == _without_place(before.accepted_forms)


def _without_place(
    declarations: tuple[FunctionDeclaration, ...] | tuple[EditDeclaration, ...],
) -> list[object]:
    return [replace(each, where=Where("", 0)) for each in declarations]


def test_float_of_one_entry(tmp_path: Path, sandbox: Sandbox) -> None:
    """Newer NumPy refuses it; the courses' own notebooks use it everywhere."""
    course = find_course(write_course(tmp_path, FORMS))
    source = (
        "def mean_and_spread(x, scale=1.0):\n"
        "    one = np.ones((1, len(x))) / len(x)\n"
        "    m = float(np.dot(one, x.reshape(-1, 1)))\n"
        "    return m, scale * float(np.dot(one, (x.reshape(-1, 1) - m) ** 2)) ** 0.5\n"
    )
    assert _graded_file(course, sandbox, source).result.functions[0].status is Status.PASSED


def _graded_file(course: Course, sandbox: Sandbox, source: str) -> Graded:
    """Grade a student's file as the command does."""
    exercise = prepare(course.definition("averages"), sandbox)
    data = source.encode()
    submission = Submission("s", "hw.py", ("hw.py",), "", "py", (load.read_bytes(data, "hw.py"),))
    return grade(exercise, submission, sandbox)


def test_feedback_uses_nearest_form(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where no form earns a point, the feedback is about the form that the result is nearest to."""
    keyed = EXERCISE.replace(
        'edit=("mean, spread\\n", "spread, mean\\n"))',
        "edit=(\"return mean, spread\\n\", \"return {'m': mean, 's': spread}\\n\"))",
    )
    assert keyed != EXERCISE
    course = find_course(write_course(tmp_path, keyed))
    source = "def mean_and_spread(x, scale=1.0):\n    return {'m': x.mean(), 's': 2 * x.std()}\n"
    told = _graded_file(course, sandbox, source).result.cases[0].rationale
    assert told.startswith('`result["s"]` is ')
