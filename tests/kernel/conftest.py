"""A released bundle, and the notebook of one student who works in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.cli.main import main
from tests.tools.conftest import EXERCISE, REFERENCE, write_course

RIGHT = {
    node.name: ast.get_source_segment(REFERENCE, node) or ""
    for node in ast.parse(REFERENCE).body
    if isinstance(node, ast.FunctionDef)
}
"""Function -> its right definition."""
ROOT = RIGHT["squared_distances"].replace(
    "return np.sum(difference**2, axis=2)", "return np.sqrt(np.sum(difference**2, axis=2))"
)
HINT = "The distances are squared: no root is left."


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the exercise as students get it, far from any course."""
    course = write_course(tmp_path_factory.mktemp("course"), EXERCISE)
    out = tmp_path_factory.mktemp("home")
    assert main(["release", "clusters", "--course", str(course), "--out", str(out)]) == 0
    return out / "clusters"
