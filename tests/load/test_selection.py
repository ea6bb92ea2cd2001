"""Which top-level code is kept, rule by rule, and the notes about it."""

from __future__ import annotations

import threading

import pytest

from grader.load import Wanted, build_program
from tests.load.student import execute, notebook, notes_of, program_of, script

READS = "\ndef f():\n    return VALUE\n"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("VALUE = 3", 3),
        ("VALUE: int = 3", 3),
        ("A, (VALUE, *B) = 1, (2, 3)", 2),
        ("A = VALUE = 4", 4),
        ("VALUE = 1\nVALUE += 2", 3),
        ("MORE = {1: 2}\nVALUE = {**MORE, 3: 4}", {1: 2, 3: 4}),
        ("VALUE = {}\nVALUE['a'] = 1", {"a": 1}),
        ("VALUE = [k * k for k in range(3)]", [0, 1, 4]),
        ("BASE = 2\nVALUE = BASE ** 3", 8),
        ("VALUE = 'a b'.split()", ["a", "b"]),
        ("VALUE = np.arange(4).reshape(2, 2).tolist()", [[0, 1], [2, 3]]),
        ("import numpy as xp\nVALUE = float(xp.sqrt(4))", 2.0),
        ("from math import *\nVALUE = floor(2.5)", 2),
        ("from collections import defaultdict\nVALUE = defaultdict(lambda: 3)[0]", 3),
        ("if 3 > 2:\n    VALUE = 1\nelse:\n    VALUE = 2", 1),
        ("try:\n    VALUE = 1\n    print(VALUE)\nexcept NameError:\n    pass", 1),
        (
            "VALUE = 1\nif VALUE:\n    if not 0:\n        VALUE = 5\n    elif 3:\n        VALUE = 6",
            5,
        ),
    ],
)
def test_a_constant_that_is_read_is_kept(code: str, value: object) -> None:
    names, failures = execute(program_of(script(code + READS), graded=["f"]))
    assert failures == []
    assert names["f"]() == value


@pytest.mark.parametrize(
    "code",
    [
        "VALUE = train()\ndef train(): return 1",
        "VALUE = [train() for _ in range(3)]\ndef train(): return 1",
        "class Net: pass\nVALUE = Net()",
        "VALUE = (lambda: 3)()",
        "VALUE = open('data.txt')",
        "VALUE = np.load('data.npy')",
        "VALUE = np.loadtxt('data.csv')",
        "VALUE = sorted([3, 2], key=lambda x: launch())",
        "VALUE = np.apply_along_axis(train, 0, np.ones(3))\ndef train(x): return 1",
        "VALUE = list(map(train, [1]))\ndef train(x): return 1",
        "VALUE = input()",
        "VALUE = unknown(3)",
        "import time\nVALUE = time.time()",
        "import h5py\nVALUE = h5py.File('x')",
        "import reg_utils\nVALUE = reg_utils.compute_cost(3)",
        "for VALUE in range(3): pass",
        "with open('x') as VALUE: pass",
        "def train(): return 1\nBASE = train()\nVALUE = BASE + 1",
        "def train(): return 1\nVALUE = train()\nVALUE += 1",
        "if __name__ == '__main__':\n    VALUE = 3",
        "import os\nif os.path.exists('x'):\n    VALUE = 3",
        "x = get_ipython().getoutput('ls')\nVALUE = x[0]",
    ],
)
def test_value_that_needs_running(code: str) -> None:
    """It is left out, with a note."""
    program = program_of(script(code + "\n" + READS), graded=["f"])
    names, _ = execute(program)
    assert "VALUE" not in names
    assert any(
        text.startswith("`f` uses `VALUE`, but the code that sets it")
        for text in notes_of(program, "skipped")
    )


def test_unread_constant() -> None:
    """A constant that no graded function reads is left out."""
    program = program_of(
        script("HUGE = [0] * 10**9\ndef f():\n    HUGE = 3\n    return HUGE\ndef g(): return HUGE"),
        graded=["f"],
    )
    names, _ = execute(program)
    assert "HUGE" not in names


def test_constants_read_indirectly() -> None:
    """Constants that functions, classes, lambdas and defaults read are kept."""
    text = """
A = 1
B = 2
C = 3
D = 4
def graded():
    return [helper(x) for x in range(1)], Box().value()
def helper(x, a=A):
    return (lambda: x + a + B)()
class Box:
    def value(self):
        return C + Box.extra
    extra = D
"""
    names, failures = execute(program_of(script(text), graded=["graded"]))
    assert failures == []
    assert names["graded"]() == ([3], 7)


def test_no_call_at_top_level_is_made() -> None:
    text = "calls = []\ndef f():\n    calls.append(1)\n    return calls\nf()\nprint(f())\nfor i in range(3): f()\nx = f()\nassert f()"
    program = program_of(script(text), graded=["f"])
    names, failures = execute(program)
    assert failures == [] and names["calls"] == []
    assert notes_of(program, "skipped") == [
        "Only definitions and constants are run. This code outside of functions was not run: work.py, lines 5, 6, 7, 8 and 9."
    ]


def test_result_under_a_functions_name() -> None:
    """A result that is stored under the function's own name does not replace it."""
    program = program_of(
        notebook("def model(x):\n    return x", "model = model(3)", "model = 5"), graded=["model"]
    )
    names, _ = execute(program)
    assert names["model"](4) == 4


def test_a_wrapped_function_counts() -> None:
    text = "import functools\ndef g(a, b): return a - b\nf = functools.partial(g, 10)\nh = np.vectorize(lambda v: v + 1)\nk = g"
    program = program_of(script(text), graded=["f", "h", "k"])
    names, failures = execute(program)
    assert failures == [] and program.missing == {}
    assert names["f"](3) == 7 and names["h"](3) == 4
    assert program.functions["k"].parameters == ("a", "b")


def test_parameters_are_those_passed_by_position() -> None:
    program = program_of(
        script("def f(a, /, b, c=3, *rest, d, **more):\n    return a"), graded=["f"]
    )
    assert program.functions["f"].parameters == ("a", "b", "c", "*rest")


def test_both_branches_of_an_if_are_one_definition() -> None:
    program = program_of(
        script("if 1:\n    def f(): return 1\nelse:\n    def f(): return 2\n"), graded=["f"]
    )
    assert notes_of(program, "duplicate") == []
    assert "f" in program.functions


def test_supplied_names() -> None:
    """A note says which names the course supplies."""
    program = program_of(
        script("def f(x):\n    return np.abs(sigmoid(x)) + own(x)\ndef own(relu): return relu"),
        graded=["f"],
    )
    assert notes_of(program, "supplied") == [
        "`np` was not imported. The grader provides it.",
        "`sigmoid` was not imported. The version of the course was used.",
    ]


@pytest.mark.parametrize(
    "code",
    ["from reg_utils import *", "from numpy import abs as sigmoid", "def sigmoid(x): return x"],
)
def test_own_names_are_not_supplied(code: str) -> None:
    program = program_of(script(code + "\ndef f(x):\n    return sigmoid(x)"), graded=["f"])
    assert notes_of(program, "supplied") == []


def test_star_import_from_numpy() -> None:
    """It does not bring the course's functions."""
    program = program_of(
        script("from numpy import *\ndef f(x):\n    return sigmoid(x)"), graded=["f"]
    )
    assert len(notes_of(program, "supplied")) == 1


def test_graded_function_from_a_helper_module() -> None:
    """An import from a helper module does not hand in a graded function."""
    program = program_of(
        script("from dnn_app_utils_v3 import *\nfrom dnn_app_utils_v3 import L_model_forward"),
        graded=["L_model_forward"],
    )
    assert program.missing == {
        "L_model_forward": "`L_model_forward` is imported from `dnn_app_utils_v3`, but you must write it yourself."
    }


def test_one_statement_per_imported_name() -> None:
    """A name that a stub module does not have costs no other name."""
    text = "from reg_utils import (sigmoid,\n    no_such_name,\n    relu)\ndef f(x):\n    return relu(x)"
    program = program_of(script(text), graded=["f"])
    names, failures = execute(program)
    assert [failure.partition(":")[0] for failure in failures] == ["work.py, line 2"]
    assert names["f"](-3) == 3


def test_imports_inside_functions_count_too() -> None:
    text = "def f(x):\n    import matplotlib.pyplot as plt\n    from opt_utils_v2 import sigmoid\n    return sigmoid(x)"
    program = program_of(script(text), graded=["f"])
    assert program.inert == ("matplotlib", "matplotlib.pyplot")
    assert program.module_names == {"opt_utils_v2": "opt_utils"}


def test_file_named_like_a_library() -> None:
    """It does not hide the library."""
    files = [
        script("def f(): return 1", "random.py"),
        script("import random\ndef g(): return random.Random(3)", "work.py"),
    ]
    program = program_of(*files, graded=["f", "g"])
    names, failures = execute(program)
    assert failures == [] and program.aliases == ()
    assert names["g"]() is not None


def test_circular_imports() -> None:
    """Files that import each other are read once each."""
    files = [
        script("import b\nA = 1\ndef f(): return b.B", "a.py"),
        script("import a\nB = 2\ndef g(): return a.A", "b.py"),
    ]
    program = program_of(*files, graded=["f", "g"])
    names, failures = execute(program)
    assert failures == []
    assert (names["f"](), names["g"]()) == (2, 1)


def test_several_notebooks() -> None:
    """Their cells are named with their files."""
    files = [
        notebook("def f(): return 1", name="one.ipynb"),
        notebook("def f(): return 2", name="two.ipynb"),
    ]
    program = program_of(*files, graded=["f"])
    assert program.functions["f"].origin == "two.ipynb, cell 1"
    assert program.ambiguous == (
        "`f` is in several files (one.ipynb and two.ipynb), and nothing says which is the newest. "
        "two.ipynb counts: it is the last in natural order."
    )


@pytest.mark.parametrize(
    "body",
    [
        "break",
        "nonlocal x",
        "global x; x: int",
        "yield x\n    return x\n  y",
        "x = 1\n    global x",
        "def g(a, a): pass",
    ],
)
def test_definition_that_does_not_compile(body: str) -> None:
    """It costs only itself."""
    program = program_of(
        script(f"def f(x):\n    {body}\n\ndef g():\n    return 1\n"), graded=["f", "g"]
    )
    names, failures = execute(program)
    assert failures == [] and names["g"]() == 1
    assert program.missing["f"].startswith("`f` could not be read: work.py, line ")


def test_broken_redefinition() -> None:
    """An earlier definition counts where a later one cannot be read."""
    program = program_of(notebook("def f(): return 1", "def f(:\n    return 2"), graded=["f"])
    names, _ = execute(program)
    assert names["f"]() == 1 and program.missing == {}


def test_build_in_threads() -> None:
    """A source is never changed by what is built from it, and one lock is no obstacle."""
    source = script(
        "from .b import f as g\nimport h5py\ndef f(x):\n    from . import q\n    return 'a' is x\n@nowhere\ndef h(): pass"
    )
    made = []

    def build() -> None:
        made.append(
            build_program([source], Wanted(["f", "h"], supplied=["np"], modules=["reg_utils"]))
        )

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and all(program == made[0] for program in made)


def test_no_files() -> None:
    program = build_program([], Wanted(["f"]))
    assert program.statements == () and program.missing == {"f": "There is no function `f`."}
