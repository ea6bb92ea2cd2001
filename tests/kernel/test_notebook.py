"""The released notebook in a real kernel: what its cells show, and that the kernel's functions count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import v4

from grader.cli.main import main
from tests.kernel.conftest import HINT, RIGHT, ROOT


def shown(cell: Any) -> dict[str, str]:
    """What a cell shows: media type -> text."""
    (output,) = [each for each in cell.outputs if each.output_type == "execute_result"]
    return dict(output.data)


@pytest.fixture(scope="module")
def done(bundle: Path) -> dict[str, Any]:
    """The notebook after a student ran it from top to bottom: id of a cell -> the cell.

    The file on the disk still holds the empty stubs: nothing was saved.
    """
    notebook = nbformat.read(bundle / "clusters.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["function-squared_distances"].source = ROOT
    cells[
        "function-assign"
    ].source = "def assign(X, centres):\n    print('m =', len(X))\n    return X[9]"
    more = {
        "magic": "%load_ext grader\n%check squared_distances",
        "unknown": "grader.check('squared_distance')",
        "mended": RIGHT["squared_distances"] + "\n\n\n" + RIGHT["assign"],
        "right": "grader.check()",
        "state": (
            "np.random.seed(5)\nbefore = np.random.rand()\nnp.random.seed(5)\n"
            "grader.check()\nprint(before == np.random.rand())"
        ),
        "case": 'X, centres = grader.case("few_points")\nsquared_distances(X, centres).shape',
    }
    for name, text in more.items():
        notebook.cells.append(v4.new_code_cell(text, id=name))
    where = {"metadata": {"path": str(bundle)}}
    client = NotebookClient(notebook, resources=where, kernel_name="python3", allow_errors=True)
    client.execute()
    return {cell.id: cell for cell in notebook.cells}


def test_nothing_fails(done: dict[str, Any]) -> None:
    """No cell of ours raises or asks for anything, and only the misspelt name is an error."""
    assert not done["first"].outputs
    raised = [name for name, cell in done.items() for each in cell.get("outputs", ())
              if each.output_type == "error"]  # fmt: skip
    assert raised == ["unknown"]
    (error,) = done["unknown"].outputs
    assert "".join(error.traceback) == (
        "error: clusters has no function 'squared_distance'hint: did you mean squared_distances?"
    )


def test_wrong_function_is_explained(done: dict[str, Any]) -> None:
    """As HTML and as text: the hint, both values, the call as code; and that it was not isolated."""
    data = shown(done["check-squared_distances"])
    assert set(data) == {"text/plain", "text/html"}
    for text in data.values():
        assert HINT in " ".join(text.split())
        assert "squared_distances(X, centres)" in text
        assert "in this process" in text
    assert "assign" not in data["text/html"]
    assert "<script" not in data["text/html"]


def test_what_it_raised_and_printed(done: dict[str, Any]) -> None:
    """The line is named by its cell, as Jupyter counts; the helper comes first."""
    text = shown(done["check-assign"])["text/plain"]
    number = done["function-assign"].execution_count
    assert f"In[{number}], line 3: `return X[9]`" in " ".join(text.split())
    assert "m = 6" in text
    whole = shown(done["check"])["text/plain"]
    assert "Fix squared_distances first" in whole


def test_functions_count_as_they_are(done: dict[str, Any], bundle: Path) -> None:
    """The cell that was run last counts, and what the file holds does not."""
    assert "raise NotImplementedError" in (bundle / "clusters.ipynb").read_text()
    assert "0 / 1" in shown(done["magic"])["text/plain"]
    assert HINT in " ".join(shown(done["magic"])["text/plain"].split())
    assert "2 / 2 on the public cases. Everything passed." in shown(done["right"])["text/plain"]
    assert done["state"].outputs[-1].text == "True\n"
    assert shown(done["case"])["text/plain"] == "(4, 3)"


def test_same_words_as_the_terminal(
    done: dict[str, Any], bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What ``grader check`` prints of that function, line by line."""
    (tmp_path / "mine.py").write_text(f"import numpy as np\n\n\n{ROOT}\n")
    assert main(["check", str(tmp_path / "mine.py"), "--course", str(bundle)]) == 1
    printed = capsys.readouterr().out
    start = "\nsquared_distances\n"
    section = printed.partition(start)[2].partition("\n\n")[0]
    assert HINT in " ".join(section.split())
    text = shown(done["check-squared_distances"])["text/plain"]
    assert text.partition(start)[2].partition("\n\n")[0] == section
