"""What an author is told of a slip: where it is, and what fixes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.catalog import find_course
from grader.course.editing import find_functions
from grader.course.prepare import call_of
from grader.model.outcome import Ending, Outcome, Raised, Run
from grader.sandbox.judge.sandbox import must_return
from grader.util.errors import AuthorError
from tests.authoring.course import EXERCISE, REFERENCE, write_course

HEAD = 'exercise = Exercise(title="Averages", reference="averages.py")\n'
HEAD_ONLY = "from grader.authoring import Exercise\n" + HEAD


def declaring(line: str) -> tuple[str, str]:
    return HEAD, HEAD + line + "\n"


@pytest.mark.parametrize(('change', 'words', 'fix'), [
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
    (declaring('exercise.equivalent("centre", ("y", "z"), reason="x")'), "occurs 0 times", "exactly"),
    (("points=2", "point=2"), "exercise.case takes no 'point'", "points?"),
    (declaring('exercise.function("centre", shiny=1)'), "takes no 'shiny'", "name, trivial, builds_on"),
    (declaring('exercise.mistake("centre", "m", edit=("x", "y"))'), "lacks 'hint'", "id, hint, edit"),
    (declaring('exercise.accepted_form("centre")'), "exercise.accepted_form lacks 'name'", "function, name"),
    (declaring('exercise.support("a.py", "b", "c")'), "takes 3 positional arguments but 4", "file, names"),
    (declaring('exercise.accepted_forn("centre")'), "no 'accepted_forn'", "mean accepted_form?"),
    (declaring('exercise.case("centre", points=3)'), "decorates no function", "@exercise.case("),
    (('title="Averages"', 'titel="Averages"'), "Exercise takes no 'titel'", "title?"),
    (("points=2", "points=2 2"), "invalid syntax", None),
    (("points=2", "points=-2"), "points are negative", None),
    (declaring('exercise.function("centre", rng="freely")'), "unknown rng='freely'", "fixed, as_found, free or"),
    (declaring('exercise.equivalent("centre", reason="x")'), "no edit of 'centre' is given", "(old text"),
    (declaring('exercise.mistake("centre", "m", hint="x")'), "'m' has no edit", "edit=(old text"),
    (declaring('exercise.edition("old", without=["center"])'), "'center' has no case to be", None),
    (('"no_scale"', '"variance"'), "two mistakes of mean_and_spread are called 'variance'", "its name"),
    (("seed=4", "seed=4, hint=3"), "hint=3 is no text", 'hint="..."'),
    (('hint="Use half()."', "hint=3"), "hint=3 is no text", 'hint="..."'),
    (('hint="Use half()."', 'hint=" "'), "hint=' ' is no text", 'hint="..."'),
    (('title="Averages"', "title=3"), "title=3 is no text", 'title="..."'),
    (('title="Averages"', 'title="Averages", limits=3'), "limits=3 is no Limits", "limits=Limits("),
    (('reference="averages.py"', "reference=None"), "reference=None names no file", "reference="),
    (declaring('exercise.function("centre", trivial=True)'), "trivial=True is no text", "trivial="),
    (declaring('exercise.equivalent("centre", ("x", "x"), reason=1)'), "reason=1 is no", "reason="),
    (declaring('exercise.function("centre", builds_on=["mean_and_spread"])\n'
               'exercise.function("mean_and_spread", builds_on=["centre"])'),
     "centre builds on itself: it builds on mean_and_spread, which builds on centre", "take one of"),
    (('case("centre"', 'case("center"'), "no function 'center' (reference/averages.py)", "mean centre?"),
    (declaring('exercise.accepted_form("midpoint", "m", edit=("x", "y"))'), "'midpoint' has no case", None),
])  # fmt: skip
def test_error_names_line(
    tmp_path: Path, change: tuple[str, str], words: str, fix: str | None
) -> None:
    """Before anything is run, and with the fix where there is one."""
    assert change[0] in EXERCISE
    course = write_course(tmp_path, EXERCISE.replace(*change))
    with pytest.raises(AuthorError) as caught:
        find_course(course).definition("averages")
    assert words in caught.value.message
    assert "exercise.py, line " in caught.value.message
    assert fix is None or fix in (caught.value.hint or "")


@pytest.mark.parametrize(("definition", "kind"), [
    ("class centre:\n    pass\n", "is a class, and a case calls a function"),
    ("centre = lambda x: x - np.mean(x)\n", "is an assignment, not"),
    ("async def centre(x):\n    return x\n", "is an asynchronous function, not"),
])  # fmt: skip
def test_name_of_another_kind(tmp_path: Path, definition: str, kind: str) -> None:
    """The error says what the reference has instead of a function."""
    reference = REFERENCE[: REFERENCE.index("def centre")] + definition
    with pytest.raises(AuthorError, match=f"centre'? {kind}"):
        find_course(write_course(tmp_path, EXERCISE, reference)).definition("averages")


@pytest.mark.parametrize(("given", "words", "fix"), [
    ("dict()", "gives no x; centre takes x", "dict(x=...)"),
    ("dict(X=1)", "gives no x; it gives X, which centre does not take; centre takes x", "dict(x=...)"),
    ("dict(x=1, width=2)", "gives width, which centre does not take", "dict(x=...)"),
    ("dict(x=[1, {'a': object()}])", "`x[1][\"a\"]` is of type object", "arguments are numbers"),
])  # fmt: skip
def test_arguments_that_do_not_fit(tmp_path: Path, given: str, words: str, fix: str) -> None:
    """The error names the argument, and what the function takes."""
    text = EXERCISE.replace("dict(x=sample(rng, 4))", given)
    definition = find_course(write_course(tmp_path, text)).definition("averages")
    case = next(case for case in definition.cases if case.name == "centred")
    with pytest.raises(AuthorError) as caught:
        call_of(definition, case, find_functions(definition.reference)["centre"])
    assert words in caught.value.message
    assert fix in (caught.value.hint or "")


def test_newer_generator_method(tmp_path: Path) -> None:
    """The error has the line that draws, and names what RandomState offers."""
    text = EXERCISE.replace("x=sample(rng, 4)", "x=rng.integers(0, 9, size=4)")
    definition = find_course(write_course(tmp_path, text)).definition("averages")
    case = next(case for case in definition.cases if case.name == "centred")
    signature = find_functions(definition.reference)["centre"]
    with pytest.raises(AuthorError) as caught:
        call_of(definition, case, signature)
    line = 1 + text[: text.index("rng.integers")].count("\n")
    assert f"exercise.py, line {line}: case 'centred' raises AttributeError" in caught.value.message
    assert "RandomState" in (caught.value.hint or "") and "randint" in (caught.value.hint or "")


@pytest.mark.parametrize(("file", "text", "words"), [
    ("exercises/averages/support/helpers.py", "def half(x:", "helpers.py, line 1: "),
    ("exercises/averages/support/helpers.py", "def centre(x): pass", "avg_utils defines centre, which is graded here"),
    ("exercises/averages/support/helpers.py", b"\xff\xfe", "cannot be read: "),
    ("reference/averages.py", "def half(x:", "averages.py, line 1: "),
    ("reference/averages.py", b"\xff\xfe", "cannot be read: "),
    ("exercises/averages/exercise.py", HEAD_ONLY, "exercise 'averages' has no case"),
])  # fmt: skip
def test_error_names_file(tmp_path: Path, file: str, text: str | bytes, words: str) -> None:
    """Whatever the file is for; bytes that are no text give no traceback."""
    course = write_course(tmp_path)
    (course / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AuthorError) as caught:
        find_course(course).definition("averages")
    assert words in caught.value.message


def test_where_the_reference_raises() -> None:
    """Of an exception in the author's code, the line is told."""
    raised = Raised("ValueError", "no", origin="reference/averages.py", line=12)
    run = Run({"centred": Outcome(Ending.RAISED, raised=raised)})
    with pytest.raises(AuthorError, match=r"ValueError: no \(reference/averages\.py, line 12\)"):
        must_return(run, "centred", "the reference")
