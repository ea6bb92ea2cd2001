"""Mistakes in the whole network: training and prediction."""

from __future__ import annotations

from .shared import Declare


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
            "labels_all_as_1",
            "return A2 > 0",
            "Every example gets the label 1. Compare each probability with one half.",
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
