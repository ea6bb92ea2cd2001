"""What student code may import works when it is first used, not only when it is imported.

A library that puts an import off until then would find nothing in a child, where no path can be
opened any more. Which ones do is another matter in every Python and every NumPy.
"""

from __future__ import annotations

import sys

import pytest

from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Sandbox
from tests.sandbox.programs import call, run_all

USES = {
    "a date in a text": "datetime.datetime.strptime('2026-02-01', '%Y-%m-%d').month == 2",
    "a letter by its name": r"re.match(r'\N{DIGIT ONE}', '1') is not None",
    "a traceback as text": "'ZeroDivisionError' in divided_by_zero()",
    "a traceback with wide letters": "'NameError' in misspelled()",
    "a table of a month": "'2026' in calendar.month(2026, 2)",
    "a dictionary on several lines": "'\\n' in pprint.pformat({n: [n] * 30 for n in range(9)})",
    "a program as a tree": "ast.dump(ast.parse('1')) != ast.unparse(ast.parse('1'))",
    "a seed that is a text": "random.seed('text') is None",
    "a data class": "Layer(W=1).n == 3",
    "a named tuple": "Pair(1).b == 2",
    "hints of types": "sorted(typing.get_type_hints(plain)) == ['a', 'return']",
    "a signature": "str(inspect.signature(plain)) != ''",
    "what is logged": "logged() == ['WARNING:root:much']",
    "a failed assertion": "asserted() == 1",
    "a file of arrays in memory": "saved()['W'].sum() == 2",
    "text in arrays": "np.char.upper(np.array(['a']))[0] == 'A'",
    "a table with names": "len(np.rec.fromarrays([[1], [2]])) == 1",
    "a warning": "warnings.warn('Größe') is None",
    "a digest": "hashlib.new('sha512', b'a').hexdigest() != hashlib.blake2b(b'a').hexdigest()",
    "a shuffled copy": "sorted(np.random.default_rng(1).permutation(3)) == [0, 1, 2]",
}
BEFORE = """
import ast, calendar, dataclasses, datetime, hashlib, inspect, io, logging, pprint, random, re
import traceback, typing, unittest, warnings

@dataclasses.dataclass(order=True)
class Layer:
    W: np.ndarray
    n: int = 3

class Pair(typing.NamedTuple):
    a: int
    b: int = 2

def plain(a: int) -> float:
    return 1.0

def divided_by_zero():
    try:
        1 / 0
    except ZeroDivisionError:
        return traceback.format_exc()

def misspelled():
    größe = 1
    try:
        grösse
    except NameError:
        return traceback.format_exc()

def logged():
    with unittest.TestCase().assertLogs() as seen:
        logging.warning('much')
    return seen.output

def asserted():
    class Case(unittest.TestCase):
        def test_it(self):
            self.assertEqual([1], [2])
    result = unittest.TestResult()
    Case('test_it').run(result)
    return len(result.failures)

def saved():
    file = io.BytesIO()
    np.savez_compressed(file, W=np.ones(2))
    file.seek(0)
    return np.load(file)
"""


@pytest.fixture(scope="module")
def told(sandbox: Sandbox) -> dict[str, object]:
    """Use -> whether it worked, or the error that it ended with; each in a call of its own."""
    functions = [f"def use{n}():\n    return bool({use})\n" for n, use in enumerate(USES.values())]
    requests = [call(f"use{n}") for n in range(len(USES))]
    outcomes = run_all(sandbox, BEFORE + "".join(functions), *requests).outcomes
    return {
        name: outcomes[f"use{n}"].value
        if outcomes[f"use{n}"].ending is Ending.RETURNED
        else outcomes[f"use{n}"].raised
        for n, name in enumerate(USES)
    }


@pytest.mark.parametrize("use", USES)
def test_module_works_at_first_use(told: dict[str, object], use: str) -> None:
    """Whatever the library imports for it is there already."""
    assert told[use] is True, told[use]


@pytest.mark.skipif(
    not hasattr(sys, "lazy_modules"), reason="`lazy import` came with Python 3.15: nothing is lazy"
)
def test_no_lazy_imports(each_sandbox: Sandbox) -> None:
    """Neither by the standard library, nor by a student who asks for it."""
    source = "import sys\nlazy import json\ndef f():\n    return sorted(sys.lazy_modules)"
    assert run_all(each_sandbox, source, call("f")).outcomes["f"].value == []
