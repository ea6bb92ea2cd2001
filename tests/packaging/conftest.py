"""The built wheel, and ways to run it: in a virtual environment, without one, as a plain user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def public_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter (pytest's own are private)."""
    folder = Path(tempfile.mkdtemp(prefix="grader-packaging-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def wheel(public_folder: Path) -> Path:
    """The wheel, built from this checkout with the tools that are installed."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(public_folder)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(public_folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, public_folder: Path) -> Path:
    """A folder that holds only what the wheel installs."""
    target = public_folder / "site"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(target), str(wheel)], check=True)
    return target


def dependencies() -> Path:
    return Path(numpy.__file__).parents[1]


def interpreter_for(user: str | None) -> str:
    """An interpreter of this version, outside any virtual environment, that ``user`` may run."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    base = getattr(sys, "_base_executable", sys.executable)
    for candidate in (base, shutil.which(f"python{version}", path="/usr/bin:/usr/local/bin")):
        if candidate and _runs(candidate, user, version):
            return candidate
    pytest.skip(f"user {user} may run no Python {version} on this machine")


def _runs(executable: str, user: str | None, version: str) -> bool:
    code = "import sys, numpy; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [executable, "-S", "-c", code], capture_output=True, text=True, user=user, cwd="/",
            env={"PYTHONPATH": str(dependencies())},
        )  # fmt: skip
    except OSError:
        return False
    return done.stdout.strip() == version


def unprivileged() -> str | None:
    """The user to become where the tests run as root; None where they already are a plain one."""
    return "nobody" if os.geteuid() == 0 else None
