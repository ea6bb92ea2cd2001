"""Mistakes in the forward pass and the cost."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import _for


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
