"""After the commonest exceptions a student is told what to try, from public cases only."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from grader import load
from grader.diagnosis.exception_hints import advise
from grader.model.exercise import Call, Case, Exercise, Module, Visibility
from grader.model.outcome import Raised
from grader.model.submission import FunctionSite, Program
from grader.sandbox.child.call_environment import describe


def case(visibility: Visibility = Visibility.PUBLIC) -> Case:
    call = Call("f", {"parameters": {"W1": np.ones(2), "b1": np.ones(1)}}, 1)
    return Case("f", "a_case", "does it", visibility, Fraction(1), call)


EXERCISE = Exercise("e", "E", "v", (), (), modules=(Module(("reg_utils",), ("sigmoid",), ""),))


def raised_by(source: str) -> Raised:
    """What Python and NumPy of today really say: the patterns follow their words."""
    try:
        exec(source, {"np": np, "parameters": {"W1": np.ones(2)}})
    except Exception as error:
        return Raised(describe(error)[0], str(error))
    raise AssertionError("nothing was raised")


SAID = {
    "np.dot(np.ones((2, 3)), np.ones((2, 3)))": "Do you need a transpose",
    "np.ones((2, 3)) @ np.ones((2, 3))": "Do you need a transpose",
    "np.ones((2, 3)) + np.ones((4, 3))": "entry by entry",
    "bool(np.ones(3))": "np.where",
    "parameters['W9']": "`parameters` has W1, b1",
    "sigmoid(3)": "from reg_utils import sigmoid",
    "nowhere": "is not defined in your file",
    "def f():\n    y = x + 1\n    x = 2\nf()": "local in the whole function",
    "squeeze(3)": "Write `np.squeeze`",
    "randn(3)": "Write `np.random.randn`",
    "deepcopy({})": "Write `from copy import deepcopy`",
    "plt.plot(3)": "import matplotlib.pyplot as plt",
    "pd.DataFrame()": "pandas is not available here, only NumPy is",
    "np.float(3)": "Use `float`",
    "np.dotproduct": "spelling",
    "np.zeroes(3)": "NumPy has no `zeroes`. Did you mean `zeros`?",
    "[].shape": "A list has no `shape`",
    "np.ones(3).exp()": "as a function: `np.exp`",
    "np.ones(3).push(1)": "An array has no `push`",
    "np.random.default_rng(1).randn(3)": "method of np.random.RandomState",
    "x = None\nx[0]": "without a return",
    "float(np.ones(3))": "np.squeeze",
    "1 + None": "None",
    "np.ones(3)[3]": "one step too far",
    "x = np.ones(3, int)\nx -= 0.5": "x = x - y",
    "1 / 0": "divide by 0",
    "raise NotImplementedError()": "your own code",
    "import tensorflow_that_is_not_here": "not available",
}


@pytest.mark.parametrize("source", SAID)
def test_common_exceptions(source: str) -> None:
    """A common exception comes with a hint.

    The hint names shapes, keys and what to write instead.
    """
    hint = advise(EXERCISE, case(), raised_by(source))
    assert hint is not None
    assert SAID[source] in hint


def test_self_outside_of_a_class() -> None:
    """A function that was copied out of a class keeps its `self`, and no call passes it."""
    program = Program((), functions={"f": FunctionSite("f.py", 1, ("self", "parameters"))})
    hint = advise(EXERCISE, case(), raised_by("def f(self, parameters): 0\nf({})"), program)
    assert hint == "`self` belongs to the methods of a class. Leave it out."


# Names that are gone since NumPy 2.0, and its words for them: one that it explains, one not.
GONE = {
    "alltrue": "`np.alltrue` was removed in the NumPy 2.0 release. Use `np.all` instead.",
    "product": "module 'numpy' has no attribute 'product'",
}


@pytest.mark.parametrize(("name", "use"), [("alltrue", "np.all"), ("product", "np.prod")])
def test_removed_numpy_names(name: str, use: str) -> None:
    """A name that NumPy 2 removed comes with what to write.

    From this NumPy's own words, or from NumPy 2.0's where this one still has the name.
    """
    raised = Raised("AttributeError", GONE[name]) if hasattr(np, name) else raised_by(f"np.{name}")
    assert raised.type == "AttributeError"
    assert advise(EXERCISE, case(), raised) == f"`np.{name}` was removed from NumPy. Use `{use}`."


def test_uncommon_exception() -> None:
    """An uncommon exception gets no guess. Silence rather than a wrong track."""
    assert advise(EXERCISE, case(), Raised("ValueError", "something else")) is None


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.AFTER_DUE_DATE])
def test_no_hint_for_hidden_cases(visibility: Visibility) -> None:
    """Nothing is said of a hidden case. A message could carry the hidden input."""
    assert advise(EXERCISE, case(visibility), raised_by("parameters['W9']")) is None


@pytest.mark.parametrize(
    ("method", "hint"),
    [
        ("def m(x):", "Write `self` as the first parameter of `m`"),
        ("def m(self):", "`m` takes the object and 0 more, but it is called with the object and 1"),
        ("@staticmethod\n    def m():", "This function takes 0 arguments, but it is called with 1"),
    ],
)
def test_method_that_gets_too_much(method: str, hint: str) -> None:
    """A static method takes no object, so nothing is said of one."""
    source = f"class C:\n    {method}\n        return 1\n"
    read = load.read_bytes(source.encode(), "anna.py")
    program = load.build_program([read], load.Wanted(graded=("C",)))
    raised = raised_by(source + "C().m(1)")
    assert str(advise(EXERCISE, case(), raised, program)).startswith(hint)
