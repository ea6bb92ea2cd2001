"""Whatever is handed in: a Source or one sentence why not, and never an exception beyond that."""

from __future__ import annotations

import json
import marshal
import types
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.load import Wanted, build_program, read_bytes, recognise
from grader.model.submission import Source
from grader.util.errors import Unreadable
from tests.load.student import MODULES, SAMPLES, SUPPLIED, execute, program_of, script

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
NAMES = st.sampled_from(["work.py", "work.ipynb", "odd\udcff\n.py", ""])
GRADED = ["f", "g", "sigmoid", "L1", "softmax", "predict"]

PIECES = """def f(x):|def g(|class A:|    |\t|\n|\n\n|  return x|return|lambda x:|x|f|g|np|np.float|=|+=|:=|==|(|)|[|]|{|}|'|"
'''|\"\"\"|#|# GRADED FUNCTION|%%time\n|%%bash\n|%matplotlib inline\n|!ls|?|x = !ls|print |print x, y|`x`|<>|except A, e:|try:|if x:|else:
for i in x:|with a as b:|import |from . import f|from reg_utils_v2 import *|from work import f as g|import h5py|import numpy as np|@|global x
del f|np.float = float|async |await |yield|*|**|,|;|:|.|1|10L|0777|1e999|\\|\\\n|\f|\0|\u00a0|中|\ud800|match x:|case _:|f = g|nonlocal x
if __name__ == "__main__":|from __future__ import annotations|from tqdm import tqdm|ACC = 3|f = lambda x: ACC|@jit|raise E, 'x'|exec 'x'"""


def soup() -> st.SearchStrategy[str]:
    pieces = [piece for line in PIECES.split("\n") for piece in line.split("|") if piece] + [
        "\n",
        "\n    ",
        "\n",
    ]
    return st.lists(st.sampled_from(pieces), max_size=40).map("".join)


KEYS = "cells worksheets cell_type source input outputs metadata kernelspec name language x".split()
LEAVES = [
    None,
    True,
    0,
    -7,
    1e300,
    "",
    "code",
    "markdown",
    "python2",
    "def f(x):\n",
    "  return x",
    "\ud800",
    "%%bash",
]


def json_values() -> st.SearchStrategy[Any]:
    return st.recursive(
        st.sampled_from(LEAVES),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
        ),
        max_leaves=12,
    )


def check(data: bytes, name: str) -> Source | None:
    """Read, build, and look at what came out."""
    try:
        source = read_bytes(data, name)
    except Unreadable as fault:
        why = fault.reason
        assert why.isprintable() and why.endswith(".")  # raised by some inputs only
        return None
    program = build_program([source], Wanted(GRADED, SUPPLIED, MODULES))
    recognise([source], {"a": GRADED[:3], "b": GRADED[2:]})
    origins = {cell.origin for cell in source.cells}
    for statement in program.statements:
        code = marshal.loads(statement.code)
        assert isinstance(code, types.CodeType)
        assert code.co_filename == statement.origin and statement.origin in origins
        assert statement.line >= 1
    assert program.functions.keys() | program.missing.keys() == set(GRADED)
    assert program.functions.keys().isdisjoint(program.missing)
    assert set(program.inert).isdisjoint(MODULES)
    for text in [note.text for note in program.notes] + list(program.missing.values()):
        assert all(line.isprintable() for line in text.split("\n"))
    return source


@PATIENT
@given(st.binary(max_size=300), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    check(data, name)


@PATIENT
@given(json_values(), NAMES)
def test_any_json(value: Any, name: str) -> None:
    check(json.dumps(value).encode(), name)


@PATIENT
@given(st.lists(json_values(), max_size=4), st.sampled_from(["cells", "worksheets"]))
def test_any_json_in_a_notebook(values: list[Any], key: str) -> None:
    check(json.dumps({key: values, "metadata": values}).encode(), "work.ipynb")


@settings(PATIENT, max_examples=400)
@given(soup(), st.booleans())
def test_any_code(text: str, as_notebook: bool) -> None:
    if as_notebook:
        data = json.dumps({"cells": [{"cell_type": "code", "source": text}]}).encode()
        assert check(data, "work.ipynb") is not None
    else:
        check(text.encode("utf-8", "surrogatepass"), "work.py")


@PATIENT
@given(st.sampled_from(sorted(p.name for p in SAMPLES.glob("*.*y*"))), st.data())
def test_damaged_samples(name: str, data: st.DataObject) -> None:
    content = (SAMPLES / name).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 40))
    check(content[:start] + data.draw(st.binary(max_size=3)) + content[start + length :], name)


@PATIENT
@given(
    st.lists(
        st.tuples(st.sampled_from(["a.py", "b.py", "p/c.py", "p/__init__.py", "n.ipynb"]), soup()),
        max_size=4,
    )
)
def test_any_folder(files: list[tuple[str, str]]) -> None:
    sources: list[Source] = []
    for name, text in files:
        text += "\nimport a\nfrom .b import f\nfrom p.c import *\n"
        try:
            sources.append(read_bytes(text.encode("utf-8", "replace"), name))
        except Unreadable:
            continue
    program = build_program(sources, Wanted(GRADED, SUPPLIED, MODULES))
    assert program.functions.keys() | program.missing.keys() == set(GRADED)


BLOCKS = [
    "def fails_{n}():\n    # why\n\n    raise ValueError({n})",
    "@staticmethod\ndef fails_{n}():\n    raise ValueError({n})",
    "if True:\n    def fails_{n}():\n        raise ValueError({n})\nelse:\n    pass",
    "class Fails_{n}:\n    def now(self):\n        raise ValueError({n})\n\ndef fails_{n}():\n    Fails_{n}().now()",
    "fails_{n} = lambda: [][{n}]",
    "LIMIT_{n} = (\n    {n}\n)\n\ndef fails_{n}(x=LIMIT_{n}):\n    raise ValueError(x)",
    "print('top level')\nfor i in range(3):\n    pass\ndef fails_{n}():\n    return 1 / 0",
    "def broken_{n}(:\n    pass\n\ndef fails_{n}():\n    raise ValueError",
    "%magic\n!shell\ndef fails_{n}():\n    raise ValueError",
    "def fails_{n}():\n    print 'python', 2\n    raise ValueError",
    "x = (1,\n     2\n\ndef fails_{n}():\n    raise ValueError",
]


@PATIENT
@given(st.lists(st.tuples(st.sampled_from(BLOCKS), st.integers(0, 3)), min_size=1, max_size=6))
def test_line_numbers_are_those_of_the_file(blocks: list[tuple[str, int]]) -> None:
    """A student finds the line that a message names, whatever stands around it."""
    text = "".join(
        "\n" * gap + block.replace("{n}", str(n)) + "\n" for n, (block, gap) in enumerate(blocks)
    )
    lines = text.split("\n")
    graded = [f"fails_{n}" for n in range(len(blocks))]
    program = program_of(script(text), graded=graded)
    names, failures = execute(program)
    assert failures == [] and not program.missing
    for name in graded:
        site = program.functions[name]
        assert name in lines[site.line - 1]
        with pytest.raises((ValueError, IndexError, ZeroDivisionError)) as caught:
            names[name]()
        step = caught.value.__traceback__
        while step.tb_next is not None:
            step = step.tb_next
        assert step.tb_frame.f_code.co_filename == "work.py"
        assert any(
            word in lines[step.tb_lineno - 1] for word in ("raise ValueError", "[][", "1 / 0")
        )
