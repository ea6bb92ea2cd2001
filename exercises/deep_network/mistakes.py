"""What students get wrong about a deep network's pieces."""

from __future__ import annotations

from collections.abc import Callable

from grader.authoring import Exercise

SHAPE_HINT = (
    "W[l] multiplies the activation of layer l-1: its rows count layer l's units, its columns "
    "layer l-1's."
)
FACTOR_HINT = "Weights that large saturate the sigmoid: the small factor in front is missing."
NORMAL_HINT = "The weights are standard normal; a uniform draw in [0, 1) has no negative values."
COLUMN_HINT = "A bias is a column with one row per unit of its own layer."
OWN_SIZE_HINT = "Every layer has its own number of units, and as many biases."
ROOM_HINT = "One row of dZ belongs to one unit, and each unit has one bias of its own."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all ten functions."""
    of_the_start(exercise)
    of_the_deep_start(exercise)
    of_the_linear_part(exercise)
    of_a_layer(exercise)
    of_the_model(exercise)
    of_the_cost(exercise)
    of_the_linear_gradients(exercise)
    of_a_layers_gradients(exercise)
    of_the_models_gradients(exercise)
    of_the_update(exercise)


def _for(exercise: Exercise, function: str) -> Callable[..., None]:
    def mistake(id: str, hint: str, *edits: tuple[str, str]) -> None:
        exercise.mistake(function, id, edits=edits, hint=hint)

    return mistake


def of_the_start(exercise: Exercise) -> None:
    mistake = _for(exercise, "initialize_parameters")
    mistake(
        "forgets_the_factor",
        FACTOR_HINT,
        ("randn(n_h, n_x) * 0.01", "randn(n_h, n_x)"),
        ("randn(n_y, n_h) * 0.01", "randn(n_y, n_h)"),
    )
    mistake(
        "does_not_seed",
        "Seed NumPy's random state with 1 inside the function.",
        ("np.random.seed(1)", "pass"),
    )
    mistake(
        "draws_uniform_numbers",
        NORMAL_HINT,
        ("np.random.randn(n_h", "np.random.rand(n_h"),
        ("np.random.randn(n_y", "np.random.rand(n_y"),
    )
    mistake(
        "draws_transposed",
        SHAPE_HINT,
        ("randn(n_h, n_x)", "randn(n_x, n_h)"),
        ("randn(n_y, n_h)", "randn(n_h, n_y)"),
    )
    mistake(
        "biases_are_numbers", COLUMN_HINT, ("np.zeros((n_h, 1))", "0"), ("np.zeros((n_y, 1))", "0")
    )
    mistake(
        "biases_have_the_size_of_layer_1",
        OWN_SIZE_HINT,
        ("np.zeros((n_y, 1))", "np.zeros((n_h, 1))"),
    )


def of_the_deep_start(exercise: Exercise) -> None:
    mistake = _for(exercise, "initialize_parameters_deep")
    bias = "np.zeros((layer_dims[l], 1))"
    mistake("forgets_the_factor", FACTOR_HINT, (" * 0.01", ""))
    mistake(
        "does_not_seed",
        "Seed NumPy's random state with 3 inside the function, before the loop.",
        ("np.random.seed(3)", "pass"),
    )
    mistake("draws_uniform_numbers", NORMAL_HINT, ("np.random.randn(", "np.random.rand("))
    mistake("biases_are_numbers", COLUMN_HINT, (bias, "0"))
    mistake(
        "draws_transposed",
        SHAPE_HINT,
        ("randn(layer_dims[l], layer_dims[l - 1])", "randn(layer_dims[l - 1], layer_dims[l])"),
    )
    mistake(
        "biases_have_the_size_of_layer_1", OWN_SIZE_HINT, (bias, "np.zeros((layer_dims[1], 1))")
    )
    mistake(
        "forgets_the_last_layer",
        "L + 1 widths make L layers. Count the pairs of neighbouring widths in the list.",
        ("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"),
    )
    mistake(
        "scales_by_the_inputs",
        "Dividing by the root of the number of inputs is what the next assignment does; here the "
        "factor is the same for every layer.",
        (" * 0.01", " / np.sqrt(layer_dims[l - 1])"),
    )


def of_the_linear_part(exercise: Exercise) -> None:
    mistake = _for(exercise, "linear_forward")
    product, cache = "W @ A + b", "return Z, (A, W, b)"
    mistake(
        "forgets_the_bias",
        "Without a bias every unit's line goes through the origin.",
        (product, "W @ A"),
    )
    mistake(
        "multiplies_entry_by_entry",
        "A unit adds up its weighted inputs: that is a matrix product, and * multiplies entries.",
        (product, "W * A + b"),
    )
    mistake(
        "swaps_the_factors",
        "W comes first: its columns must meet the rows of A, one per unit of the layer before.",
        (product, "A @ W + b"),
    )
    mistake(
        "caches_in_another_order",
        "The backward pass unpacks the cache by place: A, W, b.",
        (cache, "return Z, (W, A, b)"),
    )
    mistake(
        "caches_Z",
        "This cache keeps what went into the layer; Z is cached one function later.",
        (cache, "return Z, (Z, W, b)"),
    )


def of_a_layer(exercise: Exercise) -> None:
    mistake = _for(exercise, "linear_activation_forward")
    sigmoid, relu = "A = sigmoid(Z)", "A = relu(Z)"
    chosen = "Look at the argument that names the activation: "
    mistake(
        "always_sigmoid",
        chosen + "ReLU layers go through the sigmoid here.",
        (relu, "A = sigmoid(Z)"),
    )
    mistake(
        "always_relu", chosen + "sigmoid layers go through ReLU here.", (sigmoid, "A = relu(Z)")
    )
    mistake(
        "forgets_the_activation",
        "That is still the linear part: a network of such layers is one linear map.",
        (sigmoid, "A = Z"),
        (relu, "A = Z"),
    )
    mistake(
        "caches_the_activation",
        "The activation cache holds what went into the activation, not what came out of it.",
        ("return A, (linear_cache, Z)", "return A, (linear_cache, A)"),
    )
    mistake(
        "caches_the_linear_part_only",
        "The backward pass of a layer needs two caches: of the linear part, and of the activation.",
        ("return A, (linear_cache, Z)", "return A, linear_cache"),
    )


def of_the_model(exercise: Exercise) -> None:
    mistake = _for(exercise, "L_model_forward")
    mistake(
        "hidden_layers_are_sigmoid",
        "Only the output layer has the sigmoid.",
        ('"relu"', '"sigmoid"'),
    )
    mistake(
        "output_is_relu",
        "The output is a probability, and the cost takes its logarithm: which activation stays "
        "between 0 and 1?",
        ('"sigmoid"', '"relu"'),
    )
    mistake(
        "forgets_the_last_cache",
        "The output layer's cache is missing: there is one per layer.",
        ("    caches.append(cache)\n    return", "    return"),
    )
    mistake(
        "feeds_X_to_every_layer",
        "Only the first layer sees X; each further one gets the activation of the layer before it.",
        (
            'linear_activation_forward(A, parameters[f"W{l}"]',
            'linear_activation_forward(X, parameters[f"W{l}"]',
        ),
    )
    mistake(
        "has_two_layers",
        "The number of layers follows from the number of parameters; here it is always two.",
        ("L = len(parameters) // 2", "L = 2"),
    )
    mistake(
        "leaves_out_a_hidden_layer",
        "One hidden layer is never run: mind that range() stops before its end.",
        ("range(1, L)", "range(1, L - 1)"),
    )


def of_the_cost(exercise: Exercise) -> None:
    mistake = _for(exercise, "compute_cost")
    whole = "-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m"
    mistake(
        "flips_the_sign",
        "The logarithm of a probability is negative; a cost is positive and falls while learning.",
        (whole, whole[1:]),
    )
    mistake(
        "forgets_to_average",
        "The cost is a mean over the examples; here it grows with their number.",
        (" / m", ""),
    )
    mistake(
        "forgets_the_second_term",
        "Examples with label 0 cost nothing here, however wrong the prediction is.",
        (" + (1 - Y) * np.log(1 - AL)", ""),
    )
    mistake(
        "keeps_the_brackets",
        "The number is right but still sits in an array of shape (1, 1).",
        ("np.sum(Y", "np.sum(keepdims=True, a=Y"),
    )
    mistake(
        "misplaces_a_parenthesis",
        "Check what the weight of the second logarithm is: 1 - Y belongs together.",
        ("(1 - Y) * np.log", "1 - Y * np.log"),
    )
    mistake(
        "measures_squares",
        "That is the squared error; the cost of probabilities is the cross-entropy.",
        (whole, "np.sum((AL - Y) ** 2) / m"),
    )


def of_the_linear_gradients(exercise: Exercise) -> None:
    mistake = _for(exercise, "linear_backward")
    dW, db = "dZ @ A_prev.T / m", "np.sum(dZ, axis=1, keepdims=True) / m"
    mean_hint = "The cost is a mean over the m examples, and so are the gradients of W and b."
    mistake("forgets_to_average", mean_hint, (dW, dW[:-4]), (db, db[:-4]))
    mistake("forgets_to_average_db", mean_hint + " dW has the 1/m here, db has not.", (db, db[:-4]))
    mistake(
        "averages_dA_prev",
        "1/m stands in the gradients of the parameters only: a column of dA belongs to one example.",
        ("W.T @ dZ", "W.T @ dZ / m"),
    )
    mistake(
        "divides_by_the_width",
        "m counts the examples, and an example is a column.",
        ("A_prev.shape[1]", "A_prev.shape[0]"),
    )
    mistake(
        "db_is_one_number",
        ROOM_HINT + " This sum runs over all units at once.",
        (db, "np.sum(dZ) / m"),
    )
    mistake(
        "db_is_flat",
        ROOM_HINT + " The sums are right; an array of shape (n,) is no column.",
        (db, "np.sum(dZ, axis=1) / m"),
    )
    mistake(
        "squeezes_db",
        ROOM_HINT + " The sums are right; they should stay a column.",
        (db, "np.squeeze(np.sum(dZ, axis=1, keepdims=True)) / m"),
    )
    mistake(
        "transposes_dW",
        "A gradient has the shape of what it is the gradient of.",
        (dW, "A_prev @ dZ.T / m"),
    )


def of_a_layers_gradients(exercise: Exercise) -> None:
    mistake = _for(exercise, "linear_activation_backward")
    sigmoid, relu = "dZ = dA * s * (1 - s)", "dZ = dA * (Z > 0)"
    chosen = "Look at the argument that names the activation: "
    mistake(
        "always_sigmoid",
        chosen + "ReLU layers get the sigmoid's derivative here.",
        (relu, "dZ = dA * sigmoid(Z) * (1 - sigmoid(Z))"),
    )
    mistake(
        "always_relu",
        chosen + "sigmoid layers get ReLU's derivative here.",
        (sigmoid, "dZ = dA * (Z > 0)"),
    )
    mistake(
        "forgets_the_derivative",
        "dA is handed on as dZ: the derivative of the activation is missing from the chain.",
        (sigmoid, "dZ = dA"),
        (relu, "dZ = dA"),
    )
    mistake(
        "masks_by_the_gradient",
        "ReLU's derivative depends on what went through it in the forward pass, not on the gradient.",
        (relu, "dZ = dA * (dA > 0)"),
    )
    mistake(
        "takes_Z_for_A",
        "s (1 - s) holds for the sigmoid's output s. The cache has its input.",
        ("s = sigmoid(Z)", "s = Z"),
    )
    mistake(
        "passes_the_gradient_at_zero",
        "At exactly 0, where ReLU has no derivative, this course takes 0.",
        ("(Z > 0)", "(Z >= 0)"),
    )


def of_the_models_gradients(exercise: Exercise) -> None:
    mistake = _for(exercise, "L_model_backward")
    start = "dA = -(Y / AL - (1 - Y) / (1 - AL))"
    call = "dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)"
    mistake(
        "flips_the_sign",
        "With this sign the update climbs: mind the minus in front of the cost.",
        (start, "dA = Y / AL - (1 - Y) / (1 - AL)"),
    )
    mistake(
        "hidden_layers_use_sigmoid",
        "Only the output layer has the sigmoid; the others had ReLU.",
        ('"sigmoid" if l == L else "relu"', '"sigmoid"'),
    )
    mistake(
        "starts_with_the_difference",
        "A - Y is already dZ of the output layer; sent through the sigmoid's derivative again, that "
        "derivative counts twice.",
        (start, "dA = AL - Y"),
    )
    mistake(
        "forgets_the_first_layer",
        "The loop ends one layer early: the first layer has gradients as well.",
        ("range(L, 0, -1)", "range(L, 1, -1)"),
    )
    mistake(
        "reuses_the_same_gradient",
        "Every hidden layer gets the gradient that came out of the output layer. Each should get "
        "the one that the layer right behind it handed back.",
        (
            call,
            'behind = dA if l >= L - 1 else grads[f"dA{L - 1}"]\n        '
            + call.replace("(dA,", "(behind,"),
        ),
    )
    mistake(
        "numbers_layers_from_0",
        'caches[0] belongs to layer 1: its gradients are "dW1" and "db1".',
        ('f"dW{l}"', 'f"dW{l - 1}"'),
        ('f"db{l}"', 'f"db{l - 1}"'),
    )
    mistake(
        "averages_twice",
        "The 1/m is already in dW and db of every layer; here it comes in once more at the start.",
        (start, start + " / Y.shape[1]"),
    )


def of_the_update(exercise: Exercise) -> None:
    mistake = _for(exercise, "update_parameters")
    line = 'parameters[name] - learning_rate * grads["d" + name]'
    mistake(
        "climbs",
        "The gradient points uphill: which sign takes the cost down?",
        (line, line.replace(" - ", " + ")),
    )
    mistake(
        "updates_b_with_dW",
        "A bias is updated with its own gradient: mind the letter in the key.",
        (line, line.replace('"d" + name', '"dW" + name[1:]')),
    )
    mistake(
        "forgets_the_last_layer",
        "The loop ends one layer early. Each layer has two entries in the dictionary.",
        ("in list(parameters):", "in list(parameters)[:-2]:"),
        ("updated = {}", "updated = dict(parameters)"),
    )
    mistake(
        "ignores_the_learning_rate",
        "The learning rate is an argument of the function: use it as it comes.",
        (line, line.replace("learning_rate", "0.01")),
    )
    mistake(
        "updates_weights_only",
        "Biases are learned as well as weights.",
        (line, line + ' * (name[0] == "W")'),
    )
    mistake(
        "returns_the_step",
        "The new parameter is the old one with a step taken off, not the step itself.",
        (line, line.replace("parameters[name] - ", "")),
    )
