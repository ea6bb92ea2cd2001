"""Which definition counts where a function has several definitions in a submission."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.load import Wanted, body_digest, build_program
from grader.model.submission import Program, Received, Source
from tests.load.student import execute, notebook, notes_of, program_of, script

WRITTEN = "def f(x):\n    return x + 1\n"
OTHER = "def f(x):\n    return x + 2\n"


def value(program: Program) -> Any:
    """What the function that counts returns for 1: 2 of WRITTEN, 3 of OTHER."""
    names, failures = execute(program)
    assert failures == []
    return names["f"](1)


def two(older: str, newer: str) -> Program:
    """WRITTEN in the one file, OTHER in the other, handed over in both orders."""
    first = [script(WRITTEN, older), script(OTHER, newer)]
    programs = [program_of(*files, graded=["f"]) for files in (first, first[::-1])]
    assert value(programs[0]) == value(programs[1])
    return programs[0]


UNWRITTEN = {
    "pass": "pass",
    "dots": "...",
    "docstring": '"""Return x plus one."""',
    "raises": 'raise NotImplementedError("write this")',
    "raises_a_class": "raise NotImplementedError",
    "asserts_and_raises": "assert x is not None\n    raise NotImplementedError()",
    "seeds": "np.random.seed(1)\n    # YOUR CODE HERE\n    pass",
    "returns_nothing": "return",
    "returns_none": "return None",
    "blank": "y = None\n    return y",
    "blanks": "a, b = None, None\n    y = a + b\n    y = np.squeeze(y)\n    assert y.shape\n    return y",
    "blank_call": "z, cache = np.dot(None, None), x\n    return np.sum(z)",
    "blank_argument": "x = None\n    return x",
    "blank_dictionary": "y = {}\n    for i in range(3):\n        y[i] = None\n    return y",
    "blank_branches": "if x > 0:\n        y = None\n    else:\n        y = None\n    return y",
    "other_name": "# your code: y\n    return y",
}


@pytest.mark.parametrize("body", UNWRITTEN.values(), ids=UNWRITTEN.keys())
def test_unwritten_body(body: str) -> None:
    """Alone it is reported as not written yet; beside a written body, before or after, that one counts."""
    stub = f"import numpy as np\n\ndef f(x):\n    {body}\n"
    alone = program_of(script(stub), graded=["f"])
    assert alone.missing == {"f": "`f` is not written yet (work.py, line 3)."}
    assert alone.unwritten == {"f"} and not alone.functions
    for sources in (
        [script(stub + WRITTEN)],
        [script(WRITTEN + stub)],
        [notebook(WRITTEN, stub)],
        [script(stub, "z.py"), notebook(WRITTEN, name="a.ipynb")],
        [script(stub, "a.py"), notebook(WRITTEN, name="z.ipynb")],
        [script(stub, "a v2.py"), script(WRITTEN, "a.py")],
    ):
        program = program_of(*sources, graded=["f"])
        assert value(program) == 2
        assert program.ambiguous is None and not program.missing
        assert notes_of(program, "version")[0].startswith("Ignored, because nothing is written")


@pytest.mark.parametrize(
    "body",
    [
        "y = None\n    for i in range(2):\n        y = i\n    return y",
        "best = None\n    def visit(z):\n        nonlocal best\n        best = z\n    visit(x)\n    return best",
        "x[0] = 1\n    return None",
        "out = {}\n    out['a'] = None\n    out.update(a=x)\n    return out",
        "if x is None:\n        y = None\n    else:\n        y = x\n    return y",
        "return x",
        "axis = None\n    return np.sum(x, axis=axis)",
        "y = x * 2\n    return Y",
        "cache = None\n    return x + 1, cache",
        "try:\n        y = x + 1\n    except TypeError:\n        y = None\n    return y",
    ],
)
def test_written_body(body: str) -> None:
    """Also where it begins with None, or has a slip, which its author reads about."""
    program = program_of(script(f"import numpy as np\n\ndef f(x):\n    {body}\n"), graded=["f"])
    assert program.missing == {} and "f" in program.functions


def test_template_that_returns_a_global() -> None:
    """The file sets the name where it shows the function at work, so the call would return something."""
    text = "def f(rate, epoch):\n    steps = epoch // 2\n    return best\n\nbest = 0.5\nprint(f(1, 2))\n"
    assert program_of(script(text), graded=["f"]).unwritten == {"f"}
    constant = "CHOICE = 3\n\ndef f():\n    return CHOICE\n"
    assert program_of(script(constant), graded=["f"]).functions.keys() == {"f"}


def test_draft_and_filled_in_body() -> None:
    """A body with blanks is older than the same body without them, whatever the files are called."""
    draft = "def f(x):\n    m = x * 1\n    s = None\n    y = m + s\n    return y, m\n"
    filled = draft.replace("None", "2")
    for names in (("a.py", "b.py"), ("b.py", "a.py")):
        sources = [script(draft, names[0]), script(filled, names[1])]
        program = program_of(*sources, graded=["f"])
        assert value(program) == (3, 1) and program.ambiguous is None


def test_handed_out_body_with_errors() -> None:
    """Alone it is run like any other, since it has a body."""
    given = script("def f(x):\n    return x - 1\n", "z.py")
    starters = {"f": [body_digest(given.cells[0].tree.body[0])]}  # type: ignore[arg-type]

    def program(*sources: Source) -> Program:
        return build_program(sources, Wanted(["f"], starters=starters))

    assert value(program(given, script(WRITTEN, "a.py"))) == 2
    assert value(program(given)) == 0


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("hw.py", "hw (1).py"),
        ("hw (9).py", "hw (10).py"),
        ("hw.py", "hw-Copy1.py"),
        ("hw - Copy.py", "hw - Copy (2).py"),
        ("hw.py", "Copy of hw.py"),
        ("hw.py", "Kopie von hw.py"),
        ("hw_v9.py", "hw_v10.py"),
        ("hw v1.9.py", "hw v1.10.py"),
        ("HW1/Version 9/hw.py", "HW1/Version 10/hw.py"),
        ("attempt 2/hw.py", "attempt 11/hw.py"),
        ("hw_v3.py", "hw_final.py"),
        ("hw_final.py", "hw_final (1).py"),
        ("hw_old.py", "hw.py"),
        ("old/hw.py", "hw.py"),
        ("hw_draft.py", "hw_v1.py"),
        ("hw.py", "hw_new.py"),
        ("hw 2024-02-29.py", "hw 2024-03-01.py"),
        ("hw_20240301_0930.py", "hw_20240301_1130.py"),
        ("hw-checkpoint.py", "hw.py"),
    ],
)
def test_names_with_versions(older: str, newer: str) -> None:
    """As platforms, browsers and people mark versions; a note says so, and nothing is in doubt."""
    program = two(older, newer)
    assert value(program) == 3
    assert program.ambiguous is None
    assert notes_of(program, "version") == [
        f"`f`: {newer} counts, not {older}, because its name says that it is the newest."
    ]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("a.py", "b.py"),
        ("hw9.py", "hw10.py"),
        ("hw (1).py", "hw_v2.py"),
        ("hw_fixed.py", "hw_new.py"),
        ("conv2.py", "conv10.py"),
    ],
)
def test_natural_order(older: str, newer: str) -> None:
    """And the submission is marked, with the functions, the files and the rule."""
    program = two(older, newer)
    assert value(program) == 3
    assert program.ambiguous is not None
    assert "`f` is in several files" in program.ambiguous
    assert f"{newer} counts: it is the last in natural order." in program.ambiguous


def received(text: str, name: str, **details: Any) -> Source:
    return replace(script(text, name), received=Received(**details))


def test_dates_say_which_is_the_newer() -> None:
    """The platform's before an archive's; an archive's where they are more than a packer's seconds apart."""
    early, late = "2024-03-01T10:00:00", "2024-03-01T11:00:00"
    for field in ("submitted_at", "modified"):
        files = [
            received(OTHER, "a.py", **{field: late}),
            received(WRITTEN, "b.py", **{field: early}),
        ]
        program = program_of(*files, graded=["f"])
        assert value(program) == 3 and program.ambiguous is None
    soon = [
        received(OTHER, "a.py", modified="2024-03-01T10:00:04"),
        received(WRITTEN, "b.py", modified=early),
    ]
    assert program_of(*soon, graded=["f"]).ambiguous is not None


def test_name_and_date_disagree() -> None:
    """Neither is believed in silence."""
    files = [
        received(WRITTEN, "hw.py", modified="2024-03-01T11:00:00"),
        received(OTHER, "hw (1).py", modified="2024-03-01T10:00:00"),
    ]
    program = program_of(*files, graded=["f"])
    assert value(program) == 3 and program.ambiguous is not None


def test_newest_of_each_function() -> None:
    """The older file's functions count where the newer one has none, or has not written them."""
    older = script(WRITTEN + "\ndef g(x):\n    return 5\n\ndef h(x):\n    return 6\n", "hw_v1.py")
    newer = script(OTHER + "\ndef g(x):\n    pass\n", "hw_v2.py")
    names, _ = execute(program_of(older, newer, graded=["f", "g", "h"]))
    assert (names["f"](1), names["g"](1), names["h"](1)) == (3, 5, 6)


def test_same_text_in_two_files() -> None:
    """As when a notebook and its export as a script are handed in together."""
    copy = '# exported\ndef f(x):\n    """Says more."""\n    return x + 1\n'
    program = program_of(notebook(WRITTEN, name="b.ipynb"), script(copy, "a.py"), graded=["f"])
    assert value(program) == 2
    assert program.ambiguous is None and notes_of(program, "version") == []


def test_importing_file_counts() -> None:
    """That is what happens when the importing file is run."""
    main = script("from utils import *\n\n" + OTHER, "main.py")
    program = program_of(main, script(WRITTEN, "utils.py"), graded=["f"])
    assert value(program) == 3 and program.ambiguous is None


def test_syntax_error_beside_a_stub() -> None:
    """Beside the untouched starter, the student's own syntax error is what they have to fix."""
    broken = script("def f(x):\n    return x +\n", "mine.py")
    program = program_of(broken, script("def f(x):\n    pass\n", "starter.py"), graded=["f"])
    assert program.missing["f"].startswith("`f` could not be read: mine.py, line 2")


def test_thousand_definitions() -> None:
    """More versions than can be compared with each other: the last counts."""
    many = "".join(f"def f(x):\n    return {n}\n" for n in range(1000))
    assert value(program_of(script(many), graded=["f"])) == 999
    files = [script(f"def f(x):\n    return {n}\n", f"w{n}.py") for n in range(60)]
    program = program_of(*files, graded=["f"])
    assert value(program) == 59 and program.ambiguous is not None
