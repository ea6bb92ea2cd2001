"""A course whose exercise has parts for a person, and notebooks that answer them."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.variants.conftest import Grader, gradebook, grader  # noqa: F401  # a fixture

EXERCISE = '''
from grader.authoring import Exercise

exercise = Exercise(title="Means", reference="means.py")


@exercise.case("mean", points=3, visibility="public", seed=1)
def a_few(rng):
    """the mean of a few numbers"""
    return dict(x=rng.normal(size=5))


@exercise.case("mean", points=7, seed=2)
def many(rng):
    """the mean of many numbers"""
    return dict(x=rng.normal(size=50))


exercise.mistake("mean", "sums", edit=("np.mean", "np.sum"), hint="Divide by their number.")
exercise.rubric("discussion", title="Discussion", points=10,
    items=[("names the bias", 4), ("gives a cure", 6)])
'''
REFERENCE = '''"""Means."""

import numpy as np


def mean(x):
    """Return the mean of x, an array (m,)."""
    return np.mean(x)
'''
CODE = "import numpy as np\n\n\ndef mean(x):\n    return np.sum(x) / len(x)\n"
MARKED = {"grader": {"answer": "discussion"}}


def write_course(root: Path, exercise: str = EXERCISE) -> Path:
    """Write the course under ``root`` and return it."""
    folder = root / "exercises" / "means"
    folder.mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "means.py").write_text(REFERENCE)
    (folder / "exercise.py").write_text(exercise)
    (folder / "statement.md").write_text(
        "# Means\n\n## `mean(x)`\n\nThe mean.\n\n## Discussion\n\nWhen is it a bad summary?\n"
    )
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")


def text(source: str | list[str], **metadata: Any) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "source": source, "metadata": metadata}


def code(source: str = CODE, *pictures: bytes, **metadata: Any) -> dict[str, Any]:
    """A code cell, with pictures among its outputs."""
    data = [{"image/png": base64.b64encode(picture).decode()} for picture in pictures]
    outputs = [{"output_type": "display_data", "metadata": {}, "data": each} for each in data]
    return {
        "cell_type": "code", "source": source, "metadata": metadata, "outputs": outputs,
        "execution_count": None,
    }  # fmt: skip


def notebook(*cells: dict[str, Any]) -> str:
    """A notebook of these cells."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells)})


def png(width: int = 2, height: int = 2) -> bytes:
    """A red picture; its header may say more than is there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff\0\0" * 2) * 2)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def grade(grader: Grader, course: Path, files: dict[str, str], *more: object) -> Path:  # noqa: F811
    """Grade these files into ``out`` beside the course, and return it."""
    folder, out = course.parent / "class", course.parent / "out"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    done = grader(
        "grade", folder, "--course", course, "--out", out, "--exercise", "means", "--jobs", 1,
        "--quiet", *more,
    )  # fmt: skip
    assert done.code == 0, done.err
    return out


__all__ = ["gradebook"]
