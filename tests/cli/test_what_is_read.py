"""What a notebook's kernel would run is read, and what cannot be read is shown with a caret."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran, notebook

Grader = Callable[..., Ran]
Write = Callable[..., Path]

READ = {
    "a helper module that a cell writes": [
        "%%writefile helper.py\nimport numpy as np\ndef twice(v):\n    return np.add(v, v)",
        "from helper import twice",
        "def double(x):\n    return twice(x)",
    ],
    "a helper module in a folder, by name": [
        "%%file lib/tools.py\nFACTOR = 2\ndef times(v):\n    return FACTOR * v",
        "import lib.tools as t\ndef double(x):\n    return t.times(x)",
    ],
    "the function itself in a file": [
        "%%writefile solution.py\ndef double(x):\n    return x + x",
        "%run solution.py",
    ],
    "a helper that is written again": [
        "%%writefile helper.py\ndef twice(v):\n    return v",
        "%%writefile helper.py\ndef twice(v):\n    return 2 * v",
        "from helper import twice\ndef double(x):\n    return twice(x)",
    ],
    "Python's prompts": [
        ">>> import numpy as np\n>>> def double(x):\n...     y = x + x\n...     return y\n...\n"
        ">>> double(2)\n4"
    ],
    "IPython's prompts": [
        "In [1]: import numpy as np\n\nIn [2]: def double(x):\n   ...:     '''Doubles.'''\n"
        "   ...:     return x + x\n   ...:\n\nIn [3]: double(2)\nOut[3]: 4"
    ],
    "prompts before a magic": ["In [1]: %matplotlib inline\nIn [2]: def double(x): return 2 * x"],
    "a doctest, which is no prompt": [
        "def double(x):\n    '''\n    >>> double(1)\n    2\n    '''\n    return x + x\n%time"
    ],
}


@pytest.mark.parametrize("what", READ)
def test_cells_that_run_are_read(grader: Grader, write: Write, what: str) -> None:
    """Files that cells write, and cells that were pasted from a terminal."""
    write("ann.ipynb", notebook(*READ[what]))
    ran = grader("check", "ann.ipynb", "--exercise", "scaling")
    assert "passed           double" in ran.out, ran.out


MARIMO = """import marimo

__generated_with = "0.9.0"
app = marimo.App(width="medium")


@app.cell
def _(np):
    FACTOR = 2
    def double(x):
        return np.multiply(FACTOR, x)
    return double, FACTOR


@app.cell(hide_code=True)
def imports():
    import numpy as np
    import marimo as mo
    mo.md("# Scaling")
    return mo, np


@app.function
def halve(x):
    return x / 2


if __name__ == "__main__":
    app.run()
"""


def test_marimo_notebook(grader: Grader, write: Write) -> None:
    """Its functions stand in functions of the cells; the exercise is found by them."""
    write("ann.py", MARIMO)
    ran = grader("check", "ann.py", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["exercise"]["id"] == "scaling"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("markdown", "def double(x):\n    return x + x"),
        ("raw", "import numpy as np\n\ndef double(x):\n    return x + x"),
        ("markdown", "```python\ndef double(x):\n    return x + x\n```"),
    ],
)
def test_code_in_other_cells(grader: Grader, write: Write, kind: str, text: str) -> None:
    """With the cell's number, and what to make of it."""
    book = json.loads(notebook("def halve(x):\n    return x / 2", text))
    book["cells"][1]["cell_type"] = kind
    write("ann.ipynb", json.dumps(book))
    ran = grader("check", "ann.ipynb", "--exercise", "scaling")
    told = " ".join(ran.out.split())
    assert f"`double` is in cell 2, which is a {kind} cell. Make it a code cell." in told


def test_text_about_a_function_is_not_code(grader: Grader, write: Write) -> None:
    """A statement that shows how a function begins does not say where the student's is."""
    book = json.loads(notebook("def halve(x):\n    return x / 2", "Write `def double(x):` now."))
    book["cells"][1]["cell_type"] = "markdown"
    write("ann.ipynb", json.dumps(book))
    ran = grader("check", "ann.ipynb", "--exercise", "scaling")
    assert "There is no function `double`." in ran.out


CUT = {
    "a formula": "def double(x):\n    y = x + x\n$$ y = 2 x $$\n\n    return y\n",
    "two lines of text": "def double(x):\n    '''Doubles.'''\n\nThis is the sum\nof both (see above)\n    return x + x\n",
    "an answer that was pasted": "def double(x):\n    y = x + x\n[2. 4.]\n    return y\n",
    "a line at the margin": "def double(x):\n    y = x\ny = y + x\n    return y\n",
}


@pytest.mark.parametrize("what", CUT)
def test_function_cut_in_two(grader: Grader, write: Write, what: str) -> None:
    """Not half of it is judged; the line that cuts it is shown."""
    write("ann.py", CUT[what] + "\ndef halve(x):\n    return x / 2\n")
    ran = grader("check", "ann.py", "--exercise", "scaling")
    assert "`double` could not be read: ann.py, line " in ran.out
    assert "missing          double" in ran.out


def test_text_after_a_function(grader: Grader, write: Write) -> None:
    """Where no part of the function stands below it."""
    write(
        "ann.py",
        "def double(x):\n    return x + x\n$$ y = 2 x $$\n\ndef halve(x):\n    return x / 2\n",
    )
    assert grader("check", "ann.py", "--exercise", "scaling").code == 0


def test_syntax_error_with_line_and_mark(grader: Grader, write: Write) -> None:
    """The caret stands under the place, in the terminal and on the page."""
    write("ann.py", "def double(x):\n    y =\n    return y\n\ndef halve(x):\n    return x / 2\n")
    ran = grader("check", "ann.py")
    lines = ran.out.splitlines()
    at = lines.index("        y =")
    assert lines[at + 1] == "           ^"
    assert "`double` could not be read: ann.py, line 2: invalid syntax." in lines[at - 1]
    grader("grade", "ann.py", "--exercise", "scaling", "--out", "out")
    (page,) = (write("x").parent / "out" / "feedback").glob("*.html")
    assert "<pre>    y =\n       ^</pre>" in page.read_text("utf-8")


NEWER = {
    (3, 12): "def double[T](x: T) -> T:\n    return x + x",
    (3, 12, "f"): "def double(x):\n    print(f'{'a' + 'b'} {x!r:>{len('3')}}')\n    return x + x",
    (3, 12, "type"): "def double(x):\n    type Pair = tuple[int, int]\n    return x + x",
    (3, 13): "def double[T = int](x: T) -> T:\n    return x + x",
    (3, 14): "def double(x):\n    y = t'{x}'\n    return x + x",
    (
        3,
        14,
        "except",
    ): "def double(x):\n    try:\n        return x + x\n    except A, B, C:\n        pass",
    (3, 15): "def double(x):\n    return [*y for y in x]",
}


@pytest.mark.parametrize("version", NEWER)
def test_syntax_of_a_newer_python(grader: Grader, write: Write, version: tuple[int, int]) -> None:
    """It is no slip; where this Python has it, it is read."""
    here = sys.version_info[:2]
    write("ann.py", NEWER[version] + "\n")
    told = " ".join(grader("check", "ann.py", "--exercise", "scaling").out.split())
    needs = f"this needs Python {version[0]}.{version[1]}; here is Python {here[0]}.{here[1]}"
    assert (needs in told) is (version[:2] > here)


def test_syntax_error_beside_a_formatted_string(grader: Grader, write: Write) -> None:
    """No newer Python reads it either."""
    write("ann.py", "def double(x):\n    print(f'{x}'\n    return x + x\n")
    assert "needs Python" not in grader("check", "ann.py", "--exercise", "scaling").out


def test_cell_is_named_by_its_first_line(grader: Grader, write: Write) -> None:
    """Jupyter shows no number beside it; where the line itself is shown, once is enough."""
    cells = [
        "import numpy as np",
        "# my solution\ndef double(x):\n    return x.nosuch",
        "import torch\nRATE = 2",
    ]
    write(
        "ann.ipynb", notebook(*cells, "import numpy as np\n\ndef halve(x):\n    return np.half(x)")
    )
    ran = grader("check", "ann.ipynb", "--exercise", "scaling")
    told = " ".join(ran.out.split())
    assert "(cell 2, line 3: `return x.nosuch`; the cell begins with `# my solution`)" in told
    write(
        "ben.ipynb",
        notebook("# mine\n\ndef double(x):\n    y =\n    return y", "def halve(x):\n    y ="),
    )
    ran = grader("check", "ben.ipynb", "--json")
    missing = {case["function"]: case["rationale"] for case in ran.json["cases"]}
    assert missing["double"].startswith("`double` could not be read: cell 1 `# mine`, line 4: ")


def test_nested_functions(grader: Grader, write: Write) -> None:
    """Where all of them are: nothing can be called, and each is named with what it stands in."""
    write(
        "ann.py",
        "def main():\n    def double(x):\n        return x + x\n    def halve(x):\n        return x / 2\n",
    )
    told = " ".join(grader("check", "ann.py").out.split())
    assert "`double` is defined inside the function `main` (ann.py, line 2)." in told


def test_notebook_without_code_cells(grader: Grader, write: Write) -> None:
    """There is no function at all; the reason says where the code is."""
    book = json.loads(notebook("import numpy", "def double(x):\n    return x + x"))
    book["cells"][1]["cell_type"] = "markdown"
    write("ann.ipynb", json.dumps(book))
    told = " ".join(grader("check", "ann.ipynb").out.split())
    assert "`double` is in cell 2, which is a markdown cell. Make it a code cell." in told


def test_cell_magic_in_an_exported_script(grader: Grader, write: Write) -> None:
    """nbconvert makes a text of it."""
    cell = "import numpy as np\\ndef double(x):\\n    return np.add(x, x)\\n"
    write(
        "ann.py",
        f"get_ipython().run_cell_magic('time', '', '{cell}')\ndef halve(x):\n    return x / 2\n",
    )
    assert grader("check", "ann.py", "--exercise", "scaling").code == 0
