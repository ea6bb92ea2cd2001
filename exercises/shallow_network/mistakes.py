"""What students get wrong about a network with one hidden layer."""

from __future__ import annotations

from collections.abc import Callable

from grader.authoring import Exercise

Declare = Callable[[str, list[tuple[str, str]], str], None]


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all eight functions."""
    for function, of in (
        ("layer_sizes", of_the_sizes),
        ("initialize_parameters", of_the_start),
        ("forward_propagation", of_the_forward_pass),
        ("compute_cost", of_the_cost),
        ("backward_propagation", of_the_backward_pass),
        ("update_parameters", of_the_update),
        ("nn_model", of_training),
        ("predict", of_prediction),
    ):
        of(declaring(exercise, function))


def declaring(exercise: Exercise, function: str) -> Declare:
    """Return a function that declares mistakes of this one function."""

    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake(function, id, edits=edits, hint=hint)

    return mistake


def of_the_sizes(mistake: Declare) -> None:
    n_x, n_h, n_y = "n_x = X.shape[0]", "n_h = 4", "n_y = Y.shape[0]"
    mistake(
        "counts_examples",
        [(n_x, "n_x = X.shape[1]"), (n_y, "n_y = Y.shape[1]")],
        "An example is a column: the number of rows tells the width of a layer.",
    )
    mistake(
        "counts_examples_in_Y",
        [(n_y, "n_y = Y.shape[1]")],
        "The number of rows of Y tells how many outputs there are, not the number of columns.",
    )
    mistake(
        "makes_the_hidden_layer_as_wide_as_the_input",
        [(n_h, "n_h = n_x")],
        "The hidden layer has a fixed width here, whatever the data.",
    )
    mistake(
        "returns_whole_shapes",
        [(n_x, "n_x = X.shape"), (n_y, "n_y = Y.shape")],
        "A width is one number: which entry of the shape is it?",
    )
    mistake(
        "swaps_hidden_and_output",
        [("return n_x, n_h, n_y", "return n_x, n_y, n_h")],
        "All three are right; the order is input, hidden, output.",
    )


def of_the_start(mistake: Declare) -> None:
    W1, W2 = "W1 = np.random.randn(n_h, n_x) * 0.01", "W2 = np.random.randn(n_y, n_h) * 0.01"
    b1, b2 = "b1 = np.zeros((n_h, 1))", "b2 = np.zeros((n_y, 1))"

    def weights(old: str, new: str) -> list[tuple[str, str]]:
        return [(W1, W1.replace(old, new)), (W2, W2.replace(old, new))]

    mistake(
        "forgets_the_factor",
        weights(" * 0.01", ""),
        "These weights are a hundred times too large: tanh would start where it is flat.",
    )
    mistake(
        "forgets_the_second_factor",
        [(W2, W2.replace(" * 0.01", ""))],
        "Both layers start with small weights; W2 is too large.",
    )
    mistake(
        "takes_another_factor", weights("0.01", "0.1"), "Mind the number of zeros in the factor."
    )
    mistake(
        "draws_uniformly",
        weights("randn", "rand"),
        "Weights of both signs are needed: rand draws between 0 and 1, randn from the normal "
        "distribution.",
    )
    mistake(
        "draws_transposed",
        [
            (W1, "W1 = np.random.randn(n_x, n_h) * 0.01"),
            (W2, "W2 = np.random.randn(n_h, n_y) * 0.01"),
        ],
        "A weight matrix has a row for every unit of its own layer.",
    )
    mistake(
        "draws_and_transposes",
        [
            (W1, "W1 = np.random.randn(n_x, n_h).T * 0.01"),
            (W2, "W2 = np.random.randn(n_h, n_y).T * 0.01"),
        ],
        "The shapes are right, but the numbers come in another order: draw in the final shape.",
    )
    mistake(
        "draws_the_second_layer_first",
        [(W1, "second = np.random.randn(n_y, n_h) * 0.01\n    " + W1), (W2, "W2 = second")],
        "The numbers are right but the layers are drawn in another order.",
    )
    mistake(
        "draws_the_biases",
        [(b1, "b1 = np.random.randn(n_h, 1) * 0.01"), (b2, "b2 = np.random.randn(n_y, 1) * 0.01")],
        "Random weights are enough to break the symmetry; biases start at zero.",
    )
    mistake(
        "biases_are_numbers",
        [(b1, "b1 = 0.0"), (b2, "b2 = 0.0")],
        "Every unit has a bias of its own: a column.",
    )
    mistake(
        "biases_are_flat",
        [(b1, "b1 = np.zeros(n_h)"), (b2, "b2 = np.zeros(n_y)")],
        "A bias is a column with two axes: a flat array broadcasts along the wrong one.",
    )
    mistake(
        "biases_all_have_the_size_of_layer_1",
        [(b2, "b2 = np.zeros((n_h, 1))")],
        "Each layer has as many biases as units.",
    )
    mistake(
        "starts_at_zero",
        [(W1, "W1 = np.zeros((n_h, n_x))"), (W2, "W2 = np.zeros((n_y, n_h))")],
        "With zero weights all hidden units stay copies of each other.",
    )


def of_the_forward_pass(mistake: Declare) -> None:
    Z1, Z2 = "Z1 = W1 @ X + b1", "Z2 = W2 @ A1 + b2"
    A1, A2 = "A1 = np.tanh(Z1)", "A2 = sigmoid(Z2)"
    back = 'return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}'
    mistake(
        "takes_the_sigmoid_twice",
        [(A1, "A1 = sigmoid(Z1)")],
        "The hidden layer's activation is tanh.",
    )
    mistake(
        "takes_tanh_twice",
        [(A2, "A2 = np.tanh(Z2)")],
        "The output is a probability: tanh gives values between -1 and 1.",
    )
    mistake(
        "swaps_the_activations",
        [(A1, "A1 = sigmoid(Z1)"), (A2, "A2 = np.tanh(Z2)")],
        "Which of the two activations gives a probability?",
    )
    mistake(
        "takes_relu", [(A1, "A1 = np.maximum(0, Z1)")], "The hidden layer's activation is tanh."
    )
    mistake(
        "forgets_tanh",
        [(A1, "A1 = Z1")],
        "Without an activation in between, two linear layers are one.",
    )
    mistake(
        "forgets_the_sigmoid",
        [(A2, "A2 = Z2")],
        "The output is a probability; Z2 can be any number.",
    )
    mistake(
        "forgets_the_biases",
        [(Z1, "Z1 = W1 @ X"), (Z2, "Z2 = W2 @ A1")],
        "With zero biases this looks right: they are left out.",
    )
    mistake(
        "passes_on_Z1",
        [(Z2, "Z2 = W2 @ Z1 + b2")],
        "The second layer sees the activation of the first.",
    )
    mistake(
        "returns_the_cache_alone",
        [(back, back.replace("return A2, ", "return "))],
        "Two values are returned: the output and the cache.",
    )
    mistake(
        "caches_a_tuple",
        [(back, "return A2, (Z1, A1, Z2, A2)")],
        "The cache is a dictionary: the backward pass asks for its entries by name.",
    )


def of_the_cost(mistake: Declare) -> None:
    losses = "losses = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)"
    truths = "truths = np.asarray(Y, dtype=float)\n    "
    back = "return -np.sum(losses) / m"
    mistake(
        "forgets_the_zeros",
        [(losses, "losses = Y * np.log(A2)")],
        "Examples with the label 0 cost something too: the loss has two terms.",
    )
    mistake(
        "forgets_to_average",
        [(back, "return -np.sum(losses)")],
        "The cost is a mean over the examples: m is missing.",
    )
    mistake(
        "turns_the_sign",
        [(back, "return np.sum(losses) / m")],
        "Logarithms of probabilities are negative; a cost is positive.",
    )
    mistake(
        "swaps_the_labels",
        [(losses, "losses = (1 - Y) * np.log(A2) + Y * np.log(1 - A2)")],
        "A right and certain prediction costs nothing: which logarithm goes with the label 1?",
    )
    mistake(
        "subtracts_the_second_term",
        [(losses, "losses = Y * np.log(A2) - (1 - Y) * np.log(1 - A2)")],
        "Both terms of the loss have the same sign.",
    )
    mistake(
        "forgets_the_other_probability",
        [(losses, "losses = Y * np.log(A2) + (1 - Y) * np.log(A2)")],
        "The second term holds the probability of the other class.",
    )
    mistake(
        "returns_every_loss",
        [(back, "return -losses / m")],
        "The cost is one number: the losses are added up.",
    )
    mistake(
        "squares_the_errors",
        [(losses, truths + "losses = -((A2 - truths) ** 2)")],
        "That is the squared error; the cost asked for is the cross-entropy.",
    )
    mistake(
        "takes_another_logarithm",
        [(back, "return -np.sum(losses) / np.log(2) / m")],
        "The natural logarithm is np.log.",
    )


def of_the_backward_pass(mistake: Declare) -> None:
    dZ2, dZ1 = "dZ2 = A2 - Y", "dZ1 = W2.T @ dZ2 * (1 - A1**2)"
    dW2, dW1 = "dW2 = dZ2 @ A1.T / m", "dW1 = dZ1 @ X.T / m"
    db2 = "db2 = np.sum(dZ2, axis=1, keepdims=True) / m"
    db1 = "db1 = np.sum(dZ1, axis=1, keepdims=True) / m"
    right = "(1 - A1**2)"
    for id, new, hint in (
        (
            "takes_the_sigmoids_derivative",
            "A1 * (1 - A1)",
            "That is the derivative of a sigmoid; the hidden layer's activation is tanh.",
        ),
        (
            "takes_the_output_layers_derivative",
            "1.0",
            "The derivative of tanh is left out: A - Y is right for the output layer alone.",
        ),
        ("forgets_the_square", "(1 - A1)", "The derivative of tanh holds its square."),
        (
            "takes_Z1_for_A1",
            '(1 - cache["Z1"] ** 2)',
            "The derivative of tanh holds the square of tanh(Z1), not of Z1.",
        ),
        (
            "takes_tanh_twice",
            "(1 - np.tanh(A1) ** 2)",
            "A1 is tanh(Z1) already: no second tanh is needed.",
        ),
        (
            "takes_relus_derivative",
            "(A1 > 0)",
            "That is the derivative of ReLU; the hidden layer's activation is tanh.",
        ),
    ):
        mistake(id, [(dZ1, dZ1.replace(right, new))], hint)
    every = [dW1, db1, dW2, db2]
    mistake(
        "forgets_to_average",
        [(line, line.replace(" / m", "")) for line in every],
        "The cost is a mean over the examples, and so are its derivatives: m is missing.",
    )
    mistake(
        "forgets_to_average_the_biases",
        [(line, line.replace(" / m", "")) for line in (db1, db2)],
        "The gradients of the biases are means over the examples as well.",
    )
    mistake(
        "averages_twice",
        [(dZ2, "dZ2 = (A2 - Y) / m")],
        "The 1/m stands once: either in dZ2 or in what is made of it.",
    )
    mistake(
        "counts_features",
        [("m = X.shape[1]", "m = X.shape[0]")],
        "An example is a column of X: which entry of the shape counts columns?",
    )
    mistake(
        "turns_the_sign",
        [(dZ2, "dZ2 = Y - A2")],
        "Where the output is too large, the cost rises with it: which difference is positive "
        "there?",
    )
    mistake(
        "differentiates_the_sigmoid_as_well",
        [(dZ2, "dZ2 = (A2 - Y) * A2 * (1 - A2)")],
        "The sigmoid's derivative cancels against that of the cross-entropy.",
    )
    mistake(
        "loses_the_columns",
        [(db1, db1.replace(", keepdims=True", "")), (db2, db2.replace(", keepdims=True", ""))],
        "A gradient has the shape of its bias, a column: a sum along an axis loses that axis "
        "unless it is told to keep it.",
    )
    mistake(
        "adds_up_all_units",
        [(db1, "db1 = np.sum(dZ1, keepdims=True) / m")],
        "Every hidden unit has a bias, and its own gradient: sum along one axis only.",
    )
    mistake(
        "adds_up_units",
        [(db1, "db1 = np.sum(dZ1, axis=0, keepdims=True) / m")],
        "The sum runs over the examples, one sum for every unit: another axis.",
    )


def of_the_update(mistake: Declare) -> None:
    lines = {
        name: f'parameters["{name}"] - learning_rate * grads["d{name}"]'
        for name in ("W1", "b1", "W2", "b2")
    }

    def every(change: Callable[[str], str], names: str = "W1 b1 W2 b2") -> list[tuple[str, str]]:
        return [(lines[name], change(lines[name])) for name in names.split()]

    mistake(
        "climbs",
        every(lambda line: line.replace(" - ", " + ")),
        "The gradient points uphill: which sign takes the cost down?",
    )
    mistake(
        "ignores_the_learning_rate",
        every(lambda line: line.replace("learning_rate", "1.2")),
        "The learning rate is an argument of the function; 1.2 is only its default.",
    )
    mistake(
        "forgets_the_learning_rate",
        every(lambda line: line.replace("learning_rate", "1.0")),
        "A step is the gradient times the learning rate.",
    )
    mistake(
        "updates_weights_only",
        every(lambda line: line.partition(" - ")[0], "b1 b2"),
        "Biases are learned as well as weights.",
    )
    mistake(
        "updates_the_output_layer_only",
        every(lambda line: line.partition(" - ")[0], "W1 b1"),
        "Both layers are updated.",
    )
    mistake(
        "updates_b_with_dW",
        every(lambda line: line.replace('"db', '"dW'), "b1 b2"),
        "A bias is updated with its own gradient: mind the letter in the key.",
    )
    mistake(
        "returns_the_step",
        every(lambda line: line.partition(" - ")[2]),
        "The new parameter is the old one with a step taken off, not the step itself.",
    )


def of_training(mistake: Declare) -> None:
    start, update = "initialize_parameters(n_x, n_h, n_y)", "update_parameters(parameters, grads)"
    grads = "grads = backward_propagation(parameters, cache, X, Y)"
    mistake(
        "does_not_seed",
        [("np.random.seed(3)", "pass")],
        "Every network of this exercise starts from the same draw: nn_model sets the seed itself.",
    )
    mistake(
        "ignores_n_h",
        [(start, "initialize_parameters(n_x, 4, n_y)")],
        "The width of the hidden layer is an argument here; the 4 of layer_sizes is not meant.",
    )
    mistake(
        "ignores_the_number_of_steps",
        [("range(num_iterations)", "range(10000)")],
        "The number of steps is an argument of the function; 10000 is only its default.",
    )
    mistake(
        "stops_one_step_early",
        [("range(num_iterations)", "range(num_iterations - 1)")],
        "Count the steps: one is missing.",
    )
    mistake(
        "throws_the_update_away",
        [("parameters = " + update, update)],
        "update_parameters returns the new parameters: they must replace the old ones.",
    )
    mistake(
        "updates_once_after_the_loop",
        [
            (
                "        parameters = " + update + "\n    return",
                "    parameters = " + update + "\n    return",
            )
        ],
        "The update belongs into the loop: mind its indentation.",
    )
    mistake(
        "starts_over_in_every_step",
        [("        A2, cache", f"        parameters = {start}\n        A2, cache")],
        "The parameters are drawn once, before the loop.",
    )
    mistake(
        "differentiates_once",
        [(grads, "if i == 0:\n            " + grads)],
        "The gradients change with every step: compute them inside the loop.",
    )
    mistake(
        "hard_codes_another_learning_rate",
        [(update, "update_parameters(parameters, grads, 0.01)")],
        "The learning rate of this training is 1.2, the default of update_parameters.",
    )


def of_prediction(mistake: Declare) -> None:
    forward, back = "A2, cache = forward_propagation(X, parameters)", "return A2 > 0.5"
    for id, new, hint in (
        ("returns_probabilities", "return A2", "A prediction is a label, not a probability."),
        ("turns_the_labels", "return A2 < 0.5", "A large probability stands for the label 1."),
        (
            "compares_with_zero",
            "return A2 > 0",
            "A probability is never below zero: compare it with one half.",
        ),
        (
            "forgets_the_sigmoid",
            'return cache["Z2"] > 0.5',
            "One half is the threshold for the probability A2, not for Z2.",
        ),
        ("loses_the_row", "return A2[0] > 0.5", "The labels keep their row: the shape is (1, m)."),
        (
            "returns_the_share",
            "return np.mean(A2 > 0.5)",
            "One label for every example is asked for, not their mean.",
        ),
    ):
        mistake(id, [(back, new)], hint)
    mistake(
        "forgets_the_hidden_activation",
        [
            (
                forward,
                'A2 = sigmoid(parameters["W2"] @ (parameters["W1"] @ X + parameters["b1"]) '
                '+ parameters["b2"])',
            )
        ],
        "Without tanh in the hidden layer the boundary is a straight line: forward_propagation "
        "does all of it.",
    )
