"""The image is built from what the Dockerfile copies, and from nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
# What containers may do at all when nobody gives them more.
CAPABILITIES = (
    "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,"
    "sys_chroot,mknod,audit_write,setfcap"
)


def copied() -> list[tuple[str, str]]:
    """Source and target of everything that is copied, relative to the working directory."""
    pairs = []
    for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE):
        *sources, target = line.split()
        pairs += [(source, f"{target}{source}" if target == "./" else target) for source in sources]
    return pairs


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """A folder that holds what the image holds when it installs the package."""
    (tmp_path / "image").mkdir()
    for source, target in copied():
        place = tmp_path / "image" / target
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, place)
    return tmp_path / "image"


def test_what_is_copied_suffices_for_the_wheel(context: Path, wheel: Path, tmp_path: Path) -> None:
    """The package that the image installs is the checkout's, file by file."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    done = subprocess.run([*command, str(context)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as own, zipfile.ZipFile(wheel) as whole:
        assert set(own.namelist()) == set(whole.namelist())


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="there is no setpriv")
def test_a_containers_rights_suffice_for_full_isolation() -> None:
    """With what engines leave to a container by default, no new namespaces among it."""
    if os.geteuid() != 0:
        pytest.skip("only root can give capabilities up")
    kept = ",".join(f"+{name}" for name in CAPABILITIES.split(","))
    without = ["setpriv", "--inh-caps=-all", f"--bounding-set=-all,{kept}"]
    done = subprocess.run(
        [*without, sys.executable, "-m", "grader", "doctor"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.stdout.startswith("isolation: locked\n"), done.stdout + done.stderr
