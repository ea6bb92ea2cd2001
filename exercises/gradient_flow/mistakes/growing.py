"""Mistakes in how signals grow and shrink."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import LAYERS_HINT, NORM_HINT


def of_the_rate(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("growth_rate", id, edits=edits, hint=hint)

    count = "layers = len(activations) - 1"
    total = "total = np.linalg.norm(activations[-1]) / np.linalg.norm(activations[0])"
    result = "return total ** (1 / layers)"
    steps = "[np.linalg.norm(b) / np.linalg.norm(a) for a, b in zip(activations, activations[1:])]"
    mistake("counts_the_input_as_a_layer", [(count, "layers = len(activations)")], LAYERS_HINT)
    mistake(
        "returns_the_total",
        [(result, "return total")],
        "That is the factor of all layers together. Which number gives it when multiplied L times?",
    )
    mistake(
        "divides_the_total",
        [(result, "return total / layers")],
        "Factors multiply, so their average is no quotient.",
    )
    mistake(
        "averages_the_factors",
        [(total, f"total = np.mean({steps})"), (result, "return total")],
        "The plain mean of factors overstates growth: 2 and 1/2 leave a signal as it was.",
    )
    mistake(
        "squares_the_norms",
        [(total, total.replace("[-1])", "[-1]) ** 2").replace("[0])", "[0]) ** 2"))],
        NORM_HINT + " No square is left.",
    )
    mistake(
        "inverts_the_ratio",
        [(total, "total = np.linalg.norm(activations[0]) / np.linalg.norm(activations[-1])")],
        "A growing signal has a rate above 1.",
    )
    mistake(
        "returns_the_logarithm",
        [(result, "return np.log(total) / layers")],
        "That is the rate's logarithm.",
    )
    mistake(
        "compares_the_largest_entries",
        [(total, "total = np.max(np.abs(activations[-1])) / np.max(np.abs(activations[0]))")],
        NORM_HINT,
    )
    mistake(
        "compares_the_last_two_layers",
        [(total, total.replace("activations[0]", "activations[-2]")), (result, "return total")],
        "The whole way counts, from A[0] to A[L], not its last step.",
    )


def of_the_sizes(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("signal_sizes", id, edits=edits, hint=hint)

    step = "Z = np.sqrt(variances[scaling]) * normal @ A"
    shape = "n, n_before = normal.shape"
    size, first = "sizes.append(np.mean(A**2))", "sizes = [np.mean(A**2)]"
    he = '"he": 2 / n_before'
    mistake(
        "forgets_the_root",
        [(step, "Z = variances[scaling] * normal @ A")],
        "The table gives variances. By what are standard normal numbers scaled?",
    )
    mistake(
        "counts_outputs",
        [(shape, "n_before, n = normal.shape")],
        "A unit adds up as many terms as it has inputs: which side of the array is that?",
    )
    mistake(
        "uses_one_over_n_for_he",
        [(he, '"he": 1 / n_before')],
        "ReLU discards half of the signal's power; He's scaling makes up for it.",
    )
    mistake(
        "uses_xavier_for_bengio",
        [("2 / (n_before + n)", "1 / n_before")],
        "Bengio's scaling looks at the layer's inputs and outputs.",
    )
    mistake(
        "uses_one_over_the_sum",
        [("2 / (n_before + n)", "1 / (n_before + n)")],
        "With as many outputs as inputs Bengio's scaling equals Xavier's.",
    )
    mistake(
        "ignores_the_scaling",
        [(step, "Z = np.sqrt(2 / n_before) * normal @ A")],
        "The scaling is an argument of the function; He's is one of three.",
    )
    mistake(
        "always_applies_relu",
        [('np.maximum(0, Z) if activation == "relu" else np.tanh(Z)', "np.maximum(0, Z)")],
        "The activation is an argument of the function.",
    )
    mistake(
        "measures_before_the_activation",
        [(size, "sizes.append(np.mean(Z**2))")],
        "Measure what a layer hands on: A, not Z.",
    )
    mistake(
        "takes_the_variance",
        [(first, "sizes = [np.var(A)]"), (size, "sizes.append(np.var(A))")],
        "ReLU's activations do not lie around zero: a mean square is no variance.",
    )
    mistake(
        "takes_the_root_of_the_mean_square",
        [
            (first, "sizes = [np.sqrt(np.mean(A**2))]"),
            (size, "sizes.append(np.sqrt(np.mean(A**2)))"),
        ],
        "The mean square itself is asked for, without a root.",
    )
    mistake("forgets_the_input", [(first, "sizes = []")], "The first size is that of the input.")
    mistake(
        "does_not_scale",
        [(step, "Z = normal @ A")],
        "Unscaled standard normal weights let the signal explode.",
    )
