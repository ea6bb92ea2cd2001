"""What students get wrong about scaled weights."""

from __future__ import annotations

from grader.authoring import Exercise

LOOP = "for l in range(1, len(layers_dims)):"
SEED = "np.random.seed(seed)"
DRAW = "np.random.randn(layers_dims[l], layers_dims[l - 1])"
BIAS = "np.zeros((layers_dims[l], 1))"

ROOT_HINT = "The formula gives a variance. Numbers are scaled by the standard deviation."
WHOLE_ROOT_HINT = "The root covers the whole fraction."
INPUTS_HINT = "A unit adds up as many terms as it has inputs: whose width is that?"
SHAPE_HINT = (
    "W[l] multiplies the activation of layer l-1: its rows count layer l's units, its columns "
    "layer l-1's."
)
COLUMN_HINT = "A bias is a column with one row per unit of its own layer."
SEED_HINT = (
    "Seed NumPy's random state with the argument, inside the function, once, before the first draw."
)
GAIN_HINT = "ReLU discards half of a signal's power, tanh near zero does not: which needs the 2?"


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all three functions."""
    of_the_deviation(exercise)
    of_the_draws(exercise, "initialize_scaled")
    of_the_draws(exercise, "initialize_for_activations")
    of_one_scaling(exercise)
    of_the_mixture(exercise)


def of_the_deviation(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("weight_deviation", id, edits=edits, hint=hint)

    xavier, he, bengio = "variance = 1 / n_before", "variance = 2 / n_before", "2 / (n_before + n)"
    mistake("returns_the_variance", [("return np.sqrt(variance)", "return variance")], ROOT_HINT)
    mistake("counts_outputs", [(xavier, "variance = 1 / n"), (he, "variance = 2 / n")], INPUTS_HINT)
    mistake("swaps_xavier_and_he", [(xavier, "variance = (2) / n_before"), (he, xavier)], GAIN_HINT)
    mistake("uses_one_over_n_for_he", [(he, xavier)], GAIN_HINT)
    mistake(
        "uses_one_over_the_sum",
        [(bengio, "1 / (n_before + n)")],
        "With as many outputs as inputs Bengio's scaling equals Xavier's.",
    )
    mistake(
        "forgets_the_parentheses",
        [(bengio, "2 / n_before + n")],
        "Division binds before addition: what belongs below the line needs parentheses.",
    )
    mistake(
        "multiplies_the_widths",
        [(bengio, "2 / (n_before * n)")],
        "Bengio's scaling adds the two widths.",
    )
    mistake(
        "takes_the_root_of_the_numerator",
        [
            (xavier, "variance = 1 / n_before**2"),
            (he, "variance = 2 / n_before**2"),
            (bengio, "2 / (n_before + n) ** 2"),
        ],
        WHOLE_ROOT_HINT,
    )
    mistake(
        "takes_xaviers_other_form",
        [(xavier, "variance = np.sqrt(1 / n_before)")],
        "One note of the lecture writes the root as the variance; the deviation has one root.",
    )


def of_the_draws(exercise: Exercise, function: str) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake(function, id, edits=edits, hint=hint)

    turned = "np.random.randn(layers_dims[l - 1], layers_dims[l])"
    mistake("does_not_seed", [(SEED, "pass")], SEED_HINT)
    mistake(
        "ignores_the_seed",
        [(SEED, "np.random.seed(3)")],
        "The seed is an argument of the function; it is not always the same.",
    )
    mistake(
        "seeds_every_layer",
        [(SEED, "pass"), (LOOP, LOOP + "\n        " + SEED)],
        SEED_HINT + " Seeding again makes all layers start alike.",
    )
    mistake(
        "draws_uniform_numbers",
        [("np.random.randn(", "np.random.rand(")],
        "The weights are standard normal; a uniform draw in [0, 1) has no negative values.",
    )
    mistake("draws_transposed", [(DRAW, turned)], SHAPE_HINT)
    mistake(
        "draws_and_turns",
        [(DRAW, turned + ".T")],
        "The shape is right. Draw W in its own shape instead of turning it afterwards: the numbers "
        "land in other places.",
    )
    mistake(
        "draws_the_biases",
        [(BIAS, "np.random.randn(layers_dims[l], 1)")],
        "Random weights already tell the units apart; the biases start at 0, and drawing them also "
        "shifts every later weight.",
    )
    mistake("biases_are_numbers", [(BIAS, "0")], COLUMN_HINT)
    mistake(
        "biases_are_flat",
        [(BIAS, "np.zeros(layers_dims[l])")],
        COLUMN_HINT + " An array of shape (n,) is no column.",
    )
    mistake(
        "forgets_the_last_layer",
        [(LOOP, "for l in range(1, len(layers_dims) - 1):")],
        "L + 1 widths make L layers. Count how many pairs of neighbouring widths the list holds.",
    )


def of_one_scaling(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("initialize_scaled", id, edits=edits, hint=hint)

    scale = "weight_deviation(scaling, layers_dims[l - 1], layers_dims[l])"
    mistake("forgets_the_root", [(scale, scale + " ** 2")], ROOT_HINT)
    mistake(
        "swaps_the_widths",
        [(scale, "weight_deviation(scaling, layers_dims[l], layers_dims[l - 1])")],
        INPUTS_HINT,
    )
    mistake(
        "always_uses_he",
        [(scale, 'weight_deviation("he", layers_dims[l - 1], layers_dims[l])')],
        "The scaling is an argument of the function; He's is one of three.",
    )
    mistake(
        "scales_all_layers_alike",
        [(scale, "weight_deviation(scaling, layers_dims[0], layers_dims[1])")],
        "Every layer has its own number of inputs.",
    )
    mistake(
        "does_not_scale",
        [(scale, "1")],
        "Standard normal weights are too large for many inputs: scale them.",
    )
    mistake(
        "uses_small_weights",
        [(scale, "0.01")],
        "A fixed small factor lets the signal vanish in a deep network.",
    )
    mistake(
        "divides_by_the_deviation",
        [(scale, "1 / " + scale)],
        "More inputs call for smaller weights.",
    )


def of_the_mixture(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("initialize_for_activations", id, edits=edits, hint=hint)

    gain = 'gain = 2 if activations[l - 1] == "relu" else 1'
    root = "np.sqrt(gain / layers_dims[l - 1])"
    mistake(
        "swaps_the_two",
        [(gain, gain.replace("2 if", "1 if").replace("else 1", "else 2"))],
        GAIN_HINT,
    )
    mistake("always_uses_he", [(gain, "gain = 2")], "Every layer names its own activation.")
    mistake("always_uses_xavier", [(gain, "gain = 1")], "Every layer names its own activation.")
    mistake(
        "looks_at_the_first_activation",
        [(gain, gain.replace("[l - 1]", "[0]"))],
        "Every layer names its own activation.",
    )
    mistake(
        "is_off_by_one_layer",
        [(gain, 'gain = 2 if activations[min(l, len(activations) - 1)] == "relu" else 1')],
        "The list of activations starts with layer 1, at index 0.",
    )
    mistake("counts_outputs", [(root, root.replace("[l - 1]", "[l]"))], INPUTS_HINT)
    mistake("forgets_the_root", [(root, root.removeprefix("np.sqrt"))], ROOT_HINT)
