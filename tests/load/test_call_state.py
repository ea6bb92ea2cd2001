"""Which functions may keep something between calls is read off the code, and in doubt assumed."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from grader.load import functions_with_state
from grader.model.exercise import Module
from tests.load.student import notebook, program_of, script

HELPERS = Module(
    ("reg_utils",),
    ("sigmoid", "relu"),
    "import numpy as np\nCALLS = []\n"
    "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
    "def relu(z):\n    CALLS.append(z)\n    return z\n",
)


def keeps(code: str, graded: str = "f") -> bool:
    """Whether ``f`` may keep something."""
    program = program_of(script(code), graded=graded.split())
    return "f" in functions_with_state(program, [HELPERS])


@pytest.mark.parametrize(
    "code",
    [
        "def f(x):\n    return np.exp(x) / x.sum()",
        "import numpy as xp\ndef f(x, rate=0.1, *, axes=(0, -1)):\n    return xp.linalg.norm(x, axis=axes)",
        "def f(x):\n    np.random.seed(3)\n    return np.random.randn(2, 2) * x",
        "def f(p):\n    for k in range(len(p) // 2):\n        p['W' + str(k)] -= 1\n    return p",
        "def f(x):\n    cache = {}\n    cache['x'] = [v for v in x]\n    return cache",
        "def f(x):\n    assert x.shape == (2, 2), f'{x.shape}'\n    raise ValueError('no')",
        "EPS = 1e-8\ndef g(x):\n    return x + EPS\ndef f(x):\n    return g(x) + sigmoid(x)",
        "from reg_utils import *\ndef f(x):\n    return sigmoid(x)",
        "import reg_utils as u\ndef f(x):\n    return u.sigmoid(x)",
        "import matplotlib.pyplot as plt\ndef show(x):\n    plt.plot(x)\ndef f(x):\n    return x",
        "def f(x):\n    def g(y):\n        return y\n    return sorted(map(g, x), key=lambda v: -v)",
        "def f(x):\n    return never_defined(x)",
        "def f(x: SomeType) -> SomeType:\n    y: SomeType = x\n    return y",
        "def f(n):\n    return 1 if n == 0 else f(n - 1)",
        "def f(x):\n    try:\n        return np.ones(10**9)\n    except MemoryError:\n        return 0",
        "import time\ndef f(x):\n    return time.time()",
        "class Net:\n    pass\ndef f(x):\n    return x",
        "f = lambda x: x + 1",
        "def g(x):\n    return x\nf = g",
        "def f(x):\n    yield x",
    ],
)
def test_plain_functions_have_no_state(code: str) -> None:
    assert not keeps(code)


@pytest.mark.parametrize(
    "code",
    [
        "COUNT = 0\ndef f(x):\n    global COUNT\n    COUNT += 1\n    return COUNT",
        "SEEN = []\ndef f(x):\n    SEEN.append(x)\n    return len(SEEN)",
        "SEEN = {}\ndef f(x):\n    SEEN['x'] = x\n    return x",
        "W = np.zeros(3)\ndef f(x):\n    W[0] += 1\n    return W",
        "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
        "def f(x, *, seen={}):\n    return seen.setdefault('x', x)",
        "def f(x):\n    f.calls = 1\n    return x",
        "def f(x):\n    np.exp = np.sin\n    return x",
        "def f(x):\n    m = np\n    m.exp = np.sin\n    return x",
        "def f(x):\n    np.seterr(all='raise')\n    return x",
        "def f(x):\n    return np.empty(3)",
        "def f(x):\n    return np.add(x, 1, where=x > 0)",
        "def f(x):\n    setattr(np, 'exp', 1)",
        "def f(x):\n    return eval('x')",
        "def f(x):\n    import os\n    return os.environ",
        "import os\ndef f(x):\n    return os.getpid()",
        "def f(x):\n    return x.__class__",
        "@np.vectorize\ndef f(x):\n    return x",
        "def g(x, seen=[]):\n    return x\ndef f(x):\n    return g(x)",
        "g = np.random.RandomState(1)\ndef f(x):\n    return g.randn()",
        "def f(x):\n    return relu(x)",
        "from reg_utils import relu as sigmoid\ndef f(x):\n    return sigmoid(x)",
        "SEEN = []\ndef f(x):\n    [SEEN for SEEN in x]\n    SEEN.append(x)\n    return SEEN",
        "class Net:\n    kept = []\ndef f(x):\n    Net.kept.append(x)\n    return Net.kept",
        "import functools\n@functools.lru_cache\ndef g(x):\n    return x\ndef f(x):\n    return g(x)",
        "SEEN = []\ng = lambda x, seen=SEEN: seen.append(x)\ndef f(x):\n    return g(x)",
        "SEEN = []\ndef f(x):\n    g = lambda SEEN: 1\n    SEEN.append(x)\n    return SEEN",
        "SEEN = []\ndef f(x):\n    def g(SEEN):\n        return 1\n    return SEEN",
        "from os import *\ndef f(x):\n    return getpid()",
    ],
)
def test_what_may_keep_something_has_state(code: str) -> None:
    assert keeps(code)


def test_every_definition_counts() -> None:
    """In a notebook the last one does, but which one that is may depend on what runs."""
    cells = notebook(
        "def f(x):\n    return x", "def f(x, seen=[]):\n    seen.append(x)\n    return seen"
    )
    assert functions_with_state(program_of(cells, graded=["f"]), [HELPERS]) == {"f"}


def test_a_program_without_its_trees_has_state() -> None:
    program = program_of(script("def f(x):\n    return x"), graded=["f"])
    assert functions_with_state(program, []) == frozenset()
    assert functions_with_state(replace(program, trees=()), []) == {"f"}


def test_state_of_each_function() -> None:
    """A counter in one function costs the others nothing."""
    code = "N = []\ndef f(x):\n    N.append(x)\n    return x\ndef g(x):\n    return x\ndef h(x):\n    return f(x)"
    program = program_of(script(code), graded=["f", "g", "h"])
    assert functions_with_state(program, []) == {"f", "h"}


def test_a_deep_expression_has_state() -> None:
    """Its tree is as deep as the judge's own stack."""
    program = program_of(script("def f(x):\n    return x"), graded=["f"])
    deep: ast.expr = ast.Constant(1)
    for _ in range(2000):
        deep = ast.BinOp(ast.Constant(1), ast.Add(), deep)
    statement = ast.Assign([ast.Name("X", ast.Store())], deep)
    assert functions_with_state(replace(program, trees=(statement,)), []) == {"f"}
