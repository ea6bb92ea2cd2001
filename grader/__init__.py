"""A grading toolkit for NumPy exercises. See the README; the flow is in ``grader.pipeline.grade``.

In a notebook: ``grader.check()`` judges the functions as they are, ``grader.case("name")`` gives a
public case's arguments, and ``%load_ext grader`` makes ``%check`` known. They are loaded when they
are first used, since the package is imported by every command and by the zygote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # not imported: the rooms below import this module
    from collections.abc import Callable

    case: Callable[..., Any]
    check: Callable[..., Any]
    load_ipython_extension: Callable[[Any], None]

__version__ = "0.1.0"
__all__ = ["__version__", "case", "check", "load_ipython_extension"]


def __getattr__(name: str) -> Any:
    if name in ("case", "check", "load_ipython_extension"):
        from importlib import import_module

        return getattr(import_module("grader.kernel"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
