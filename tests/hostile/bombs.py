"""Submissions that are small to hand in and large to read: syntax, notebooks, archives, results.

Each kind is a function of a source of chance and a size, so that one seed gives one class. They are
for the exercise ``scaling`` of ``tests/cli/course``; a bomb defines ``double``, right or wrong.
"""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from random import Random

Kind = Callable[[Random, int], str]
LARGEST = 200_000
"""Pieces of one bomb: beyond that, files are refused by their size alone."""

RIGHT = (
    "import numpy as np\n\ndef double(x):\n    return 2 * x\n\ndef halve(x):\n    return x / 2\n"
)


def _use(expression: str) -> str:
    """A module that evaluates it in a graded function, so that it is kept and compiled."""
    return f"import numpy as np\n\ndef double(x):\n    return {expression}\n"


def _name(rng: Random) -> str:
    return rng.choice(("a", "x", "self", "né", "ﷺ", "名", "_", "double"))


EXPRESSIONS: dict[str, Kind] = {
    "brackets": lambda r, n: "(" * min(n, 150) + "x" + ")" * min(n, 150),
    "too many brackets": lambda r, n: r.choice("([{") * n,
    "lists in lists": lambda r, n: "[" * min(n, 190) + "]" * min(n, 190),
    "fields": lambda r, n: "f'" + "{x}" * n + "'",
    "fields in fields": lambda r, n: "f'{" * min(n, 4) + "x" + "}'" * min(n, 4),
    "format in fields": lambda r, n: "f'" + "{x:{x}}" * n + "'",
    "attributes": lambda r, n: "x" + f".{_name(r)}" * n,
    "subscripts": lambda r, n: "x" + "[0]" * n,
    "calls": lambda r, n: "x" + "()" * n,
    "signs": lambda r, n: r.choice(("-", "~", "not ", "+")) * n + "x",
    "sum": lambda r, n: f" {r.choice('+-*@|')} ".join(["x"] * n),
    "powers": lambda r, n: "**".join(["x"] * n),
    "comparisons": lambda r, n: r.choice((" < ", " == ", " in ", " is ")).join(["x"] * n),
    "and": lambda r, n: r.choice((" and ", " or ")).join(["x"] * n),
    "if else": lambda r, n: "1 if x else " * n + "2",
    "lambdas": lambda r, n: "lambda: " * n + "x",
    "awaits": lambda r, n: "await " * n + "x",
    "walrus": lambda r, n: "[" + ",".join(f"(y{i} := {i})" for i in range(n)) + "]",
    "loops in a list": lambda r, n: "[x " + "for x in x " * n + "]",
    "numbers": lambda r, n: "[" + "1," * n + "]",
    "pairs": lambda r, n: "{" + ",".join(f"{i}: {i}" for i in range(n)) + "}",
    "set": lambda r, n: "{" + "x," * n + "}",
    "stars": lambda r, n: "[" + "*x," * n + "]",
    "arguments": lambda r, n: "x(" + ",".join(f"a{i}=x" for i in range(n)) + ")",
    "long figure": lambda r, n: "9" * n,
    "long hex": lambda r, n: "0x" + "f" * n,
    "tall power": lambda r, n: f"2 ** {n} ** {n}",
    "repeated text": lambda r, n: f"'x' * {n} * {n}",
    "repeated pair": lambda r, n: f"(0, 0) * {n} * {n}",
    "shift": lambda r, n: f"1 << {n} << {n}",
    "strings side by side": lambda r, n: "'x' " * n,
    "long text": lambda r, n: "'" + "x" * n + "'",
    "escapes": lambda r, n: "'" + "\\N{DIGIT ONE}" * n + "'",
    "half of a pair": lambda r, n: "'" + "\\ud800" * n + "'",
    "slices": lambda r, n: "x[" + ":," * n + "]",
}

STATEMENTS: dict[str, Kind] = {
    "import": lambda r, n: "import " + ".".join([_name(r)] * n),
    "imports": lambda r, n: "import " + ", ".join(f"a{i}" for i in range(n)),
    "from import": lambda r, n: "from numpy import " + ", ".join(f"a{i}" for i in range(n)),
    "relative import": lambda r, n: f"from {'.' * n} import x",
    "decorators": lambda r, n: "@a\n" * n + "def double(x):\n    return x\n",
    "methods": lambda r, n: "class A:\n" + "  def m(): 0\n" * n + _use("A"),
    "functions": lambda r, n: "def double(x): return x\n" * n,
    "helpers": lambda r, n: (
        "".join(f"def h{i}(x): return h{i + 1}(x)\n" for i in range(n)) + _use("h0(x)")
    ),
    "names": lambda r, n: (
        "".join(f"a{i} = a{i - 1} if {i} else 1\n" for i in range(n)) + _use(f"a{n - 1}")
    ),
    "one name": lambda r, n: "a = 1\n" * n + _use("a"),
    "targets": lambda r, n: "a = " * n + "1\n" + _use("a"),
    "tuple of targets": lambda r, n: "a, " * n + "= x\n" + _use("a"),
    "blocks": lambda r, n: (
        "".join(" " * i + "if 1:\n" for i in range(min(n, 90))) + " " * 95 + "x = 1\n"
    ),
    "tries": lambda r, n: "".join(" " * i + "try:\n" for i in range(min(n, 30))),
    "elif": lambda r, n: "if 0: 0\n" + "elif 0: 0\n" * n,
    "semicolons": lambda r, n: "x=1;" * n,
    "global": lambda r, n: "def double(x):\n global " + ",".join(f"a{i}" for i in range(n)),
    "parameters": lambda r, n: "def double(" + ",".join(f"a{i}=0" for i in range(n)) + "): pass",
    "annotations": lambda r, n: "def double(x: " + "list[" * min(n, 90) + "]" * min(n, 90) + "): 0",
    "match": lambda r, n: (
        "def double(x):\n match x:\n"
        + "".join(f"  case {i} | [{i}]: return {i}\n" for i in range(n))
    ),
    "patterns": lambda r, n: "match x:\n  case " + "|".join(["a.b.c"] * n) + ": 0",
    "type lines": lambda r, n: "x: int = 0\n" * n,
    "long name": lambda r, n: _name(r) * n + " = 1\n" + _use(_name(r) * n),
    "comments": lambda r, n: "#" + "x" * n + "\n" + "#\n" * n + _use("x"),
    "empty lines": lambda r, n: "\n \t\f\n" * n + _use("x"),
    "continued": lambda r, n: "x = 1" + " \\\n" * n + "\n",
    "open text": lambda r, n: "x = '''" + "\ndef double(x): 0" * n,
    "open texts": lambda r, n: "x = '''\n\"\"\"\n" * n,
    "broken blocks": lambda r, n: "def f(:\n    x\n" * n + _use("x"),
    "broken names": lambda r, n: "".join(f"def f{i}(:\n" for i in range(n)),
    "broken indents": lambda r, n: "".join(" " * (i % 7) + "x = 1\n" for i in range(n)),
    "magics": lambda r, n: "%matplotlib inline\n!pip install x\n?x\n" * n + _use("x"),
    "a magic": lambda r, n: "%" * n + "time x\n",
    "prompts": lambda r, n: ">>> x\n... y\nIn [1]: x\n" * n,
    "old print": lambda r, n: "print 'x'\n" * n + _use("x"),
    "tabs": lambda r, n: "if 1:\n\tx = 1\n        y = 1\n" * n,
    "invisible": lambda r, n: "x =\u00a0\u200b1\n" * n,
    "merge marks": lambda r, n: "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n" * n,
}

RESULTS: dict[str, Kind] = {
    "many numbers": lambda r, n: _use(f"np.zeros({n * 40})"),
    "many dimensions": lambda r, n: _use(f"np.zeros((1,) * {min(n, 64)})"),
    "strange shape": lambda r, n: _use(f"np.zeros(({n}, 0, {n}))"),
    "many parts": lambda r, n: _use(f"[0.5] * {n}"),
    "many keys": lambda r, n: _use(f"{{str(i): i for i in range({n})}}"),
    "deep": lambda r, n: (
        "def double(x):\n    for _ in range(" + str(n) + "):\n        x = [x]\n    return x\n"
    ),
    "long text": lambda r, n: _use(f"'x' * {n * 100}"),
    "long figure": lambda r, n: _use(f"10 ** {n}"),
    "long keys": lambda r, n: _use(f"{{'k' * {n}: 1, 'l' * {n}: x}}"),
    "complex": lambda r, n: _use(f"x * 1j + np.zeros(({min(n, 10_000)}, 1))"),
    "printed": lambda r, n: (
        f"def double(x):\n    print('\\x1b[31m<b>x\\u202e' * {n})\n    return x\n"
    ),
    "long error": lambda r, n: f"def double(x):\n    raise ValueError('1.5 0xabcdef12 ' * {n})\n",
    "deep error": lambda r, n: f"def double(x, n={n}):\n    return double(x, n - 1)\n",
    "many warnings": lambda r, n: (
        "import warnings\n\ndef double(x):\n"
        f"    for i in range({n}):\n        warnings.warn(str(i))\n    return x\n"
    ),
}


def _notebook(cells: list[object], **more: object) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **more})


def _cell(source: object, outputs: object = ()) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "outputs": outputs, "source": source}


NOTEBOOKS: dict[str, Kind] = {
    "many cells": lambda r, n: _notebook([_cell("x = 1")] * n + [_cell(RIGHT)]),
    "many lines": lambda r, n: _notebook([_cell(["x = 1\n"] * n)]),
    "large output": lambda r, n: _notebook([_cell(RIGHT, [{"text": "x" * n * 50}])]),
    "many outputs": lambda r, n: _notebook([_cell(RIGHT, [{"data": {}}] * n)]),
    "deep": lambda r, n: '{"cells": ' + "[" * n + "]" * n + "}",
    "deep metadata": lambda r, n: '{"cells": [], "metadata": ' + '{"a":' * n + "1" + "}" * (n + 1),
    "long figure": lambda r, n: '{"cells": [], "nbformat": ' + "9" * n + "}",
    "one key": lambda r, n: '{"cells": [],' + '"nbformat": 4,' * n + '"a": 0}',
    "cut off": lambda r, n: _notebook([_cell(["x\n"] * n)])[: -r.randrange(2, 40)],
    "half a pair": lambda r, n: _notebook([_cell("\ud800" * n)]),
    "cell magics": lambda r, n: _notebook([_cell(f"%%{_name(r)}\n{RIGHT}")] * n),
    "no strings": lambda r, n: _notebook([_cell([1, None, {}] * n), 0, None, []]),
}


def _zip(members: list[tuple[str, bytes]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def _nested(depth: int, data: bytes) -> bytes:
    for level in range(depth):
        data = _zip([(f"level{level}.zip", data)])
    return data


def _tar(members: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


_TEXT = RIGHT.encode()
ARCHIVES: dict[str, tuple[str, Callable[[Random, int], bytes]]] = {
    "many members": ("zip", lambda r, n: _zip([(f"a{i}.py", _TEXT) for i in range(n // 40)])),
    "many large": (
        "zip",
        lambda r, n: _zip([(f"a{i}.py", b"x = [" + b"1," * n + b"]\n" + _TEXT) for i in range(8)]),
    ),
    "one name": ("zip", lambda r, n: _zip([("a.py", _TEXT), ("a.py/b.py", _TEXT)])),
    "high ratio": ("zip", lambda r, n: _zip([("a.py", _TEXT + b"#" * n * 200)])),
    "nested": ("zip", lambda r, n: _nested(min(n, 12), _zip([("a.py", _TEXT)]))),
    "long names": (
        "tar.gz",
        lambda r, n: _tar([("a" * 240 + f"/{i}.py", _TEXT) for i in range(9)]),
    ),
    "deep names": ("tar.gz", lambda r, n: _tar([("a/" * min(n, 900) + "a.py", _TEXT)])),
    "climbing": ("zip", lambda r, n: _zip([("../" * 9 + "etc/a.py", _TEXT), ("/b.py", _TEXT)])),
    "cut off": ("zip", lambda r, n: _zip([("a.py", _TEXT)])[:-9]),
}

BytesKind = Callable[[Random, int], bytes]


def _script(kind: Kind, expression: bool) -> BytesKind:
    def make(rng: Random, size: int) -> bytes:
        text = kind(rng, size)
        return (_use(text) if expression else text).encode("utf-8", "surrogatepass")

    return make


def kinds() -> dict[str, tuple[str, BytesKind]]:
    """Every kind by name: how its file's name ends, and what makes it."""
    every: dict[str, tuple[str, BytesKind]] = {}
    every |= {f"expression: {k}": ("py", _script(v, True)) for k, v in EXPRESSIONS.items()}
    every |= {f"statement: {k}": ("py", _script(v, False)) for k, v in STATEMENTS.items()}
    every |= {f"result: {k}": ("py", _script(v, False)) for k, v in RESULTS.items()}
    every |= {f"notebook: {k}": ("ipynb", _script(v, False)) for k, v in NOTEBOOKS.items()}
    every |= {f"archive: {k}": v for k, v in ARCHIVES.items()}
    return every


def bombs(
    rng: Random, number: int, smallest: int = 10, largest: int = LARGEST
) -> list[tuple[str, str, bytes]]:
    """Name of the kind, end of the file's name, and content, of ``number`` bombs of chance's size."""
    every = kinds()
    names = list(every)
    rng.shuffle(names)
    made = []
    for index in range(number):
        name = names[index % len(names)]
        end, make = every[name]
        size = int(smallest * (largest / smallest) ** rng.random())
        made.append((f"{name} ({size})", end, make(rng, size)))
    return made
