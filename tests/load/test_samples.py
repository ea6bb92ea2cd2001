"""Files in the styles of the wild: what is kept, what is left out, which notes are made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.load.student import (
    SAMPLES,
    execute,
    load,
    notes_of,
    program_of,
    sample,
)


def test_old_notebook() -> None:
    """Functions are kept; plots, training and data are left out."""
    program = load(
        "initialization_2017.ipynb", "initialize_parameters_zeros", "initialize_parameters_random"
    )
    names, failures = execute(program)
    assert names["initialize_parameters_random"]([3, 2])["W1"].shape == (2, 3)
    assert "train_X" not in names and "parameters" not in names
    assert all("cannot import name" in failure for failure in failures)
    assert not program.missing
    assert program.functions["initialize_parameters_zeros"].origin == "cell 4"
    assert program.functions["initialize_parameters_zeros"].line == 3
    assert {"matplotlib", "matplotlib.pyplot", "sklearn", "sklearn.datasets"} == set(program.inert)
    assert notes_of(program, "skipped") == [
        "cell 2, line 8: `%matplotlib inline` was left out.",
        "Only definitions and constants are run. This code outside of functions was not run: cell 2, cell 5, cell 7 and cell 8.",
    ]


def test_new_notebook_keeps_the_graded_function() -> None:
    program = load("dropout_2021.ipynb", "forward_propagation_with_dropout")
    names, _ = execute(program)
    A1, _cache = names["forward_propagation_with_dropout"](
        np.ones((2, 3)), {"W1": np.ones((4, 2)), "b1": 0}, 0.7
    )
    assert A1.shape == (4, 3)
    assert program.functions["forward_propagation_with_dropout"].parameters == (
        "X",
        "parameters",
        "keep_prob",
    )
    assert {"testCases", "public_tests"} <= set(program.inert)
    assert "reg_utils" not in program.inert


def test_notebook_of_format_3_with_python_2_print() -> None:
    source = sample("format_3.ipynb")
    program = program_of(source, graded=["sigmoid", "L1"])
    names, failures = execute(program)
    assert failures == []
    assert names["sigmoid"](0) == 0.5
    assert program.functions["sigmoid"].origin == "cell 3"
    assert notes_of(source, "repaired") == [
        "cell 3, lines 2 and 5: Python 2 syntax was read as Python 3."
    ]


def test_script_that_nbconvert_wrote() -> None:
    program = load("nbconvert_export.py", "sigmoid", "initialize_with_zeros", "propagate")
    names, failures = execute(program)
    assert failures == []
    assert names["initialize_with_zeros"](2)[0].shape == (2, 1)
    assert "train_set_x_orig" not in names
    assert program.functions["propagate"].line == 61


def test_colab_export_with_shell_lines() -> None:
    program = load("colab_export.py", "update_parameters_with_gd", "initialize_velocity")
    names, failures = execute(program)
    assert names["update_parameters_with_gd"]({"W1": 3, "b1": 2}, {"dW1": 1, "db1": 1}, 1) == {
        "W1": 2,
        "b1": 1,
    }
    assert all("load_params_and_grads" in failure for failure in failures)
    assert program.module_names == {"opt_utils_v1a": "opt_utils"}
    assert "`!pip install -q numpy` (line 10)" in notes_of(program, "skipped")[0]


def test_python_2_cells() -> None:
    program = load("python_2.ipynb", "check", "half", "after_exec")
    names, failures = execute(program)
    assert failures == []
    assert names["half"](3) == 1.5
    assert names["check"]({"W": 3}, "W") == 3
    with pytest.raises(ValueError, match="no b"):
        names["check"]({}, "b")
    assert names["after_exec"](1) == 2
    assert notes_of(program, "kernel")
    assert any(
        text.startswith("cell 4, line 1 could not be read") for text in notes_of(program, "skipped")
    )


@pytest.mark.parametrize(
    ("name", "encoding"), [("gbk_comments.py", "GBK"), ("latin_1_comments.py", "iso8859-1")]
)
def test_old_encodings_are_told(name: str, encoding: str) -> None:
    assert notes_of(sample(name), "encoding") == [
        f"The file is not UTF-8. It was read as {encoding}."
    ]


def test_chinese_docstring_is_read_as_it_was_written() -> None:
    program = load("gbk_comments.py", "compute_cost_with_regularization")
    names, _ = execute(program)
    assert names["compute_cost_with_regularization"].__doc__ == "计算代价函数"


def test_windows_editor_with_mark_tabs_and_form_feed() -> None:
    source = sample("windows_editor.py")
    assert source.notes == ()
    program = program_of(source, graded=["L1", "L2"])
    names, _ = execute(program)
    assert names["L2"](np.ones(2), np.ones(2)) == 1e-8
    assert (program.functions["L1"].line, program.functions["L2"].line) == (4, 10)


def test_methods_without_an_object() -> None:
    """A class that only collects functions costs nothing; a method that reads its object gets a reason."""
    program = load("class_based.py", "forward_propagation", "compute_cost", "initialize_parameters")
    names, failures = execute(program)
    assert failures == []
    assert names["initialize_parameters"](3, 2)["W1"].shape == (2, 3)
    assert "network" not in names
    assert names["compute_cost"](np.ones(2), np.zeros(2)) == 1
    assert program.functions["compute_cost"].parameters == ("A2", "Y")
    assert notes_of(program, "repaired") == [
        "`compute_cost` was taken from the class `Network` (class_based.py, line 16)."
    ]
    assert program.missing["forward_propagation"] == (
        "`forward_propagation` is defined inside the class `Network` (class_based.py, line 12). Move it out of there, to the left margin."
    )


def test_broken_cells_cost_only_what_is_broken() -> None:
    wanted = "forward_propagation backward_propagation update_parameters compute_cost layer_sizes predict".split()
    program = load("broken_cells.ipynb", *wanted)
    names, failures = execute(program)
    assert failures == []
    assert names["update_parameters"]({"W": 3}, {"dW": 2}, 1) == {"W": 2.0}
    assert names["layer_sizes"](np.ones((5, 1)), np.ones((2, 1))) == (5, 4, 2)
    assert program.functions["update_parameters"].line == 13
    assert program.missing["backward_propagation"] == (
        "`backward_propagation` could not be read: cell 2, line 7: '(' was never closed.\n"
        '    dW2 = np.dot(dZ2, cache["A1"].T / m\n'
        "                ^"
    )
    assert program.missing["compute_cost"].startswith(
        "`compute_cost` could not be read: cell 4, line 4: expected"
    )
    assert (
        program.missing["predict"]
        == "`predict` could not be read: cell 7, line 4: 'break' outside loop.\n    break\n    ^"
    )
    assert sum("could not be read" in text for text in notes_of(program, "skipped")) == 4


def test_the_last_of_two_definitions_counts() -> None:
    program = load("defined_twice.ipynb", "softmax")
    names, _ = execute(program)
    assert np.allclose(names["softmax"](np.ones((2, 2))), 0.5)
    assert program.functions["softmax"].origin == "cell 4"
    assert notes_of(program, "duplicate") == [
        "`softmax` is defined 2 times: cell 2, line 1 and cell 4, line 2. The last one counts."
    ]


def test_constants_and_lambdas() -> None:
    graded = "sigmoid logistic activate scaled normalise relu power sign W".split()
    program = load("lambdas_and_constants.py", *graded)
    names, failures = execute(program)
    assert failures == []
    leaky = names["activate"](np.array([-1.0, 2.0]), "leaky")
    np.testing.assert_allclose(leaky.A, [-0.01, 2.0], rtol=1e-5)
    assert names["scaled"](2) == pytest.approx(2e-4)
    assert names["power"](3) == 8
    assert program.functions["relu"].parameters == ("z",)
    assert program.functions["logistic"].parameters == ("z",)
    assert names.keys().isdisjoint(("UNUSED", "LAYERS", "data", "mean", "trained", "W"))
    assert (
        "`normalise` uses `mean`, but the code that sets it is not run (lambdas_and_constants.py, line 22)."
        in (notes_of(program, "skipped"))
    )
    assert "code that is not run" in program.missing["W"]


def test_magics_leave_and_lines_stay() -> None:
    program = load("magics.ipynb", "timed", "written", "limited", "captured", "kept")
    names, failures = execute(program)
    assert failures == []
    assert names["timed"](1) == 2
    assert names["limited"](8) == (8 % 3, "\n%not a magic\n")
    assert program.functions["limited"].line == 5
    assert {"captured", "kept"} <= program.functions.keys()
    assert "written" in program.functions  # in a file that its cell writes


def test_blocks_of_optional_imports() -> None:
    program = load("optional_imports.py", "rated", "flagged", "name_of")
    names, failures = execute(program)
    assert failures == []
    assert names["name_of"](3) == "3"
    assert names["flagged"]() is False
    assert "RATE" not in names
    assert any("`rated` uses `RATE`" in text for text in notes_of(program, "skipped"))


def test_decorators_and_annotations() -> None:
    program = load("decorated.py", "L1", "L2", "depth", "fast")
    names, failures = execute(program)
    assert failures == []
    assert names["L1"](np.ones(2), np.zeros(2)) == 2
    assert names["L2"](np.ones(2), np.zeros(2)) == 2
    assert names["depth"](3) == 3
    assert names["fast"](3) == 6
    assert (
        "decorated.py, line 22: the decorator `@gradable` was left out, because it is not defined."
        in (notes_of(program, "skipped"))
    )


def test_pasted_blanks_indented_cells_and_mixed_tabs() -> None:
    source = sample("pasted_blanks.ipynb")
    names, failures = execute(program_of(source, graded=["L1", "L2", "L3"]))
    assert failures == []
    assert names["L2"](1, 3) == 4
    assert names["L3"](1) == 2
    assert len(notes_of(source, "repaired")) == 2


def test_content_decides_what_kind_of_file_it_is() -> None:
    assert sample("notebook_named_py.py").kind == "ipynb"
    assert sample("script_named_notebook.ipynb").kind == "py"
    assert notes_of(sample("notebook_named_py.py"), "format")
    assert notes_of(sample("script_named_notebook.ipynb"), "format")


def test_a_file_without_code_has_no_cells() -> None:
    assert sample("only_text.ipynb").cells == ()


@pytest.mark.parametrize(
    "path",
    sorted(p for p in SAMPLES.iterdir() if p.suffix in (".py", ".ipynb")),
    ids=lambda p: p.name,
)
def test_form_of_notes(path: Path) -> None:
    """Each is one sentence of a fixed kind."""
    source = sample(path.name)
    program = program_of(source, graded=source.defined)
    kinds = {
        "skipped",
        "repaired",
        "stand-in",
        "not_loaded",
        "supplied",
        "duplicate",
        "removed-name",
        "merged",
        "encoding",
        "format",
        "kernel",
    }
    assert {note.kind for note in program.notes} <= kinds
    assert set(source.notes) <= set(program.notes)
    for text in [note.text for note in program.notes] + list(program.missing.values()):
        sentence, *code = text.split("\n")
        assert all(line.isprintable() for line in (sentence, *code)) and len(code) in (0, 2)
        assert sentence.endswith((".", "?"))
