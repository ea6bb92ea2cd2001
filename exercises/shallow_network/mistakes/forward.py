"""Mistakes in the forward pass and the cost."""

from __future__ import annotations

from .shared import Declare


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
