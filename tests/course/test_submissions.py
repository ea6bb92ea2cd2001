"""The course's exercises on submissions with a known verdict, through the command of instructors."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import printed_by

SUBMISSIONS = Path(__file__).parent / "submissions"
CHECKOUT = Path(__file__).parents[2]
RIGHT = sorted(str(path.relative_to(SUBMISSIONS)) for path in SUBMISSIONS.glob("*/right_*"))

# Optimization as it was before learning-rate decay came in.
OLDER = {
    "optimization/right_in_place.py",
    "optimization/right_old_notebook.ipynb",
    "optimization/wrong_slips.py",
}
# What the wrong ones get wrong, function by function; everything else in them is right.
WRONG = {
    "python_basics/wrong_axes.py": {
        "normalize_rows": "forgets_keepdims",
        "softmax": "adds_up_columns",
        "L1": "lets_errors_cancel_first",
    },
    "logistic_regression/wrong_hard_coded.py": {
        "propagate": "forgets_to_average_the_cost",
        "predict": "forgets_the_sigmoid",
        "model": "hard_codes_both",
    },
    "shallow_network/wrong_slips.py": {
        "compute_cost": "forgets_the_zeros",
        "backward_propagation": "takes_the_sigmoids_derivative",
        "nn_model": "ignores_n_h",
    },
    "gradient_checking/wrong_bugs_left_notebook.ipynb": {
        "backward_propagation_n": "leaves_both_bugs",
    },
    "gradient_checking/wrong_checks.py": {
        "gradient_check": "writes_x_for_the_gradient",
        "gradient_check_n": "builds_minus_from_plus",
        "backward_propagation_n": None,
    },
    "initialization/wrong_sizes.py": {
        "initialize_parameters_zeros": "biases_are_numbers",
        "initialize_parameters_random": "does_not_seed",
        "initialize_parameters_he": "counts_outputs",
    },
    "optimization/wrong_slips.py": {
        "update_parameters_with_gd": "updates_b_with_dW",
        "random_mini_batches": "takes_the_last_from_the_front",
        "update_parameters_with_adam": "steps_with_uncorrected_s",
    },
    "regularization/wrong_old_notebook.ipynb": {
        "compute_cost_with_regularization": "multiplies_by_m",
        "forward_propagation_with_dropout": "keeps_the_wrong_units",
    },
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every submission's report, by its path under ``submissions``."""
    found: dict[str, Any] = {}
    for edition in (None, "2017"):
        out = tmp_path_factory.mktemp("results")
        names = sorted({*RIGHT, *WRONG} - OLDER) if edition is None else sorted(OLDER)
        # One worker: every exercise is prepared once.
        command: list[object] = ["grade", "--out", out / "run", "--jobs", 1]
        command += ["--edition", edition] if edition else []
        code, _, told = printed_by(
            [*command, *(SUBMISSIONS / n for n in names)], CHECKOUT, os.environ
        )
        assert code == 0, told
        for path in (out / "run").rglob("reports/*.json"):
            report = json.loads(path.read_text("utf-8"))
            name = Path(report["submission"]["file"]).name
            found[f"{report['exercise']['id']}/{name}"] = report
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_solution_gets_full_points(reports: dict[str, Any], name: str) -> None:
    """Whatever its style: in place, in index notation, old or new generation, whole notebooks."""
    report = reports[name]
    failed = [case["rationale"] for case in report["cases"] if case["status"] != "passed"]
    assert failed == []
    assert report["score"] == report["max_score"] > 0


@pytest.mark.parametrize("name", WRONG)
def test_a_known_mistake_is_caught_and_named(reports: dict[str, Any], name: str) -> None:
    """Each wrong function loses points and is told what is wrong; the others lose nothing."""
    report = reports[name]
    lost = {f["name"] for f in report["functions"] if f["score"] < f["max_score"]}
    assert lost == set(WRONG[name])
    for function, mistake in WRONG[name].items():
        told = {
            case["mistake"]
            for case in report["cases"]
            if case["function"] == function and case["status"] == "failed"
        }
        assert told == ({mistake} if mistake else set())


def test_a_right_solution_may_change_its_arguments(reports: dict[str, Any]) -> None:
    """Working in place costs nothing, and the report says so."""
    notes = " ".join(note["text"] for note in reports["optimization/right_in_place.py"]["notes"])
    assert "in place" in notes
