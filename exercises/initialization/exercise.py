"""Initialization: zeros, large random weights, He. 100 points, 23 of them public."""

from __future__ import annotations

from grader.authoring import Exercise

exercise = Exercise(title="Initialization", reference="initialization.py")
exercise.support("init_utils.py", names=("init_utils",))
exercise.function("initialize_parameters_random", rng="fixed")
exercise.function("initialize_parameters_he", rng="fixed")

ZEROS = "initialize_parameters_zeros"
RANDOM = "initialize_parameters_random"
HE = "initialize_parameters_he"

# Neighbouring widths always differ, so that a transposed W or n[l] for n[l-1] shows. No case has
# the seed 3: a function that does not seed itself then draws other numbers.


@exercise.case(ZEROS, points=4, visibility="public", seed=11)
def zeros_two_layers(rng):
    """returns W1, b1, W2, b2 of the right shapes, filled with zeros"""
    return dict(layers_dims=[3, 2, 1])


@exercise.case(ZEROS, points=8, visibility="hidden", seed=12)
def zeros_four_layers(rng):
    """works for any number of layers, with the shapes of each layer's own widths"""
    return dict(layers_dims=[5, 4, 7, 1, 3])


@exercise.case(ZEROS, points=8, visibility="hidden", seed=13)
def zeros_one_layer(rng):
    """works for a network without hidden layers"""
    return dict(layers_dims=[6, 1])


@exercise.case(RANDOM, points=7, visibility="public", seed=21)
def random_two_layers(rng):
    """draws the weights of two layers from seed 3, with zero biases"""
    return dict(layers_dims=[3, 2, 1])


@exercise.case(RANDOM, points=14, visibility="hidden", seed=22)
def random_four_layers(rng):
    """draws the layers one after another, for any number of layers"""
    return dict(layers_dims=[4, 7, 3, 5, 2])


@exercise.case(RANDOM, points=14, visibility="hidden", seed=23)
def random_five_layers(rng):
    """gives every layer the shape of its own widths"""
    return dict(layers_dims=[2, 6, 4, 3, 5, 1])


@exercise.case(HE, points=9, visibility="public", seed=31)
def he_two_layers(rng):
    """scales the weights of two layers from seed 3, with zero biases"""
    return dict(layers_dims=[2, 4, 1])


@exercise.case(HE, points=3, visibility="public", seed=34)
def he_three_layers(rng):
    """tells the scales of three layers apart"""
    return dict(layers_dims=[3, 6, 5, 2])


@exercise.case(HE, points=15, visibility="hidden", seed=32)
def he_four_layers(rng):
    """scales every layer by the number of its own inputs"""
    return dict(layers_dims=[10, 7, 3, 5, 2])


@exercise.case(HE, points=18, visibility="hidden", seed=33)
def he_five_layers(rng):
    """works for any number of layers"""
    return dict(layers_dims=[3, 8, 6, 4, 5, 1])


# --- known mistakes -------------------------------------------------------------------------

LOOP = "for l in range(1, len(layers_dims)):"
BIAS = "np.zeros((layers_dims[l], 1))"

SHAPE_HINT = (
    "W[l] multiplies the activation of layer l-1: its rows count layer l's units, its columns "
    "layer l-1's."
)
BIAS_COLUMN_HINT = "A bias is a column with one row per unit of its own layer."
SEED_HINT = "Seed NumPy's random state with 3 inside the function, once, before the first draw."
NORMAL_HINT = "The weights are standard normal; a uniform draw in [0, 1) has no negative values."
LAYERS_HINT = (
    "L + 1 widths make L layers. Count how many pairs of neighbouring widths the list holds."
)

for _name in (ZEROS, RANDOM, HE):
    exercise.mistake(_name, "biases_are_numbers", hint=BIAS_COLUMN_HINT, edit=(BIAS, "0"))
    exercise.mistake(
        _name,
        "biases_are_flat",
        edit=(BIAS, "np.zeros(layers_dims[l])"),
        hint=BIAS_COLUMN_HINT + " An array of shape (n,) is no column.",
    )
    exercise.mistake(
        _name,
        "biases_have_the_size_of_layer_1",
        edit=(BIAS, "np.zeros((layers_dims[1], 1))"),
        hint="Every layer has its own number of units: all biases have the size of layer 1 here.",
    )
    exercise.mistake(
        _name,
        "forgets_the_last_layer",
        edit=(LOOP, "for l in range(1, len(layers_dims) - 1):"),
        hint=LAYERS_HINT,
    )

exercise.mistake(
    ZEROS,
    "transposes_the_weights",
    hint=SHAPE_HINT,
    edit=("(layers_dims[l], layers_dims[l - 1])", "(layers_dims[l - 1], layers_dims[l])"),
)
exercise.mistake(
    ZEROS,
    "fills_with_ones",
    edit=(
        "np.zeros((layers_dims[l], layers_dims[l - 1]))",
        "np.ones((layers_dims[l], layers_dims[l - 1]))",
    ),
    hint="Every weight is 0 in this one, so that you can see what symmetry does.",
)
exercise.mistake(
    ZEROS,
    "counts_layers_from_0",
    edits=[('f"W{l}"', 'f"W{l - 1}"'), ('f"b{l}"', 'f"b{l - 1}"')],
    hint='The first layer\'s keys are "W1" and "b1"; layer 0 is the input and has no parameters.',
)

for _name in (RANDOM, HE):
    exercise.mistake(_name, "does_not_seed", edit=("np.random.seed(3)", "pass"), hint=SEED_HINT)
    exercise.mistake(
        _name,
        "seeds_every_layer",
        hint=SEED_HINT + " Seeding again makes all layers start alike.",
        edits=[("np.random.seed(3)", "pass"), (LOOP, LOOP + "\n        np.random.seed(3)")],
    )
    exercise.mistake(
        _name,
        "draws_uniform_numbers",
        hint=NORMAL_HINT,
        edit=("np.random.randn(", "np.random.rand("),
    )
    exercise.mistake(
        _name,
        "draws_transposed",
        hint=SHAPE_HINT,
        edit=(
            "randn(layers_dims[l], layers_dims[l - 1])",
            "randn(layers_dims[l - 1], layers_dims[l])",
        ),
    )
    exercise.mistake(
        _name,
        "draws_and_turns",
        hint="The shape is right. Draw W in its own shape instead of turning it afterwards: the "
        "numbers land in other places.",
        edit=(
            "randn(layers_dims[l], layers_dims[l - 1])",
            "randn(layers_dims[l - 1], layers_dims[l]).T",
        ),
    )
    exercise.mistake(
        _name,
        "draws_the_biases",
        edit=(BIAS, "np.random.randn(layers_dims[l], 1)"),
        hint="Random weights already tell the units apart; the biases start at 0, and drawing "
        "them also shifts every later weight.",
    )

exercise.mistake(
    RANDOM,
    "forgets_the_factor",
    edit=(" * 10", ""),
    hint="These weights are meant to be too large: look at the factor in front of the normal draw.",
)
exercise.mistake(
    RANDOM,
    "uses_small_weights",
    edit=(" * 10", " * 0.01"),
    hint="Small weights are the habit of the first course; this function shows what large ones do.",
)
exercise.mistake(
    RANDOM,
    "scales_as_he",
    edit=(" * 10", " * np.sqrt(2 / layers_dims[l - 1])"),
    hint="That is the next function's scaling; here every layer has the same fixed factor.",
)

exercise.mistake(
    HE,
    "scales_by_one_over_n",
    edit=("np.sqrt(2 / layers_dims[l - 1])", "np.sqrt(1 / layers_dims[l - 1])"),
    hint="ReLU discards half of the signal's power. Which numerator makes up for it? 1 belongs to "
    "tanh.",
)
exercise.mistake(
    HE,
    "forgets_the_root",
    edit=("np.sqrt(2 / layers_dims[l - 1])", "2 / layers_dims[l - 1]"),
    hint="The formula gives a variance. Numbers are scaled by the standard deviation.",
)
exercise.mistake(
    HE,
    "takes_the_root_of_2_only",
    edit=("np.sqrt(2 / layers_dims[l - 1])", "np.sqrt(2) / layers_dims[l - 1]"),
    hint="The root covers the whole fraction.",
)
exercise.mistake(
    HE,
    "counts_outputs",
    edit=("np.sqrt(2 / layers_dims[l - 1])", "np.sqrt(2 / layers_dims[l])"),
    hint="A unit adds up as many terms as it has inputs: whose width is that?",
)
exercise.mistake(
    HE,
    "averages_inputs_and_outputs",
    edit=("np.sqrt(2 / layers_dims[l - 1])", "np.sqrt(2 / (layers_dims[l - 1] + layers_dims[l]))"),
    hint="Inputs plus outputs is another author's formula; He's looks at the inputs alone.",
)
exercise.mistake(
    HE,
    "keeps_the_factor_of_10",
    edit=("np.sqrt(2 / layers_dims[l - 1])", "10"),
    hint="The fixed factor was the previous function's; here the scale depends on the layer's "
    "inputs.",
)

exercise.equivalent(
    ZEROS,
    ("range(1, len(layers_dims))", "range(0, len(layers_dims))"),
    reason="it adds the keys W0 and b0 and changes no other; an extra key is told, not punished",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(RANDOM, "forgets_the_last_layer")
exercise.needs_hidden_cases(ZEROS, "forgets_the_last_layer")
