"""The process that a child runs in: how it is started, what it finds, what it uses.

Both the judge and the children's side use it; it knows neither.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

import grader

# `lazy import`, which came with Python 3.15, must import at once: what the standard library puts off
# until a first use could not be loaded any more by then.
_BOOTSTRAP = """
import importlib, sys
getattr(sys, "set_lazy_imports_filter", id)(lambda *_: False)
sys.path += {folders!r}
importlib.import_module({module!r}).main(*sys.argv[1:])
"""


def child_command(module: str, *arguments: str, libraries: Collection[str] = ()) -> list[str]:
    """The command that runs ``main`` of a module of this package in a fresh interpreter.

    The interpreter finds this package, NumPy and the libraries, and nothing else. ``main`` gets the
    libraries' names, joined by commas, and the arguments.
    """
    code = _BOOTSTRAP.format(folders=_import_path(libraries), module=module)
    isolated = [sys.executable, "-s", "-S", "-P", "-B", "-c", code]
    return [*isolated, ",".join(sorted(libraries)), *arguments]


def child_environment() -> dict[str, str]:
    """The whole environment of student code: nothing of the judge's, everything fixed."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}
    # One BLAS thread: with more, the first large product in a child that may not start threads
    # hangs. A fixed hash seed: the order of a set of strings is the same in every run.
    # No other process may hand it a script to run, as a debugger does from Python 3.14 on.
    fixed = {"PYTHONHASHSEED": "0", "PYTHON_DISABLE_REMOTE_DEBUG": "1", "LC_ALL": "C.UTF-8"}
    return {**fixed, "TZ": "UTC", "HOME": "/", **threads}


def _import_path(libraries: Collection[str]) -> list[str]:
    roots = [Path(grader.__file__).parents[1]]
    for name in ("numpy", *sorted(libraries)):
        found = find_spec(name)  # without importing it: the judge may not have done so yet
        assert found is not None and found.origin is not None
        parents = 1 if found.submodule_search_locations else 0
        roots.append(Path(found.origin).parents[parents])
    return list(dict.fromkeys(str(root) for root in roots))


def virtual_size() -> int:
    """Bytes of address space that this process has in use, as Linux reports them."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def peak_virtual_size() -> int:
    """The most bytes of address space that this process ever had in use, as Linux reports them."""
    with open("/proc/self/status", "rb") as status:
        return int(status.read().partition(b"VmPeak:")[2].split(None, 1)[0]) * 1024
