"""Every kind of case through the whole of it: prepared, graded, explained, released."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader import load
from grader.comparison.credit import share_of
from grader.course.bundle import dump_bundle, read_bundle
from grader.course.catalog import Course, find_course
from grader.course.definition import Definition
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import edited_program
from grader.course.starter import starter
from grader.model.exercise import Credit, Exercise, Tolerance
from grader.model.result import CaseResult
from grader.model.submission import Submission
from grader.mutation.mutants import mutants_of
from grader.pipeline.grade import grade, grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.values import Unjudged, WrittenText

REFERENCE = '''
import numpy as np

LIMIT = 3


class NotFittedError(ValueError):
    """A scaler was used before it was fitted."""


class Scaler:
    """Takes the mean of the columns away."""

    def __init__(self, factor=1.0):
        """Keep the factor."""
        self.factor = factor
        self.mean_ = None

    def fit(self, X):
        """Learn the means of the columns."""
        self.mean_ = self._means(X)
        return self

    def transform(self, X):
        """Return X without the means, times the factor."""
        if self.mean_ is None:
            raise NotFittedError("call fit first")
        return self.factor * (X - self.mean_)

    def _means(self, X):
        return X.mean(axis=0)


def fit(x, y):
    """The slope through the origin."""
    return {"slope": float(np.sum(x * y) / np.sum(x * x))}


def predict(model, x):
    """The line at x."""
    return model["slope"] * x


def adder(n):
    """A function that adds n."""
    return lambda x: x + n


def twice(f, x):
    """f(f(x))"""
    return f(f(x))


def total(first, *rest, weight=1.0, **options):
    """The weighed sum, less the options."""
    return weight * (first + sum(rest)) - sum(options.values())


def halve(X):
    """Halve X in place."""
    X /= 2


def greet():
    """Ask for a name and a number."""
    name, number = input("Name? "), float(input("Number? "))
    print(f"Hello {name}")
    print(f"twice {2 * number:.3f}")
    return number


def copy(source, target):
    """Copy a file in capitals."""
    with open(source) as file, open(target, "w") as out:
        out.write(file.read().upper())


def root(x):
    """The square root."""
    if x < 0:
        raise ValueError(f"x is {x}")
    return x**0.5
'''

EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Kinds", reference="kinds.py")
exercise.support("functions.py", names=("functions",))
exercise.function("predict", builds_on=("fit",))


@exercise.steps("Scaler", visibility="public", seed=1)
def scales(rng, do):
    """takes the mean away"""
    X, X2 = rng.normal(size=(4, 2)), rng.normal(size=(2, 2))
    scaler = do.Scaler(factor=2.0)
    scaler.fit(X)
    do.read(scaler.mean_)
    scaler.transform(X2)


@exercise.steps("Scaler", visibility="public", seed=2)
def needs_fit(rng, do):
    """is used after fit"""
    scaler = do.Scaler()
    with do.raises(message_names=("fit",)):
        scaler.transform(rng.normal(size=(2, 2)))
    scaler.factor = 3.0
    scaler.fit(rng.normal(size=(3, 2)))
    means = do.list(scaler.mean_)
    means[0] + 1.0


@exercise.steps("predict", visibility="public", seed=3)
def fits_and_predicts(rng, do):
    """hands a model on"""
    model = do.fit(rng.normal(size=5), rng.normal(size=5))
    do.predict(model, rng.normal(size=2))


@exercise.case("fit", visibility="public", seed=4)
def fits(rng):
    """fits a line"""
    return dict(x=rng.normal(size=5), y=rng.normal(size=5))


@exercise.steps("adder", visibility="public", seed=5)
def adds(rng, do):
    """gives a function"""
    add = do.adder(2.5)
    add(rng.normal(size=3))


@exercise.case("twice", visibility="public", seed=6)
def squares_twice(rng):
    """calls what it is given"""
    return dict(f=exercise.callable("square"), x=rng.normal(size=3))


@exercise.case("total", visibility="public", seed=7)
def sums(rng):
    """takes any number of numbers"""
    return dict(first=1.0, rest=[2.0, 4.0], weight=3.0, options={"less": 0.5})


@exercise.case("halve", visibility="public", seed=8, compares="arguments")
def halves(rng):
    """works in place"""
    return dict(X=rng.normal(size=(2, 2)))


@exercise.case("greet", visibility="public", compares=("result", "printed"), stdin=("Ada", "1.5"))
def greets(rng):
    """prints two lines"""
    return dict()


@exercise.case("greet", visibility="public", compares="printed", text="numbers",
    stdin=lambda rng: ("Bo", rng.randint(9)), seed=9)
def doubles(rng):
    """doubles the number, whatever the words"""
    return dict()


@exercise.case("copy", visibility="public", compares="files", files={"a.txt": "one\\ntwo\\n"})
def copies(rng):
    """writes a file"""
    return dict(source="a.txt", target="b.txt")


@exercise.case("root", visibility="public")
def takes_a_root(rng):
    """takes a root"""
    return dict(x=9.0)


@exercise.case("root", visibility="public", compares="exception", message_names=("x",))
def refuses(rng):
    """refuses a negative number"""
    return dict(x=-1.0)


exercise.mistake("Scaler.transform", "adds_the_mean", edit=("X - self", "X + self"), hint="Take it away.")
exercise.mistake("root", "type_error", edit=("ValueError", "TypeError"), hint="The value is wrong.")
exercise.mistake("halve", "doubles", edit=("/= 2", "*= 2"), hint="Halve.")
exercise.mistake("greet", "not_twice", edit=("2 * number", "number"), hint="Twice.")
exercise.mistake("copy", "lower", edit=("upper", "lower"), hint="Capitals.")
exercise.mistake("twice", "once", edit=("return f(f(x))", "return f(x)"), hint="Twice.")
exercise.accepted_form("Scaler.transform", "a_list", edit=("return self.factor * (X - self.mean_)",
    "return [list(row) for row in self.factor * (X - self.mean_)]"))
'''


@dataclass(frozen=True)
class Kinds:
    course: Course
    definition: Definition
    exercise: Exercise
    sandbox: Sandbox

    def graded(self, source: str) -> dict[str, CaseResult]:
        """The results of a submission, by case."""
        read = load.read_bytes(source.encode(), "mine.py")
        submission = Submission("s", "mine.py", ("mine.py",), read.sha256, "py", (read,))
        known = self.exercise.mistakes
        made = grade(
            self.exercise, submission, self.sandbox, lambda f: [m for m in known if m.function == f]
        )
        return {case.name: case for case in made.result.cases}


def written(root: Path, exercise: str = EXERCISE) -> Course:
    folder = root / "exercises" / "kinds"
    (folder / "support").mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "kinds.py").write_text(REFERENCE)
    (folder / "exercise.py").write_text(exercise)
    (folder / "support" / "functions.py").write_text("def square(x):\n    return x * x\n")
    return find_course(root)


@pytest.fixture(scope="module")
def kinds(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    course = written(tmp_path_factory.mktemp("course"))
    definition = course.definition("kinds")
    exercise = prepare(definition, sandbox)
    exercise = with_mistakes(definition, exercise, sandbox, exercise.function_names)
    return Kinds(course, definition, exercise, sandbox)


def test_the_reference_and_its_accepted_form_are_right(kinds: Kinds) -> None:
    """An accepted form of a class is an edit of it, too."""
    for form in (None, *kinds.definition.accepted_forms):
        result = grade_program(
            kinds.exercise, edited_program(kinds.definition, form), kinds.sandbox
        ).result
        assert [case.name for case in result.cases if not case.status.is_right] == []


@pytest.mark.parametrize(
    "name", ["adds_the_mean", "type_error", "doubles", "not_twice", "lower", "once"]
)
def test_a_known_mistake_is_named(kinds: Kinds, name: str) -> None:
    """Of a class, of an exception, in place, in printed text, in a file, with a function."""
    mistake = next(m for m in kinds.definition.mistakes if m.name == name)
    source = REFERENCE.replace(*mistake.edits[0])
    named = {case.mistake for case in kinds.graded(source).values()} - {None}
    assert named == {name}


def test_a_bundle_grades_as_the_course_does(kinds: Kinds, tmp_path: Path) -> None:
    """Scripts, files, input and functions travel as data."""
    file = tmp_path / "exercise.json"
    file.write_text(dump_bundle(kinds.exercise), "utf-8")
    assert json.loads(file.read_text())["cases"]
    prepared = read_bundle(file, "kinds").prepared
    assert prepared is not None
    assert [case.call for case in prepared.cases] != []
    program = edited_program(kinds.definition)
    result = grade_program(prepared, program, kinds.sandbox).result
    assert result.score == result.max_score


def test_the_starter_keeps_what_its_constants_need(kinds: Kinds) -> None:
    """A default that is made of a constant that is made of another one: it loads."""
    text = "FEW = 2\nMANY = 10 * FEW\nREST = 1\n\n\ndef f(x=MANY):\n    return x + REST\n"
    definition = replace(kinds.definition, reference={"f.py": text}, functions=("f",), modules=())
    head = starter(definition).head
    assert "FEW = 2\nMANY = 10 * FEW" in head and "REST" not in head


def test_the_starter_has_a_class_without_its_inside(kinds: Kinds) -> None:
    """Signatures and docstrings of what students write; no private helper; the exception's name."""
    made = starter(kinds.definition)
    stub = made.stubs["Scaler"]
    assert "def transform(self, X):" in stub
    assert "Return X without the means" in stub
    assert "_means" not in stub
    assert "class NotFittedError(ValueError)" in made.head
    source = "\n\n\n".join([made.head, *made.stubs.values()])
    assert {case.status for case in kinds.graded(source).values()} == {"missing"}


def test_mutants_of_a_class_are_those_of_its_methods(kinds: Kinds) -> None:
    text = REFERENCE[REFERENCE.index("class Scaler") : REFERENCE.index("def fit(x, y)")]
    changed = [mutant.text for mutant in mutants_of("Scaler", text)]
    assert any("X + self.mean_" in each for each in changed)
    assert any("mean(axis=1)" in each for each in changed)


SAYS = [
    # A class: a wrong value, a missing method, a wrong kind of call, a function in its place.
    ("Scaler.fit = lambda self, X: setattr(self, 'mean_', X.mean())", "scales",
     "After `scaler.fit(X)`: `scaler.mean_` is a number"),
    ("del Scaler.transform\nScaler.tranform = 1", "scales", "no `transform`"),
    ("def Scaler(factor=1.0):\n    return 3", "scales", "`Scaler` must be a class. Yours is a function."),
    ("Scaler.transform = lambda self: 1", "needs_fit", "raises `TypeError`, expected `NotFittedError`"),
    ("Scaler.transform = lambda self, X: X", "needs_fit", "raises no exception"),
    ("def adder(n):\n    return n", "adds", "`adder(2.5)` must give a function: `add(x)` calls it."),
    ("def halve(X):\n    return X / 2", "halves", "`X[0, 0]` after the call is"),
    ("def greet():\n    print('Hello', input())\n    return 1.5", "greets", "Line 2 of the printed text is missing"),
    ("def greet():\n    return input() + input() + input()", "greets", "there is no more input"),
    ("def copy(source, target):\n    open(source)", "copies", "The folder has no file `b.txt`. It is empty."),
    ("def copy(source, target):\n    open('c.txt', 'w').write('ONE')", "copies",
     "The folder has no file `b.txt`. Its files: `c.txt`"),
    ("def copy(source, target):\n    open(target, 'w').write('ONE')", "copies",
     "Line 2 of the file `b.txt` is missing"),
    ("def root(x):\n    return abs(x)**0.5", "refuses", "The call raises no exception, expected `ValueError`."),
    ("def root(x):\n    raise ValueError('x is negative')", "refuses", "The points count once another case"),
    ("def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x**0.5", "refuses",
     "the message does not name `x`"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "case", "text"), SAYS)
def test_a_student_reads_what_was_wrong(kinds: Kinds, code: str, case: str, text: str) -> None:
    """In words of the step, the argument, the line or the file; and no point is given."""
    if code.startswith(("Scaler.", "del ")):
        source = _changed_class(code.split("\n")[0])
    else:
        source = f"{REFERENCE}\n\n{code}\n"
    result = kinds.graded(source)[case]
    assert text in (result.rationale or "")
    assert result.points == 0


def _changed_class(change: str) -> str:
    """The reference with a method exchanged or renamed: the loader runs definitions only."""
    if change.startswith("del "):
        return REFERENCE.replace("def transform", "def tranform")
    name = change.partition(" = ")[0].removeprefix("Scaler.")
    start = REFERENCE.index(f"    def {name}(self")
    end = min(
        i
        for i in (REFERENCE.find("\n    def ", start + 1), REFERENCE.find("\n\n\n", start))
        if i > 0
    )
    return REFERENCE[:start] + f"    {change.removeprefix('Scaler.')}\n" + REFERENCE[end:]


def test_another_own_way_is_right(kinds: Kinds) -> None:
    """A derived exception, returning nothing from fit, other words, an answer beside in-place work."""
    source = """
import numpy as np
class NotFittedError(ValueError): pass
class TooEarly(NotFittedError): pass
class Scaler:
    def __init__(self, factor=1): self.factor, self.mean_ = factor, None
    def fit(self, X): self.mean_ = sum(X) / len(X)
    def transform(self, X):
        if self.mean_ is None: raise TooEarly("first fit, then transform")
        return X * self.factor - self.factor * self.mean_
def halve(X):
    X[:] = X * 0.5
    return X
def greet():
    name, number = input(), float(input("and now? "))
    print("Hello", name, "  ")
    print("twice", format(number + number, ".3f"), end="\\n\\n")
    return number
def root(x):
    if x < 0: raise ArithmeticError("x")
    return np.sqrt(x)
"""
    results = kinds.graded(source)
    right = {name for name, case in results.items() if case.status.is_right}
    assert right >= {"scales", "needs_fit", "halves", "greets", "doubles", "takes_a_root"}
    assert "refuses" not in right


def test_a_wrong_helper_costs_once(kinds: Kinds) -> None:
    """A script that hands a model on is judged with a right model where the own one is wrong."""
    source = "def fit(x, y):\n    return {'slope': 7.0}\n\ndef predict(model, x):\n    return x * model['slope']\n"
    results = kinds.graded(source)
    assert not results["fits"].status.is_right
    assert results["fits_and_predicts"].status.is_right
    assert results["fits_and_predicts"].carried_from == "fit"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('exercise.callable("square")', "abs", "builtin_function_or_method"),
        ('compares="exception"', 'compares="errors"', "compares='errors' is unknown"),
        ("dict(x=-1.0)", "dict(x=1.0)", "raises no exception"),
        (
            "do.raises(message",
            "do.raises(KeyError, message",
            "raises NotFittedError on 'needs_fit', and not KeyError",
        ),
        ('message_names=("x",))', 'message_names=("number",))', "does not name 'number'"),
        ("(rng, do):", "(rng):", "takes two arguments"),
        ("scaler.fit(X)\n", "do.scale(X)\n", "has no case of 'scale'"),
        ("do.read(scaler.mean_)", "float(scaler.mean_)", "has no value before the script runs"),
        ('@exercise.steps("adder"', '@exercise.case("Scaler"', "@exercise.steps('Scaler', ...)"),
    ],
)
def test_a_slip_of_the_author(
    sandbox: Sandbox, tmp_path: Path, old: str, new: str, text: str
) -> None:
    """The error says what is wrong, before any student sees it."""
    assert old in EXERCISE
    course = written(tmp_path, EXERCISE.replace(old, new, 1))
    with pytest.raises(AuthorError) as caught:
        prepare(course.definition("kinds"), sandbox)
    assert text in f"{caught.value} {caught.value.hint}"


def test_credit_of_a_script_is_by_the_steps_that_are_compared() -> None:
    """What nobody compares earns nothing."""
    right = {"steps": [Unjudged(), 1.0, np.ones(3), 2.0], "printed": WrittenText("one")}
    wrong = {"steps": [Unjudged(), 1.0, np.zeros(3), 2.5], "printed": WrittenText("one")}
    assert share_of(Credit("items"), right, wrong, Tolerance()).earned == Fraction(2, 4)
    assert share_of(Credit("entries"), right, wrong, Tolerance()).right == 2
