"""What the loader knows of modules that students import: no part of it is ever imported here."""

from __future__ import annotations

import sys

from grader.model.modules import (
    COURSE_HELPERS,
    LIBRARIES,
    TOOLS,
    is_course_helper,
    without_version,
)

__all__ = ["INERT", "PURE", "is_course_helper", "is_inert", "is_known", "without_version"]

INERT: frozenset[str] = COURSE_HELPERS | TOOLS | LIBRARIES
"""First names of modules that are known and not there: plots, debuggers, other libraries."""

PURE: frozenset[str] = frozenset(
    "numpy math cmath functools collections fractions decimal itertools operator copy types typing enum"
    " dataclasses random re string numbers statistics".split()
)
"""Modules whose functions may be called at top level when a constant is made."""


def is_inert(module_name: str) -> bool:
    """Whether this dotted name means a module that is known but useless for grading."""
    root = module_name.partition(".")[0]
    return root in INERT or is_course_helper(module_name)


def is_known(module_name: str) -> bool:
    """Whether NumPy or Python's own library has it; a sibling file does not take its place."""
    root = module_name.partition(".")[0]
    return root == "numpy" or (root in sys.stdlib_module_names and root not in INERT)
