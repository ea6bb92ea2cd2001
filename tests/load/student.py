"""What the loader's tests share: sample files, notebooks made in memory, and a substitute for the child."""

from __future__ import annotations

import json
import marshal
import math
import sys
import types
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from grader.load import Wanted, build_program, read_bytes, read_file
from grader.model.submission import Program, Source
from grader.sandbox.child.absent_packages import AbsentModule

SAMPLES = Path(__file__).parent / "samples"
SUPPLIED = ("np", "numpy", "math", "sigmoid", "relu")
MODULES = ("reg_utils", "init_utils", "opt_utils")


def sample(name: str) -> Source:
    return read_file(SAMPLES / name)


def load(name: str, *graded: str) -> Program:
    return program_of(sample(name), graded=graded)


def places(program: Program) -> list[tuple[str, int]]:
    return [(statement.origin, statement.line) for statement in program.statements]


def folder(name: str) -> list[Source]:
    """All files of a folder, named relative to it, in an order that is not the names' own."""
    root = SAMPLES / name
    files = sorted((path for path in root.rglob("*") if path.is_file()), reverse=True)
    return [read_file(path, path.relative_to(root).as_posix()) for path in files]


def script(text: str, name: str = "work.py") -> Source:
    return read_bytes(text.encode(), name)


def notebook(*cells: str, name: str = "work.ipynb", **more: Any) -> Source:
    return read_bytes(notebook_bytes(*cells, **more), name)


def notebook_bytes(*cells: str, **more: Any) -> bytes:
    """A notebook of code cells; a cell that starts with ``#md`` is a markdown cell."""
    content = [
        {
            "cell_type": "markdown" if cell.startswith("#md") else "code",
            "metadata": {},
            "source": cell,
        }
        for cell in cells
    ]
    return json.dumps(
        {"cells": content, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    ).encode()


def program_of(*sources: Source, graded: Collection[str]) -> Program:
    return build_program(list(sources), Wanted(graded, SUPPLIED, MODULES))


def notes_of(noted: Source | Program, kind: str) -> list[str]:
    return [note.text for note in noted.notes if note.kind == kind]


def execute(program: Program) -> tuple[dict[str, Any], list[str]]:
    """The namespace after all statements, and what each that raised said. Only for our own samples."""
    names: dict[str, Any] = {
        "__name__": "submission", "np": np, "numpy": np, "math": math,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(0, z),
        "_float_of": float, "_int_of": int,
    }  # fmt: skip
    failures = []
    with importable(program, names):
        for statement in program.statements:
            try:
                exec(marshal.loads(statement.code), names)
            except Exception as error:
                failures.append(f"{statement.origin}, line {statement.line}: {error!r}")
    return names, failures


class _Namespace(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["names"][name]
        except KeyError:
            raise AttributeError(name) from None


@contextmanager
def importable(program: Program, names: dict[str, Any]) -> Iterator[None]:
    """The modules that the child would serve, for as long as the block lasts."""
    made: dict[str, types.ModuleType] = {}
    for name in (*MODULES, *program.module_names):
        made[name] = types.ModuleType(name)
        made[name].__dict__.update(sigmoid=abs, relu=abs, compute_cost=lambda x: 100)
    for name in program.inert:
        made.setdefault(name, AbsentModule(name))
    for name in program.aliases:
        made[name] = _Namespace(name)
        made[name].__dict__["names"] = names
    saved = {name: sys.modules[name] for name in made if name in sys.modules}
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]
        sys.modules.update(saved)
