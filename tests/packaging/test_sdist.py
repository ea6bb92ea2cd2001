"""The source distribution: whoever has only it builds the same wheel from it."""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    build(ROOT, folder, "--sdist")
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def build(source: Path, out: Path, kind: str) -> None:
    command = [sys.executable, "-m", "build", kind, "--no-isolation", "-o", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_builds_the_same_wheel(sources: Path, wheel: Path, tmp_path: Path) -> None:
    """File by file, the course and the pages' templates among them."""
    build(sources, tmp_path, "--wheel")
    (again,) = tmp_path.glob("*.whl")
    assert again.name == wheel.name
    assert contents(again) == contents(wheel)


def test_it_holds_what_a_reader_and_a_tester_need(sources: Path) -> None:
    """Documentation, licence, tests and the pins they were run with."""
    for name in ("README.md", "LICENSE", "CHANGELOG.md", "Makefile", "constraints.txt"):
        assert (sources / name).is_file(), name
    for name in ("docs/authoring.md", "tests/packaging/test_sdist.py", "benchmarks/floor.py"):
        assert (sources / name).is_file(), name


def test_the_wheel_names_its_extras(wheel: Path) -> None:
    """None of them is needed to grade."""
    data = next(text for name, text in contents(wheel).items() if name.endswith("METADATA"))
    metadata = email.message_from_bytes(data)
    assert set(metadata.get_all("Provides-Extra", [])) >= {"cluster", "dev", "docs"}
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    names = {line.partition(">")[0] for line in needed}
    assert names == {
        "jinja2",
        "jsonschema",
        "nbformat",
        "numpy",
        "pycodestyle",
        "pydantic",
        "pyflakes",
        "pyyaml",
        "rich",
        "shtab",
    }
