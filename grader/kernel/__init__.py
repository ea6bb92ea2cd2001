"""The check inside a running notebook or interpreter: ``import grader; grader.check()``.

It judges the functions as they are in the kernel, saved or not, on the public cases, in this very
process: no file is read, nothing is forked or started, so it works wherever Python does.

    commands.py        what a student calls (check, case, the magic %check), and what is shown
    namespace.py       the kernel's names, and the source of its functions
    in_process.py      makes the calls here, and leaves the kernel as it was
    find_exercise.py   which exercise is meant, and where it is
    messages.py        all sentences of this room
"""

from __future__ import annotations

from grader.kernel.commands import case, check, load_ipython_extension

__all__ = ["case", "check", "load_ipython_extension"]
