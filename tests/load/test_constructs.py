"""Which constructs a function's code uses: through other names, helpers and look-ups, and no others'."""

from __future__ import annotations

import pytest

from grader import load
from grader.load.constructs import lacking, unknown, uses
from grader.load.constructs.vocabulary import KEYWORDS, OPERATORS, spelled_out
from grader.model.submission import Program

WANTED = load.Wanted(("solve", "helped"), ("np", "numpy", "math"), (), (), {})


def program(source: str, **more: str) -> Program:
    files = {"anna": source, **more}
    sources = [load.read_bytes(text.encode(), f"{name}.py") for name, text in files.items()]
    return load.build_program(sources, WANTED)


def found(source: str, *forbidden: str) -> list[tuple[str, int]]:
    return [(use.construct, use.line) for use in uses(program(source), "solve", forbidden)]


BODY = "def solve(A, b):\n    return {}\n"
INV = {
    "by its usual name": ("import numpy as np\n" + BODY.format("np.linalg.inv(A) @ b"), 3),
    "without an import": (BODY.format("np.linalg.inv(A) @ b"), 2),
    "another name for NumPy": ("import numpy as foo\n" + BODY.format("foo.linalg.inv(A) @ b"), 3),
    "a part of NumPy": ("import numpy.linalg as la\n" + BODY.format("la.inv(A) @ b"), 3),
    "from NumPy": ("from numpy import linalg\n" + BODY.format("linalg.inv(A) @ b"), 3),
    "from a part": ("from numpy.linalg import inv\n" + BODY.format("inv(A) @ b"), 3),
    "everything of a part": ("from numpy.linalg import *\n" + BODY.format("inv(A) @ b"), 3),
    "a name of its own": ("f = np.linalg.inv\n" + BODY.format("f(A) @ b"), 1),
    "a name of a name": ("g = np.linalg\nf = g.inv\n" + BODY.format("f(A) @ b"), 2),
    "one of two names": ("f, g = np.linalg.inv, np.dot\n" + BODY.format("g(f(A), b)"), 1),
    "in a list": ("fs = [np.linalg.inv]\n" + BODY.format("fs[0](A) @ b"), 1),
    "in a dictionary": ("fs = {'i': np.linalg.inv}\n" + BODY.format("fs['i'](A) @ b"), 1),
    "a default": ("def solve(A, b, f=np.linalg.inv):\n    return f(A) @ b\n", 1),
    "a local name": ("def solve(A, b):\n    m = np.linalg\n    return m.inv(A) @ b\n", 3),
    "a local import": ("def solve(A, b):\n    from numpy.linalg import inv as f\n    return f(A) @ b\n", 3),
    "handed on": (BODY.format("list(map(np.linalg.inv, [A]))[0] @ b"), 2),
    "looked up": (BODY.format("getattr(np.linalg, 'i' + 'nv')(A) @ b"), 2),
    "imported where it is used": (BODY.format("__import__('numpy').linalg.inv(A) @ b"), 2),
    "a loop over functions": ("def solve(A, b):\n    for f in (np.linalg.inv,):\n        A = f(A)\n    return A @ b\n", 2),
    "inside a function inside": ("def solve(A, b):\n    def f(x):\n        return np.linalg.inv(x)\n    return f(A) @ b\n", 3),
    "a helper": ("def other(x):\n    return np.linalg.inv(x)\n" + BODY.format("other(A) @ b"), 2),
    "a helper's helper": ("def one(x):\n    return np.linalg.inv(x)\ndef two(x):\n    return one(x)\n" + BODY.format("two(A) @ b"), 2),
    "a helper that is a lambda": ("f = lambda x: np.linalg.inv(x)\n" + BODY.format("f(A) @ b"), 1),
    "a method": ("class K:\n    def m(self, x):\n        return np.linalg.inv(x)\n" + BODY.format("K().m(A) @ b"), 3),
    "an attribute": ("class K:\n    f = np.linalg.inv\n" + BODY.format("K.f(A) @ b"), 2),
    "set by a function": ("def prepare():\n    global f\n    f = np.linalg.inv\nf = None\n" + BODY.format("f(A) @ b"), 3),
    "in a branch": ("def solve(A, b):\n    f = np.linalg.inv if A.size else None\n    return f(A) @ b\n", 2),
    "where a library may be missing": ("try:\n    from numpy.linalg import inv\nexcept ImportError:\n    inv = None\n" + BODY.format("inv(A) @ b"), 6),
    "a walrus": (BODY.format("(f := np.linalg.inv)(A) @ b"), 2),
}  # fmt: skip


@pytest.mark.parametrize(("source", "line"), INV.values(), ids=INV)
def test_a_function_is_found_by_whatever_name(source: str, line: int) -> None:
    assert ("np.linalg.inv", line) in found(source, "np.linalg.inv")


ELSEWHERE = {
    "another function's": "def other(x):\n    return np.linalg.inv(x)\n" + BODY.format("A @ b"),
    "an unused import": "from numpy.linalg import inv\n" + BODY.format("A @ b"),
    "a name hidden by a parameter": "from numpy.linalg import inv\ndef solve(A, inv):\n    return A @ inv\n",
    "a name hidden by a local one": "inv = np.linalg.inv\ndef solve(A, b):\n    inv = A\n    return inv @ b\n",
    "an own function of that name": "def inv(x):\n    return x\n" + BODY.format("inv(A) @ b"),
    "a method of that name": "class K:\n    def inv(self):\n        return 1\n"
    + BODY.format("K().inv() * b"),
    "in text": BODY.format("'np.linalg.inv'"),
    "in an annotation": "def solve(A: np.linalg.inv, b) -> np.linalg.inv:\n    return A @ b\n",
    "another function of the module": BODY.format("np.linalg.solve(A, b)"),
    "one that is looked up": BODY.format("getattr(A, 'shape')"),
}


@pytest.mark.parametrize("source", ELSEWHERE.values(), ids=ELSEWHERE)
def test_nobody_is_accused_of_what_is_elsewhere(source: str) -> None:
    assert found(source, "np.linalg.inv") == []


HIDDEN = [
    ("eval('np.lin' + 'alg.inv')(A)", "eval"),
    ("exec('import numpy')", "exec"),
    ("getattr(np.linalg, b)(A)", "getattr"),
    ("vars(np.linalg)['inv'](A)", "vars"),
    ("globals()['np'].linalg.solve(A, b)", "globals"),
    ("np.linalg.__dict__['inv'](A)", "__dict__"),
    ("np.linalg.__getattribute__('inv')(A)", "__getattribute__"),
    ("__import__(b).linalg.inv(A)", "__import__"),
    ("(lambda: 0).__globals__['np']", "__globals__"),
]


@pytest.mark.parametrize(("code", "word"), HIDDEN)
def test_what_hides_a_function_is_forbidden_with_it(code: str, word: str) -> None:
    """Where something is forbidden; nowhere else."""
    assert word in {use.construct for use in uses(program(BODY.format(code)), "solve", ["while"])}
    assert found(BODY.format(code)) == []
    other = f"def helped(A, b):\n    return {code}\n" + BODY.format("A @ b")
    assert found(other, "while") == []


@pytest.mark.parametrize(("module", "code"), [
    ("operator", "operator.attrgetter('inv')(np.linalg)"),
    ("sys", "sys.modules['numpy']"),
    ("importlib", "importlib.import_module(b)"),
])  # fmt: skip
def test_modules_that_look_names_up(module: str, code: str) -> None:
    assert found(f"import {module}\n{BODY.format(code)}", "for")


SYNTAX = {
    "for": ["for i in A: b = i", "b = [i for i in A]", "b = {i: 1 for i in A}", "b = sum(i for i in A)"],
    "comprehension": ["b = [i for i in A]", "b = {i for i in A}"],
    "while": ["while A: b = 1"],
    "if": ["if A: b = 1", "b = 1 if A else 2"],
    "lambda": ["b = (lambda x: x)(A)"],
    "try": ["try: b = 1\n    except E: b = 2"],
    "with": ["with A: b = 1"],
    "import": ["import math"],
    "del": ["del A"],
    "@": ["b = A @ b", "A @= b"],
    "**": ["b = A ** 2", "A **= 2"],
    "sorted": ["b = sorted(A)"],
    ".sort": ["A.sort()", "getattr(A, 'sort')()"],
    "np.sum": [
        "b = np.sum(A)", "b = A.sum()", "b = np.ndarray.sum(A)", "b = np.ma.sum(A)",
        "match np:\n        case object(sum=f): b = f(A)", "match A:\n        case object(sum=f): b = f()",
    ],
    "np.abs": ["b = np.absolute(A)"],
    "np.max": ["b = A.max()"],
    "loop": ["for i in A: b = i", "while A: b = 1", "b = list(map(abs, A))", "b = np.vectorize(abs)(A)"],
    "recursion": ["b = solve(A, b)", "b = (lambda: solve)", "def f(x): return f(x)\n    b = f(A)"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "code"), [(word, code) for word, codes in SYNTAX.items() for code in codes]
)
def test_syntax_and_methods(word: str, code: str) -> None:
    source = f"def solve(A, b):\n    {code}\n    return b\n"
    assert {construct for construct, _ in found(source, word)} & set(spelled_out([word]))


def test_no_method_of_a_list_is_taken_for_numpys() -> None:
    """A dictionary's copy is no np.copy, a list's sort no np.sort."""
    source = "def solve(A, b):\n    A.sort()\n    return b.copy()\n"
    assert found(source, "np.sort", "np.copy") == []


def test_recursion_by_way_of_another() -> None:
    source = "def other(x):\n    return solve(x, x)\n" + BODY.format("other(A)")
    assert "recursion" in dict(found(source, "recursion"))


def test_functions_that_are_judged_themselves_are_apart() -> None:
    source = "def helped(A):\n    return sorted(A)\n" + BODY.format("helped(A)")
    assert uses(program(source), "solve", ["sorted"], apart=["helped"]) == []
    (use,) = uses(program(source), "solve", ["sorted"])
    assert (use.within, use.origin, use.line) == ("helped", "anna.py", 2)


def test_other_files_of_a_submission() -> None:
    """They import one another; the place names the file."""
    mine = "def other(x):\n    return sorted(x)\n"
    files = program("import mine\n" + BODY.format("mine.other(A)"), mine=mine)
    (use,) = uses(files, "solve", ["sorted"])
    assert (use.origin, use.line) == ("mine.py", 2)


REQUIRED = [["np.dot", "@", "np.matmul"]]


@pytest.mark.parametrize("code", ["A @ b", "np.dot(A, b)", "A.dot(b)", "np.matmul(A, b)", "helped(A, b)"])  # fmt: skip
def test_one_of_what_is_required_is_enough(code: str) -> None:
    source = "def helped(A, b):\n    return A @ b\n" + BODY.format(code)
    assert lacking(program(source), "solve", REQUIRED) == []


@pytest.mark.parametrize("body", [
    "return A * b", "return A * b\n    A @ b", "if False:\n        A @ b\n    return 1",
    "if 0: A @ b\n    return 1", "b = A @ b if False else 1\n    return b", "return '@' and 'np.dot'",
    "False and A @ b\n    return 1", "while 0: A @ b\n    return 1", "np.dot\n    return 1",
])  # fmt: skip
def test_code_that_never_runs_is_no_use(body: str) -> None:
    assert lacking(program(f"def solve(A, b):\n    {body}\n"), "solve", REQUIRED) == REQUIRED


ENTANGLED = {
    "a circle": "a = b\nb = a\nf = a\n" + BODY.format("f(A)"),
    "names of names": "".join(f"a{n} = a{n + 1} if a{n + 1} else a{n + 1}\n" for n in range(60))
    + BODY.format("a0(A)"),
    "a long sum": BODY.format(" + ".join(["A"] * 4000)),
    "many functions": "".join(f"def f{n}(x):\n    return f{n + 1}(x)\n" for n in range(400))
    + BODY.format("f0(A)"),
    "many entries": "t = [" + "np.dot, " * 1000 + "]\n" + BODY.format("t[0](A)"),
}


@pytest.mark.parametrize("source", ENTANGLED.values(), ids=ENTANGLED)
def test_entangled_code_is_read(source: str) -> None:
    """No way to write names makes the judge's reading endless, or fail."""
    found(source, "np.linalg.inv", "for")


WORDS = (*KEYWORDS, *OPERATORS, "loop", "recursion", "sorted", ".sort", "np.linalg.inv", "math.sqrt", "numpy.dot")  # fmt: skip
NO_WORDS = ("fro", "np.linalg.inverse", "numpy.nothing", "sorted()", ".", "no_such_module.f", "math.squareroot")  # fmt: skip


def test_known_words() -> None:
    assert [word for word in WORDS if unknown(word, ())] == []
    assert [word for word in NO_WORDS if not unknown(word, ())] == []
