"""The interpreter that a child runs in: its environment, and where it finds this package."""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

import grader

NOTHING_LAZY = "getattr(sys, 'set_lazy_imports_filter', id)(lambda *_: False);"
"""What an interpreter runs first: `lazy import`, which came with Python 3.15, imports at once.

What the standard library put off until a first use could not be loaded any more by then."""


def environment() -> dict[str, str]:
    """The whole environment of student code: nothing of the judge's, everything fixed."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}
    # One BLAS thread: with more, the first large product in a child that may not start threads
    # hangs. A fixed hash seed: the order of a set of strings is the same in every run.
    # No other process may hand it a script to run, as a debugger does from Python 3.14 on.
    fixed = {"PYTHONHASHSEED": "0", "PYTHON_DISABLE_REMOTE_DEBUG": "1", "LC_ALL": "C.UTF-8"}
    return {**fixed, "TZ": "UTC", "HOME": "/", **threads}


def import_path(libraries: Collection[str] = ()) -> list[str]:
    """Where a fresh interpreter finds this package, NumPy and the libraries, and nothing else."""
    roots = [Path(grader.__file__).parents[1]]
    for name in ("numpy", *sorted(libraries)):
        found = find_spec(name)  # without importing it: the judge may still be about to
        assert found is not None and found.origin is not None
        parents = 1 if found.submodule_search_locations else 0
        roots.append(Path(found.origin).parents[parents])
    return list(dict.fromkeys(str(root) for root in roots))


def cpu_clock_of(pid: int) -> int:
    """The id of a process's processor clock on Linux, as ``clock_getcpuclockid(3)`` makes it."""
    return ((~pid) << 3) | 2
