"""What an author is told of a slip: where it is, and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.catalog import find_course
from grader.errors import AuthorError
from tests.authoring.course import EXERCISE, write_course

HEAD = 'exercise = Exercise(title="Averages", reference="averages.py")\n'


def declaring(line: str) -> tuple[str, str]:
    return HEAD, HEAD + line + "\n"


@pytest.mark.parametrize(('change', 'words', 'mend'), [
    (("points=2", 'points="two"'), "points='two' is neither", "Fraction(1, 2)"),
    (("points=2", "points=0.1"), "points=0.1 is neither", "Fraction(1, 2)"),
    (("seed=4", 'seed="4"'), "seed='4' is no whole number", None),
    (("seed=4", "seed=-1"), "seed=-1 is no whole number", None),
    (("seed=4", 'seed=4, rtol="x"'), "rtol='x' is no number", None),
    (('@exercise.case("centre", seed=4)', "@exercise.case"), "names no function", "exercise.case("),
    (('edit=("scale * np.sqrt", "np.sqrt")', 'edit="np"'), "no pair of texts", "(old text, new"),
    (("def doubled_helper", "def centred"), "two cases are called 'centred'", "by its name"),
    (('names=("avg_utils", "helpers")', 'names="helpers"'), "names='helpers' is one", "('helpers',)"),
    (declaring('exercise.function("centre", builds_on="x")'), "builds_on='x' is one", "('x',)"),
    (declaring('exercise.function("center", trivial="x")'), "no function 'center'", None),
    (declaring('exercise.given("center")'), "'center' has no case", None),
    (declaring('exercise.equivalent("centre", ("y", "z"), reason="x")'), "stands 0 times", "exactly"),
])  # fmt: skip
def test_a_slip_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], words: str, mend: str | None
) -> None:
    """Before anything is run, and with the mend where there is one."""
    assert change[0] in EXERCISE
    course = write_course(tmp_path, EXERCISE.replace(*change))
    with pytest.raises(AuthorError) as caught:
        find_course(course).definition("averages")
    assert words in caught.value.message
    assert "exercise.py, line " in caught.value.message
    assert mend is None or mend in (caught.value.hint or "")
