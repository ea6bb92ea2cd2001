"""Classes that are graded: which one counts, which is not written yet, what is said of a missing one."""

from __future__ import annotations

from grader.load import Wanted, build_program, recognise
from grader.load.read.source import read_bytes
from grader.model.submission import Program

STARTER = '''
class Scaler:
    """Scales."""

    def __init__(self, factor):
        """Keep the factor."""
        # YOUR CODE HERE
        raise NotImplementedError()

    def scale(self, x):
        # YOUR CODE HERE
        raise NotImplementedError()
'''
WRITTEN = """
class Scaler:
    def __init__(self, factor):
        self.factor = factor
    def scale(self, x):
        return self.factor * x
"""


def program(*files: str, **wanted: object) -> Program:
    sources = [read_bytes(text.encode(), f"file{n}.py") for n, text in enumerate(files)]
    return build_program(sources, Wanted(["Scaler"], **wanted))  # type: ignore[arg-type]


def test_a_starter_is_not_written_yet() -> None:
    """A class of which no method was written is told from one that is missing."""
    made = program(STARTER)
    assert made.unwritten == {"Scaler"}
    assert "not written yet" in made.missing["Scaler"]
    assert program("x = 1").unwritten == frozenset()


def test_a_starter_never_replaces_a_written_class() -> None:
    """Whichever file comes first."""
    for files in ((STARTER, WRITTEN), (WRITTEN, STARTER)):
        made = program(*files)
        assert not made.missing
        assert made.functions["Scaler"].origin == f"file{files.index(WRITTEN)}.py"


def test_one_written_method_is_work() -> None:
    begun = STARTER.replace("raise NotImplementedError()", "self.factor = factor", 1)
    assert not program(begun).missing


def test_a_class_that_builds_on_another_may_hide_its_methods() -> None:
    """A method that does nothing is then meant so."""
    hiding = "class Loud:\n    pass\nclass Scaler(Loud):\n    def scale(self, x):\n        pass\n"
    assert not program(hiding).missing


def test_a_class_is_found_by_its_name() -> None:
    """An exercise with a class is recognised as one with functions is."""
    source = read_bytes(WRITTEN.encode(), "mine.py")
    found = recognise([source], {"scaling": ["Scaler", "fit"], "others": ["solve", "fit"]})
    assert found.exercises == ("scaling",)


def test_printing_is_work_where_it_counts() -> None:
    """`print("Hello")` may be the whole answer; elsewhere a template says something with it."""
    hello = [read_bytes(b'def Scaler():\n    print("Hello")\n', "mine.py")]
    assert build_program(hello, Wanted(["Scaler"])).unwritten == {"Scaler"}
    assert not build_program(hello, Wanted(["Scaler"], printing=["Scaler"])).missing
