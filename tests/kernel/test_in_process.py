"""The check in the student's own process: it leaves no trace there, and needs no other process."""

from __future__ import annotations

import json
import linecache
import os
import random
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.kernel.conftest import HINT, RIGHT, ROOT

CHECKOUT = Path(__file__).resolve().parents[2]

NO_PROCESS = """
import os, subprocess, sys, threading, signal

def refuse(*args, **kwargs):
    raise OSError("there are no processes here")

for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "execv", "execve", "system", "popen"):
    setattr(os, name, refuse)
subprocess.Popen = subprocess.run = threading.Thread.start = refuse
import _posixsubprocess
_posixsubprocess.fork_exec = refuse
del signal.setitimer
for name in ("fcntl", "resource", "termios", "multiprocessing", "_multiprocessing"):
    sys.modules[name] = None  # as in a browser
"""


def session(code: str, **names: Any) -> dict[str, Any]:
    """The names of a session in which this code was entered."""
    found = {"__name__": "__main__", "np": np, **names}
    file = f"<entered {random.getrandbits(60)}>"
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    exec(compile(code, file, "exec"), found)
    return found


def check(names: dict[str, Any], arguments: str = "") -> Any:
    """What ``grader.check`` gives in that session."""
    exec(f"import grader\nfeedback = grader.check({arguments})", names)
    return names["feedback"]


@pytest.fixture(autouse=True)
def here(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bundle)
    monkeypatch.delenv("GRADER_COURSE", raising=False)


@pytest.mark.parametrize(("code", "words"), [
    (ROOT, HINT), (RIGHT["squared_distances"], "1 / 1 on the public cases. Everything passed."),
])  # fmt: skip
def test_no_fork_and_no_process(code: str, words: str, bundle: Path, tmp_path: Path) -> None:
    """Where forks, processes, threads and signals raise, as in JupyterLite, it says the same."""
    mine = tmp_path / "mine.py"
    mine.write_text(f"import numpy as np\n\n\n{code}\n")
    text = (
        f"{NO_PROCESS}\nsys.path.insert(0, {str(tmp_path)!r})\nfrom mine import *\n"
        "import grader\nprint(grader.check('squared_distances'))\n"
        "print(len(grader.check('squared_distances')._repr_html_()) > 500)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", text],
        cwd=bundle,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert ran.returncode == 0, ran.stderr
    assert words in " ".join(ran.stdout.split())
    assert ran.stdout.endswith("True\n")


DISTURBING = """
import random, sys, warnings
count = 0
kept = [1, 2]

def squared_distances(X, centres):
    global count, left
    count, left = count + 1, True
    X[:] = 0
    np.random.seed(9)
    np.random.shuffle(X)
    random.seed(9)
    np.seterr(all="raise")
    np.set_printoptions(precision=1)
    np.empty = None
    warnings.simplefilter("error")
    sys.stdout = sys.stderr = None
    raise SystemExit(3)
"""


def test_kernel_is_left_as_it_was() -> None:
    """Random states, settings, streams, NumPy's own functions, the session's names."""
    names = session(DISTURBING)
    before = (
        np.random.get_state()[1].tolist(), random.getstate(), np.geterr(), np.get_printoptions(),
        np.empty, np.random.seed, np.random.default_rng, sys.stdout, sys.stderr,
        list(warnings.filters), random._urandom, os.urandom,
    )  # fmt: skip
    assert "SystemExit" in repr(check(names, "'squared_distances'"))
    after = (
        np.random.get_state()[1].tolist(), random.getstate(), np.geterr(), np.get_printoptions(),
        np.empty, np.random.seed, np.random.default_rng, sys.stdout, sys.stderr,
        list(warnings.filters), random._urandom, os.urandom,
    )  # fmt: skip
    assert after == before
    assert names["count"] == 0 and "left" not in names
    exec("X, centres = grader.case('few_points')", names)
    assert np.abs(names["X"]).min() > 0  # each call has its own copy


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(60)", """while True:
        try:
            while True: pass
        except Exception: pass"""])  # fmt: skip
def test_endless_function_is_stopped(
    body: str, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Computing or asleep, and where it catches exceptions; the rest is judged all the same."""
    data = json.loads((bundle / "exercise.json").read_text())
    data["limits"] |= {"case_cpu_seconds": 0.2, "case_wall_seconds": 0.5}
    (tmp_path / "exercise.json").write_text(json.dumps(data))
    monkeypatch.chdir(tmp_path)
    code = f"def squared_distances(X, centres):\n    {body}\n\n\ndef assign(X, centres):\n    return 0\n"
    text = repr(check(session(code)))
    assert "ran out of time" in text and "✗ failed" in text


def test_a_function_itself_is_checked_by_its_name() -> None:
    """As beginners write it, also where it is a lambda."""
    assert check(session(RIGHT["squared_distances"]), "squared_distances").passed
    names = session(RIGHT["squared_distances"] + "\n\nright = squared_distances\n"
                    "squared_distances = lambda X, centres: right(X, centres)\n")  # fmt: skip
    assert check(names, "squared_distances").passed


def test_nobody_is_asked_for_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A front end would open a field and wait; the student is told to take the arguments."""
    monkeypatch.setattr("builtins.input", lambda prompt="": pytest.fail("somebody is asked"))
    told = repr(check(session("def squared_distances(X, centres):\n    return input('n? ')\n")))
    assert "EOFError" in told and "Leave `input()` out" in " ".join(told.split())


def test_interrupt_ends_the_check() -> None:
    """The student's own interrupt is no result of the function."""
    code = "def squared_distances(X, centres):\n    raise KeyboardInterrupt\n"
    with pytest.raises(KeyboardInterrupt):
        check(session(code), "'squared_distances'")


def test_which_function_is_there() -> None:
    """Not defined, no function, not written, without a text, decorated: each is told, or judged."""
    text = " ".join(repr(check(session("assign = 3"))).split())
    assert "There is no function `squared_distances` yet. Run the cell" in text
    assert "`assign` is there, but it is not a function" in text
    stub = "def assign(X, centres):\n    raise NotImplementedError()\n"
    assert "not written yet" in repr(check(session(stub), "'assign'"))
    names: dict[str, Any] = {"__name__": "__main__", "np": np}
    exec(RIGHT["squared_distances"], names)  # Python keeps no text of it
    assert check(names, "'squared_distances'").passed
    decorated = (
        f"import functools\n\n@functools.cache\ndef one(): pass\n\n\n{RIGHT['squared_distances']}"
    )
    decorated = decorated.replace("def squared", "@functools.wraps(one)\ndef squared")
    assert not check(
        session("def f(a): return a\nsquared_distances = f"), "'squared_distances'"
    ).passed
    assert "Traceback" not in repr(check(session(decorated), "'squared_distances'"))


@pytest.mark.parametrize(("arguments", "words"), [
    ("'distances'", "has no function 'distances'"), ("print", "has no function 'print'"),
    ("3", "has no function '3'"), ("exercise='clustering'", "did you mean|there is"),
    ("course='nowhere'", "nowhere"),
])  # fmt: skip
def test_known_errors_are_one_sentence(arguments: str, words: str) -> None:
    """In a notebook the sentence and the hint stand there without a traceback."""
    with pytest.raises(Exception) as raised:  # noqa: PT011  # whatever it is, it must say this
        check(session(""), arguments)
    lines = raised.value._render_traceback_()
    assert lines[0].startswith("error: ")
    assert any(word in " ".join(lines) for word in words.split("|"))


def test_bundle_in_a_folder_below(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook beside the bundle's folder finds it; so does a named folder."""
    monkeypatch.chdir(bundle.parent)
    assert check(session(RIGHT["squared_distances"]), "'squared_distances'").passed
    monkeypatch.chdir(bundle.parents[1])
    course = f"'squared_distances', course={str(bundle)!r}"
    assert check(session(RIGHT["squared_distances"]), course).passed


def test_import_is_light() -> None:
    """``import grader`` loads neither NumPy nor the check: every command begins with it."""
    ran = subprocess.run(
        [sys.executable, "-c", "import grader, sys; print('numpy' in sys.modules, 'grader.kernel' in sys.modules)"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    assert ran.stdout == "False False\n"


def test_language_of_the_student(monkeypatch: pytest.MonkeyPatch) -> None:
    """By argument or environment, the display and the errors too; the next check is as before."""
    german = check(session(ROOT), "'squared_distances', language='de'")
    for text in (repr(german), german._repr_html_()):
        assert "0 / 1 bei den öffentlichen Fällen" in text and "in diesem Prozess" in text
    assert "0 / 1 on the public cases" in repr(check(session(ROOT), "'squared_distances'"))
    monkeypatch.setenv("GRADER_LANGUAGE", "de")
    with pytest.raises(Exception, match="Fehler: clusters hat keine Funktion 'squared_distance'"):
        check(session(ROOT), "'squared_distance'")


def test_a_variant_that_is_not_there() -> None:
    """A bundle without variants says so."""
    with pytest.raises(Exception, match="variant"):
        check(session(ROOT), "'squared_distances', variant='b'")
