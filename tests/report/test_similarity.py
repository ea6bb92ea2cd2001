"""The hash by which the instructor's page finds equal texts: what changes it, and what does not."""

import pytest

from grader.load import read_bytes, text_hashes

PLAIN = """
def cost(A, Y, *, eps=1e-8):
    m = Y.shape[1]
    if m == 0:
        return 'empty', -1
    return -(Y * log(A + eps)).sum() / m
"""


def hashes(text: str) -> dict[str, str]:
    return text_hashes([read_bytes(text.encode(), "anna.py")], {"cost"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    m =", '    """What it costs."""\n    m ='),
        ("[1]\n", "[1]  # examples\n\n"),
        ("'empty', -1", '("empty",   -1)'),
        ("def cost", "import math\n\n\ndef cost"),
    ],
    ids=["docstring", "comment", "layout", "place"],
)
def test_ignored_changes(old, new):
    """What is changed first in a copy does not count."""
    assert hashes(PLAIN.replace(old, new)) == hashes(PLAIN) != {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("m == 0", "m == False"),
        ("m == 0", "m != 0"),
        ("'empty'", "b'empty'"),
        ("Y * log", "log * Y"),
        ("*, eps", "eps"),
        ("eps", "tiny"),
        ("'empty', -1", "['empty', -1]"),
    ],
)
def test_other_changes(old, new):
    """Everything else counts."""
    assert hashes(PLAIN.replace(old, new)) != hashes(PLAIN)


def test_short_functions():
    """They have no hash; nested statements are counted."""
    assert hashes('def cost(A):\n    """Doc"""\n    B = A\n    return B\n') == {}
    assert hashes("def cost(A):\n    for a in A:\n        if a:\n            return a\n") != {}


def test_last_definition():
    """It is the one that counts."""
    assert hashes("def cost():\n    a = b = c = 1\n" + PLAIN) == hashes(PLAIN)


def test_nesting_and_huge_numbers():
    """They cause no error."""
    chain = "".join(f"    elif A == {n}:\n        pass\n" for n in range(900))
    assert hashes(
        f"def cost(A):\n    if A:\n        pass\n{chain}    return {'(' * 80}1,{')' * 80}\n"
    )
    assert hashes(
        f"def cost(A):\n    B = 0x{'f' * 9000}\n    C = B\n    return '\\ud800', 1j, ...\n"
    )
