"""Which modules student code may import, and why another one is not there.

The child has the first list loaded before any student code runs; the loader knows by it which
imports find something. A library that an exercise declares comes to it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection
from pathlib import Path

from grader.util.language import gettext, gettext_noop

# Not TOML: its reader would be one more module that student code finds loaded.
_NAMES: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("modules.json").read_text(encoding="utf-8")
)
STANDARD = tuple(_NAMES["standard"])
"""Modules of Python that student code may import."""
TOOLS = frozenset(_NAMES["tools"])
"""First names of modules that watch, show or measure what code does, and compute nothing of it."""
PROGRESS_BARS = frozenset(_NAMES["progress_bars"])
"""Of these, those whose loops hand their items on."""
THREADS = frozenset(_NAMES["threads"])
"""First names of modules that start threads or processes, which no child may."""
LIBRARIES = frozenset(_NAMES["libraries"])
"""First names of other libraries that students import."""
COURSE_HELPERS = frozenset(_NAMES["course_helpers"])
"""Helper modules of the public assignments, in lower case and without a version.

Students hand them in beside their own files; they are never the student's work.
"""
_THERE = frozenset(name.partition(".")[0] for name in STANDARD) | {"numpy", "__future__"}

_VERSION = re.compile(r"_v\d+\w*$", re.I)


def without_version(name: str) -> str:
    """``opt_utils_v1a`` -> ``opt_utils``."""
    return _VERSION.sub("", name)


def is_course_helper(module_name: str) -> bool:
    """Whether the last part of the name is a helper module of the public assignments."""
    last = without_version(module_name.rpartition(".")[2]).lower()
    return last in COURSE_HELPERS or last.startswith(("testcase", "test_case"))


def is_there(module: str, libraries: Collection[str] = ()) -> bool:
    """Whether student code can import ``module``, a dotted name; its first part decides."""
    root = module.partition(".")[0]
    return root in _THERE or root in libraries


def why_absent(module: str) -> str:
    """Why an import of ``module`` finds nothing: what the error says, in English as Python's own."""
    text, name = _absence(module)
    return text.format(name=name)


def told_absent(module: str) -> str:
    """The same for a sentence to a student, without its full stop."""
    text, name = _absence(module)
    return gettext(text, name=name)


def _absence(module: str) -> tuple[str, str]:
    root = module.partition(".")[0]
    if root in THREADS:
        return gettext_noop(
            "{name} is not available here: there are no threads and no other processes"
        ), module
    if root in sys.stdlib_module_names or root in TOOLS:
        return gettext_noop("{name} is not available here"), root
    if root in LIBRARIES:
        return gettext_noop("{name} is not available here, only NumPy is"), root
    if is_course_helper(module):
        return gettext_noop("{name} of the course is not available here"), module
    return gettext_noop("{name} was not handed in"), module
