"""What stands around graded functions: files beside them, helper modules, results of training."""

from __future__ import annotations

import numpy as np
import pytest

from tests.load.student import (
    execute,
    folder,
    importable,
    load,
    notes_of,
    places,
    program_of,
    script,
)


def test_folder_with_one_function_in_a_file() -> None:
    program = program_of(*folder("folder_of_functions"), graded=["predict", "cost"])
    names, failures = execute(program)
    assert failures == []
    assert names["predict"](3) == 17
    assert names["cost"](5, 3) == 4
    assert program.aliases == ("y_costs", "z_helpers")
    assert notes_of(program, "merged") == [
        "3 files were read as one submission, in this order: y_costs.py, z_helpers.py and a_main.py."
    ]


def test_package_with_relative_imports() -> None:
    program = program_of(*folder("package"), graded=["predict"])
    names, failures = execute(program)
    assert failures == []
    assert names["predict"](1) == 304
    assert program.functions["predict"].origin == "hw/core.py"


def test_helper_files() -> None:
    program = program_of(*folder("with_helper_files"), graded=["two_layer_model", "L_layer_model"])
    names, failures = execute(program)
    assert failures == []
    assert names["two_layer_model"](0) == 0.5
    assert program.missing == {"L_layer_model": "There is no function `L_layer_model`."}
    assert sum("helper file of the course" in text for text in notes_of(program, "skipped")) == 3
    assert notes_of(program, "supplied") == [
        "`sigmoid` from `dnn_utils_v2`: the version of the course was used."
    ]


def test_names_that_numpy_removed() -> None:
    """As far as the NumPy in use has no longer what the file asks of it."""
    program = load("removed_names.ipynb", "cast", "bounded")
    said = {
        "Inf": "cell 1, line 3: `np.Inf` was removed from NumPy. Use `np.inf`.",
        "float": "cell 2, line 2: `np.float` was removed from NumPy. Use `float`.",
        "product": "cell 2, line 3: `np.product` was removed from NumPy. Use `np.prod`.",
    }
    notes = notes_of(program, "removed-name")
    for name, text in said.items():  # a NumPy that has a name still is not said to lack it
        assert (text in notes) is not hasattr(np, name)
    skipped = notes_of(program, "skipped")
    assert "cell 1, line 2: `np.bool = …` was left out, because it changes a module." in skipped
    assert "cell 3, line 3: `del limit` was left out." in skipped


def test_versions_of_helper_modules() -> None:
    """One stub module serves them all."""
    program = load("versioned_helpers.ipynb", "cost")
    assert dict(program.module_names) == {
        "opt_utils_v1a": "opt_utils",
        "reg_utils_v2": "reg_utils",
        "reg_utils_v2a": "reg_utils",
    }
    names, failures = execute(program)
    assert failures == []
    with importable(program, names):
        assert names["cost"](-3) == 200
    assert program.inert == ("h5py", "matplotlib", "matplotlib.pyplot")


def test_why_a_function_is_missing() -> None:
    graded = "L1 L2 softmax normalize_rows normalize_columns sigmoid image2vector nothing".split()
    missing = load("only_main.py", *graded).missing
    assert missing == {
        "L2": "`L2` is defined inside the function `outer` (only_main.py, line 11). Move it out of there, to the left margin.",
        "softmax": "`softmax` is defined inside a top-level `for` block (only_main.py, line 17)."
        " Move it out of there, to the left margin.",
        "normalize_rows": "There is no function `normalize_rows`. If you mean your `normalise_rows`, rename it.",
        "normalize_columns": "There is no function `normalize_columns`. If you mean your `normalizeColumns`, rename it.",
        "sigmoid": "`sigmoid` is imported from `scipy.special`, but you must write it yourself.",
        "image2vector": "`image2vector` is set by code that is not run (only_main.py, line 30)."
        " Define it with `def`.",
        "nothing": "There is no function `nothing`.",
    }


def test_a_name_in_another_alphabet() -> None:
    """Letters that look the same are told of, since nobody sees them."""
    program = program_of(script("def r\u0435lu(Z):\n    return Z\n"), graded=["relu"])
    assert "letters of another alphabet" in program.missing["relu"]


def test_training_results_that_are_read() -> None:
    """A note says which function reads them."""
    program = load("reads_trained_globals.ipynb", "predict")
    assert [text for text in notes_of(program, "skipped") if "uses" in text] == [
        "`helper` uses `n_x`, but the code that sets it is not run (cell 3, line 2).",
        "`helper` uses `parameters`, but the code that sets it is not run (cell 3, line 1).",
    ]
    assert {origin for origin, _ in places(program)} == {"cell 1", "cell 2"}


def test_progress_bars_hand_their_items_on() -> None:
    names, failures = execute(load("progress_bars.py", "total"))
    assert failures == []
    assert names["total"]([1, 2]) == 6


def test_only_globals_that_are_read_are_kept() -> None:
    program = load("scopes.py", "graded")
    names, failures = execute(program)
    assert failures == []
    kept = {"default", "deep", "k"}
    others = {"x", "y", "z", "w", "v", "hidden", "attribute"}
    assert kept <= names.keys()
    assert others.isdisjoint(names)
    assert names["graded"](1) == 8
    assert program.functions["graded"].parameters == ("x", "*y")


def test_module_not_handed_in() -> None:
    """The import itself costs nothing; what computes with a part of it says which module is missing."""
    program = program_of(
        script("from my_utils import scale\ndef f(): return 1\ndef g(x): return scale(x) + 1"),
        graded=["f", "g"],
    )
    names, failures = execute(program)
    assert failures == [] and names["f"]() == 1
    with pytest.raises(ModuleNotFoundError, match=r"^my_utils was not handed in$"):
        names["g"](1)
    assert notes_of(program, "not_loaded") == ["work.py, line 1: my_utils was not handed in."]
