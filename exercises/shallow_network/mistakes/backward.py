"""Mistakes in the backward pass and the update."""

from __future__ import annotations

from collections.abc import Callable

from .shared import Declare


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
