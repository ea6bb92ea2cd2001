"""Right solutions that do too much work: named by a count, judged by limits alone."""

from __future__ import annotations

import pytest

from grader.course.bundle import dump_bundle, read_bundle
from grader.model.result import Status
from grader.report.student_view import student_view
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify.checks import Subject
from grader.verify.declarations import check_slow
from tests.authoring.judged import ID, Grader, write_judged

REFERENCE = '''
import numpy as np


def distances(X):
    """Return the distance of every row from every other one."""
    D = X[:, None] - X[None]
    return np.sqrt(np.sum(D * D, axis=2))
'''
EXERCISE = """
exercise.too_slow("distances", "pair_by_pair", times=20, hint="Let NumPy take all pairs at once.",
    edit=("return np.sqrt(np.sum(D * D, axis=2))",
          "return np.array([[np.sqrt(np.sum((x - y) ** 2)) for y in X] for x in X])"))
@exercise.case("distances", visibility="public", points=4, seed=1)
def of_twelve(rng):
    '''finds them for some'''
    return dict(X=rng.normal(size=(12, 2)))
@exercise.case("distances", points=6, seed=2, limits=CaseLimits(cpu_seconds=0.3))
def of_many(rng):
    '''finds them for many'''
    return dict(X=rng.normal(size=(500, 2)))
"""
SLOW = """
import numpy as np
def distances(X):
    out = np.zeros((len(X), len(X)))
    for i, x in enumerate(X):
        for j, y in enumerate(X):
            out[i, j] = np.linalg.norm(x - y)
    return out
"""


@pytest.fixture(scope="module")
def grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Grader:
    return Grader(write_judged(tmp_path_factory.mktemp("c"), EXERCISE, REFERENCE), sandbox)


def test_a_slow_solution_is_named_and_loses_what_its_limit_stops(grader: Grader) -> None:
    """The limit of the large case costs its points; the count says why, to the student as well."""
    report = grader.report(SLOW)
    small, large = report.cases
    assert (small.status, small.points) == (Status.PASSED, 4)
    assert (large.status, large.points, large.mistake) == (Status.TIMEOUT, 0, "pair_by_pair")
    seen = student_view(report)
    assert seen.cases[1].hint == "Let NumPy take all pairs at once."
    (note,) = (note for note in seen.notes if note.kind == "too_slow")
    assert "more than 20 times the steps" in note.text and "of_twelve" in note.text


def test_a_count_costs_no_points(grader: Grader) -> None:
    """What stays within the limits keeps its points, however many steps it takes."""
    source = SLOW.replace(
        "    out =",
        "    if len(X) > 99:\n        return np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))\n    out =",
    )
    report = grader.report(source)
    assert report.score == 10
    assert [note.kind for note in report.notes if "slow" in note.kind] == ["too_slow"]


@pytest.mark.parametrize("source", [
    REFERENCE,
    SLOW.replace("norm(x - y)", "norm(x + y)"),  # wrong, whatever it takes
    REFERENCE.replace("    D =", "    while len(X) > 99: pass\n    D ="),  # a loop that never ends is no slow solution
    REFERENCE.replace("    D =", "    raise ValueError\n    D ="),
], ids=["right", "wrong", "endless", "raises"])  # fmt: skip
def test_nothing_else_is_called_slow(grader: Grader, source: str) -> None:
    report = grader.report(source)
    assert not [note for note in report.notes if "slow" in note.kind]
    assert {case.mistake for case in report.cases} <= {None, "constant_factor"}


HOSTILE = {
    "stops the count": "    import sys\n    sys.settrace(None)\n    out =",
    "swallows its end": "    for i in range(10**5):\n        try:\n            1 + 1\n        except BaseException:\n            pass\n    out =",
    "empties the counter": "    import sys\n    f = sys._getframe()\n    f.f_trace = None\n    out =",
}


@pytest.mark.parametrize("start", HOSTILE.values(), ids=HOSTILE)
def test_a_forged_count_changes_no_points(grader: Grader, start: str) -> None:
    """Whoever counts less for itself loses an explanation, and earns nothing."""
    honest, forged = (grader.report(s) for s in (SLOW, SLOW.replace("    out =", start)))
    assert [c.status for c in forged.cases] == [c.status for c in honest.cases]
    assert forged.score == honest.score


def test_the_same_at_home(grader: Grader, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The public case shows it, without the course."""
    file = tmp_path_factory.mktemp("b") / "exercise.json"
    file.write_text(dump_bundle(grader.exercise))
    prepared = read_bundle(file, ID).prepared
    assert prepared is not None
    home = object.__new__(Grader)
    home.__dict__.update(grader.__dict__, exercise=prepared)
    assert [n.kind for n in home.report(SLOW).notes if "slow" in n.kind] == ["too_slow"]


def test_two_counts_agree(grader: Grader) -> None:
    """The same work in every run: the notes are the same to the byte."""
    assert grader.report(SLOW).notes == grader.report(SLOW).notes


@pytest.mark.parametrize(("times", "words"), [
    ("times=20", ""), ("times=3000", "add a case of middle size"),
    ("times=20, edits=[]", ""),
])  # fmt: skip
def test_verify_shows_the_margins(
    grader: Grader, tmp_path_factory: pytest.TempPathFactory, times: str, words: str
) -> None:
    exercise = EXERCISE.replace("times=20", times)
    definition = write_judged(tmp_path_factory.mktemp("v"), exercise, REFERENCE).definition(ID)
    (finding,) = check_slow(Subject(definition, grader.sandbox, None))
    assert finding.passed is not bool(words), finding.detail
    assert words in finding.detail
    assert words or "costs of_many" in finding.detail


@pytest.mark.parametrize(("change", "words"), [
    (("times=20", "times=1"), "times=1 is no whole number from 2 on"),
    (('"return np.sqrt(np.sum(D * D, axis=2))"', '"nothing"'), "occurs 0 times"),
    (('too_slow("distances"', 'too_slow("others"'), "'others' has no case"),
])  # fmt: skip
def test_slips(
    tmp_path_factory: pytest.TempPathFactory, change: tuple[str, str], words: str
) -> None:
    with pytest.raises(AuthorError) as caught:
        write_judged(tmp_path_factory.mktemp("s"), EXERCISE.replace(*change), REFERENCE).definition(
            ID
        )
    assert words in str(caught.value)
