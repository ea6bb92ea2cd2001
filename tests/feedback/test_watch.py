"""``grader check --watch``: the feedback comes again at every save."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
COURSE = CHECKOUT / "tests" / "cli" / "course"
RIGHT = "def double(x):\n    return x + x\n\n\ndef halve(x):\n    return 0.5 * x\n"


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "ann.py").write_text(RIGHT.replace("x + x", "3 * x"))
    command = [
        sys.executable,
        "-m",
        "grader",
        "check",
        "ann.py",
        "--watch",
        "--course",
        str(COURSE),
    ]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        # A shell that runs the tests in the background lets them ignore Ctrl-C, and what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    yield process
    process.kill()
    process.wait()


def until_waiting(process: subprocess.Popen[str]) -> str:
    """What is printed until it waits for the next save."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "waiting for" in line:
            break
    return "".join(lines)


def test_check_after_save(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    """A save is checked again.

    A mistake, its correction, a file that is no Python, and Ctrl-C, which ends with 0.
    """
    assert "Twice, not three times." in until_waiting(watching)
    (tmp_path / "ann.py").write_text(RIGHT)
    again = until_waiting(watching)
    assert "Everything passed." in again
    assert re.match(r"\d\d:\d\d:\d\d  ann\.py\n", again)
    assert "Since the last check:\n✓ double: failed before, passed now (2 / 2)\n" in again
    assert "halve" not in again.partition("Since")[2]
    assert "\x1b" not in again  # only a terminal is cleared
    (tmp_path / "ann.py").unlink()
    assert "ann.py is gone" in until_waiting(watching)
    (tmp_path / "ann.py").write_text(RIGHT)
    assert "Nothing changed since the last check." in until_waiting(watching)
    (tmp_path / "new.py").write_text(RIGHT.replace("x + x", "x +"))
    os.replace(tmp_path / "new.py", tmp_path / "ann.py")
    assert "Everything passed." not in until_waiting(watching)
    watching.send_signal(signal.SIGINT)
    assert watching.wait(60) == 0


def test_json_with_watch(tmp_path: Path) -> None:
    """JSON is for one check only. 2: a stream of reports would be no JSON."""
    command = [sys.executable, "-m", "grader", "check", "ann.py", "--watch", "--json"]
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert ended.returncode == 2
    assert "--json" in ended.stderr
