"""Edits of the reference that change no result; `audit` believes them after trying."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_equivalents(exercise: Exercise) -> None:
    """Declare them, function by function."""
    exercise.equivalent(
        "check_ratio",
        ("norm(approximation - gradient)", "norm(gradient - approximation)"),
        reason="a norm does not see the sign",
    )
    exercise.equivalent(
        "flatten_parameters",
        ('parameters[f"W{l}"].reshape(-1, 1)', 'parameters[f"W{l}"].reshape(-2, 1)'),
        ('parameters[f"b{l}"].reshape(-1, 1)', 'parameters[f"b{l}"].reshape(-2, 1)'),
        reason="reshape works out any negative length",
    )
    exercise.equivalent(
        "flatten_parameters",
        ('parameters[f"b{l}"].reshape(-1, 1)', 'parameters[f"b{l}"]'),
        reason="a bias is a column already",
    )
    exercise.equivalent(
        "restore_parameters", (".reshape(rows, 1)", ""), reason="a slice of a column is a column"
    )
    exercise.equivalent(
        "numerical_gradient",
        ("np.zeros(theta.shape)", "np.ones(theta.shape)"),
        reason="every entry is written before it is read",
    )
    exercise.equivalent(
        "numerical_gradient",
        ("plus[i, 0] = plus[i, 0]", "plus[i, -1] = plus[i, 0]"),
        ("plus[i, 0] = plus[i, 0]", "plus[i, 0] = plus[i, -1]"),
        ("minus[i, 0] = minus[i, 0]", "minus[i, -1] = minus[i, 0]"),
        ("minus[i, 0] = minus[i, 0]", "minus[i, 0] = minus[i, -1]"),
        ("approximation[i, 0]", "approximation[i, -1]"),
        reason="the vectors have one column, which is the first and the last",
    )
    exercise.equivalent(
        "find_wrong_gradients",
        ("len(gradients) // 2", "len(approximations) // 2"),
        reason="there is an approximation for every gradient",
    )
    exercise.equivalent(
        "find_wrong_gradients",
        ("> limit", ">= limit"),
        reason="no ratio of norms meets the limit exactly",
    )
    exercise.equivalent(
        "find_wrong_gradients",
        (
            "check_ratio(gradients[name], approximations[name])",
            "check_ratio(approximations[name], gradients[name])",
        ),
        reason="the ratio does not change when the two change places",
    )
