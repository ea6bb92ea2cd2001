"""Which faults the audit puts into a function."""

from __future__ import annotations

import ast

import pytest

from grader.mutation.code import shape_of
from grader.mutation.mutants import codes_of, mutants_of
from grader.mutation.slips import applied, slips_of, text_with

FAULTS = {
    "arithmetic": ("a + b * 2", ["a - b * 2", "a + b / 2", "a", "b * 2", "a + b", "a + b * 3"]),
    "order of a difference": ("a - b", ["b - a", "a + b"]),
    "precedence is kept": ("2 * (a + b)", ["2 * (a - b)", "2 * a", "2 * (a + a)"]),
    "comparison": ("a < b", ["a <= b", "a >= b"]),
    "axis and keepdims": (
        "np.sum(a, axis=1, keepdims=True)",
        ["np.sum(a, axis=0, keepdims=True)", "np.sum(a, axis=1, keepdims=False)",
         "np.sum(a, keepdims=True)", "np.mean(a, axis=1, keepdims=True)"],
    ),
    "operand order of dot": ("np.dot(a, b)", ["np.dot(b, a)", "np.dot(a.T, b)", "np.dot(a, b.T)"]),
    "operand order of @": ("a @ b", ["b @ a", "a * b", "a.T @ b", "a @ b.T"]),
    "transpose": ("a.T", ["a"]),
    "shape index": ("a.shape[0]", ["a.shape[1]", "b.shape[0]"]),
    "random numbers": ("np.random.randn(3)", ["np.random.rand(3)"]),
    "missing copy": ("np.copy(a)", ["a"]),
    "missing copy method": ("a.copy()", ["a"]),
    "slice": ("a[:, b:3]", ["a[:, b + 1:3]", "a[:, b:4]", "a[:, b:]", "a[:, :3]"]),
    "argument for argument": ("np.exp(a)", ["np.exp(b)", "a"]),
    "function": ("np.log(a)", ["np.log2(a)", "np.log10(a)", "np.log1p(a)", "a"]),
    "divisor": ("a / b", ["a / (b - 1)", "b / a", "a * b", "a"]),
    "into a root": ("np.sqrt(a) + b", ["np.sqrt(a + b)", "np.sqrt(a)", "np.cbrt(a) + b"]),
    "out of a root": ("np.sqrt(a + b)", ["np.sqrt(a) + b", "np.sqrt(a)", "a + b"]),
    "extra draw": ("np.random.rand(a)", ["(np.random.rand(a), np.random.rand(a))[1]"]),
    "result": ("a, b", ["None", "a", "(b, a)"]),
    "condition": ("a if a else b", ["a", "b"]),
    "and, or": ("a and b", ["a or b", "a", "b"]),
    "sign": ("-a", ["a"]),
    "constant": ("a * 0.5", ["a * 1.0", "a * 0.0", "a"]),
}  # fmt: skip


def returned(text: str) -> str:
    """What the function returns, written alike whatever its layout."""
    last = ast.parse(text).body[0].body[-1]  # type: ignore[attr-defined]
    return ast.unparse(last)


@pytest.mark.parametrize("what", FAULTS)
def test_expressions(what: str) -> None:
    """Each change is there once, and the unchanged function never is."""
    expression, expected = FAULTS[what]
    mutants = [
        returned(m.text) for m in mutants_of("f", f"def f(a, b):\n    return {expression}\n")
    ]
    for each in expected:
        assert mutants.count(ast.unparse(ast.parse(f"return {each}"))) == 1, each
    assert ast.unparse(ast.parse(f"return {expression}")) not in mutants


LOOP = '''def f(W, L):
    """Not W - 1."""
    out = {}
    for l in range(1, L):
        out[f"W{l}"] = W[l - 1] + 1
        out["b" + str(l)] = 0
    return out
'''


@pytest.mark.parametrize("line", [
    "for l in []:", "break",
    "for l in range(1, L + 1):", "for l in range(1, L - 1):", "for l in range(0, L):",
    'out[f"W{l + 1}"]', 'out[f"W{l - 1}"]', "W[(l + 1) - 1]", "W[l]", "str(l - 1)", "pass",
])  # fmt: skip
def test_layer_indices(line: str) -> None:
    """l and its neighbours, the ends of the loop, a statement left out."""
    wanted = ast.unparse(
        ast.parse(line if not line.startswith("for") else line + " pass")
    ).splitlines()[0]
    texts = [ast.unparse(ast.parse(m.text)) for m in mutants_of("f", LOOP)]
    assert any(wanted in text for text in texts)


def test_return_in_the_loop() -> None:
    """One step of indentation too many."""
    texts = [ast.unparse(ast.parse(m.text)) for m in mutants_of("f", LOOP)]
    assert any("\n        return out\n    return out" in text for text in texts)


def test_text_says_what_the_tree_does() -> None:
    """A number that takes the place of a name, above all: ``-1 ** b`` is not ``(-1) ** b``."""
    [code] = codes_of("def f(a, b):\n    c = a.shape[0] + 2**b\n    return c * (a - b) ** 2\n")
    for slip in slips_of(code):
        with applied(code, slip.edits) as tree:
            meant = ast.unparse(ast.fix_missing_locations(tree))
        assert ast.unparse(ast.parse(text_with(code, slip.edits))) == meant


@pytest.mark.parametrize(
    "changed", ["a -= b", "a = b", "for x in list(b)[1:]:", "for x in list(b)[:-1]:"]
)
def test_loops_and_changes_in_place(changed: str) -> None:
    """Loops over anything but a range lose an item."""
    source = "def f(a, b):\n    a += b\n    for x in b:\n        a += x\n    return a\n"
    assert any(changed in mutant.text for mutant in mutants_of("f", source))


def test_docstrings_and_messages_stay() -> None:
    """Docstrings and what only raises are no part of the result."""
    source = 'def f(a):\n    """a + 1"""\n    if a is None:\n        raise ValueError(1 + 2)\n    return a\n'
    for mutant in mutants_of("f", source):
        assert '"""a + 1"""' in mutant.text
        assert "raise ValueError(1 + 2)" in mutant.text


def test_printing_stays() -> None:
    """No result depends on it, nor on an argument that only turns it on."""
    source = (
        "def f(a, loud=False):\n    b = 2 * a\n    if loud:\n        print(a + 1)\n    return b\n"
    )
    assert mutants_of("f", source)
    for mutant in mutants_of("f", source):
        assert "loud=False" in mutant.text
        assert "    if loud:\n        print(a + 1)\n" in mutant.text


def test_other_lines_keep_their_layout() -> None:
    """Letters outside ASCII too."""
    source = "def f(a, b):\n    x = a   +   b  # größer\n    return x * 2\n"
    for mutant in mutants_of("f", source):
        old, new = source.splitlines(), mutant.text.splitlines()
        assert sum(one != other for one, other in zip(old, new, strict=True)) == 1
        assert old[mutant.line - 1] != new[mutant.line - 1]


def test_accepted_form_is_no_mutant() -> None:
    """Cases need not tell an accepted form from the reference."""
    source = "def f(a, b):\n    return a, b\n"
    form = shape_of("def f(a, b):\n    return b, a\n")
    assert "return (b, a)" in [returned(m.text) for m in mutants_of("f", source)]
    assert "return (b, a)" not in [returned(m.text) for m in mutants_of("f", source, [form])]
