"""Where and with what a report was made: everything besides the bytes that a verdict depends on."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from grader import __version__
from grader.report.model import (
    BlasSection,
    Environment,
    GraderSection,
    IsolationSection,
    Setting,
)

_PACKAGE = Path(__file__).parents[1]
_PACKAGED_COURSE = "_course"


def describe_environment(
    isolation_level: str, layers: Sequence[str], settings: Mapping[str, Setting]
) -> Environment:
    """This machine's part of a report; made once and shared by all reports of a run.

    ``settings`` holds only the options that a verdict depends on: no paths, no number of jobs.
    """
    name, version = _blas()
    return Environment(
        grader=GraderSection(version=__version__, source=source_hash()),
        python=platform.python_version(),
        numpy=_numpy_version(),
        blas=BlasSection(name=name, version=version),
        platform=f"{sys.platform} {platform.machine()}".strip(),
        isolation=IsolationSection(level=isolation_level, layers=tuple(layers)),
        settings=dict(sorted(settings.items())),
    )


def with_libraries(environment: Environment, libraries: Sequence[str]) -> Environment:
    """The environment of an exercise that declares libraries beside NumPy, with their versions."""
    if not libraries:
        return environment
    versions = {name: _version_of(name) for name in sorted(libraries)}
    return environment.model_copy(update={"libraries": versions})


def _version_of(library: str) -> str:
    """The version of what is installed under an import's name."""
    names = metadata.packages_distributions().get(library, [library])
    try:
        return metadata.version(names[0])
    except metadata.PackageNotFoundError:
        return "unknown"


@cache
def source_hash() -> str:
    """Hash over the package's own code and tables, the same whatever line ends a checkout has.

    A course that is shipped inside the package is left out: exercises have their own version.
    """
    digest = hashlib.sha256()
    files = (path for pattern in ("*.py", "*.toml") for path in _PACKAGE.rglob(pattern))
    for name, path in sorted((path.relative_to(_PACKAGE).as_posix(), path) for path in files):
        if name.startswith(_PACKAGED_COURSE + "/"):
            continue
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _numpy_version() -> str:
    import numpy

    return numpy.__version__


def _blas() -> tuple[str | None, str | None]:
    """Name and version of the library that NumPy says it was built with."""
    import numpy

    try:
        blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
    except (KeyError, TypeError):
        return None, None  # some distributions build NumPy without these facts
    return blas.get("name"), blas.get("version")
