"""The private folder for members of archives: nothing of it is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import Begun
from tests.cli.conftest import RIGHT, Ran

from .archives import zipped

Grader = Callable[..., Ran]
Begin = Callable[..., Begun]
SLOW = "import time\n" + RIGHT.replace("return x + x", "time.sleep(2)\n    return x + x")
"""It waits, and needs no processor for that."""


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


def test_abandoned_folder(begin: Begin, grader: Grader, tmp_path: Path, temporary: Path) -> None:
    """A run removes the folder of a killed one; the folder of a run that goes on stays."""
    zipped(tmp_path / "class.zip", {f"s{n}.py": SLOW for n in range(6)})
    options = ["grade", "class.zip", "--jobs", "1", "--out"]
    killed = begin(*options, "one", TMPDIR=str(temporary))
    left = folder_of(killed, temporary)
    killed.kill()
    killed.wait()
    assert left.is_dir()
    running = begin(*options, "two", TMPDIR=str(temporary))
    own = folder_of(running, temporary, left)
    assert grader(*options, "three", "--only", "s0", TMPDIR=str(temporary)).code == 0
    assert list(temporary.iterdir()) == [own]
    running.send_signal(signal.SIGINT)
    assert running.wait() == 130
    assert list(temporary.iterdir()) == []


def folder_of(process: Begun, temporary: Path, other: Path | None = None) -> Path:
    """The folder that a run has made, once it is in use."""
    deadline = time.monotonic() + 60
    while not (found := [p.parent for p in temporary.glob("*/owner") if p.parent != other]):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    return found[0]


def test_full_disk(tmp_path: Path) -> None:
    """A full disk ends the run with one error; no file is called damaged."""
    zipped(tmp_path / "class.zip", {"ann.py": "# " + "x" * 5000, "bob.py": ""})
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from grader.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "grade", "class.zip", "--out", "results"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 3
    error, hint = done.stderr.splitlines()
    assert error.startswith("error: cannot unpack into ") and "TMPDIR" in hint
