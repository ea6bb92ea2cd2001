"""Edits of the reference that change no result; `audit` believes them after trying."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_equivalents(exercise: Exercise) -> None:
    """Declare them, function by function."""
    for _name in ("linear_activation_forward", "linear_activation_backward"):
        exercise.equivalent(
            _name,
            ('elif activation == "relu"', "elif True"),
            reason="what is not sigmoid is relu: there is no third activation",
        )
    exercise.equivalent(
        "compute_cost",
        ("m = Y.shape[1]", "m = AL.shape[1]"),
        reason="there is an output for every label",
    )
    exercise.equivalent(
        "L_model_backward",
        ('f"dA{l - 1}"', "f'dA{l - 1 + 1}'"),
        reason="the assignment of 2017 names them so",
    )
    exercise.equivalent(
        "update_parameters",
        ("in list(parameters)", "in parameters"),
        reason="no key is added or removed on the way",
    )
