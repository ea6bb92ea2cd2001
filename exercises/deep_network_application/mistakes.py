"""What students get wrong about the training loop."""

from __future__ import annotations

from grader.authoring import Exercise

UPDATE = "parameters = update_parameters(parameters, grads, learning_rate)"
LOOP = "for i in range(num_iterations):"


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of both functions: those of any loop, then each one's own."""
    for function in ("two_layer_model", "L_layer_model"):
        of_the_loop(exercise, function)
    of_two_layers(exercise)
    of_any_number(exercise)


def of_the_loop(exercise: Exercise, function: str) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake(function, id, edit=(old, new), hint=hint)

    mistake(
        "ignores_the_learning_rate",
        UPDATE,
        UPDATE.replace("learning_rate", "0.0075"),
        "The learning rate is an argument of the function; 0.0075 is only its default.",
    )
    mistake(
        "forgets_to_keep_the_update",
        UPDATE,
        UPDATE.removeprefix("parameters = "),
        "The step is computed and then dropped: the next pass runs with the first parameters again.",
    )
    mistake(
        "stops_one_step_early",
        LOOP,
        "for i in range(num_iterations - 1):",
        "Count the steps: num_iterations of them, the first one has the number 0.",
    )
    mistake(
        "takes_one_step_too_many",
        LOOP,
        "for i in range(num_iterations + 1):",
        "Count the steps: num_iterations of them, the first one has the number 0.",
    )
    mistake(
        "climbs",
        UPDATE,
        UPDATE.replace("learning_rate", "-learning_rate"),
        "The cost rises from step to step: follow the signs from the cost to the update.",
    )
    mistake(
        "records_every_cost",
        "if i % 100 == 0:",
        "if True:",
        "One cost every hundred steps is recorded, the first before step 0.",
    )
    mistake(
        "swaps_the_results",
        "return parameters, costs",
        "return costs, parameters",
        "The parameters come first.",
    )


def of_two_layers(exercise: Exercise) -> None:
    def mistake(id: str, hint: str, *edits: tuple[str, str]) -> None:
        exercise.mistake("two_layer_model", id, edits=edits, hint=hint)

    first = 'linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")'
    back = 'linear_activation_backward(dA1, cache1, "relu")'
    mistake(
        "differentiates_the_hidden_layer_as_sigmoid",
        "Forward and backward must name the same activation for the same layer.",
        (back, back.replace("relu", "sigmoid")),
    )
    mistake(
        "hidden_layer_is_sigmoid",
        "Only the output layer has the sigmoid.",
        (first, first.replace("relu", "sigmoid")),
        (back, back.replace("relu", "sigmoid")),
    )
    mistake(
        "updates_both_biases_alike",
        "Each layer has its own bias gradient: mind the number in the name.",
        ('"db1": db1', '"db1": db2'),
    )
    mistake(
        "leaves_the_first_layer_alone",
        "Only the output layer learns; the first layer keeps its random weights.",
        ('{"dW1": dW1, "db1": db1,', '{"dW1": 0 * dW1, "db1": 0 * db1,'),
    )


def of_any_number(exercise: Exercise) -> None:
    def mistake(id: str, hint: str, *edits: tuple[str, str]) -> None:
        exercise.mistake("L_layer_model", id, edits=edits, hint=hint)

    start = "parameters = initialize_parameters_deep(layers_dims)\n"
    draw = """parameters = {}
    np.random.seed(1)
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
"""
    mistake(
        "starts_too_small",
        "With the factor 0.01 the signal fades from layer to layer. The given start divides by the "
        "root of the number of inputs.",
        (start, draw),
    )
    mistake(
        "starts_over_each_time",
        "The parameters are drawn anew in every step, so nothing that was learned is kept.",
        (start.strip(), "pass"),
        (LOOP, LOOP + "\n        " + start.strip()),
    )
    mistake(
        "leaves_the_last_layer_alone",
        "The output layer never learns: how many layers does the update reach?",
        (
            UPDATE,
            'last = f"W{len(caches)}", f"b{len(caches)}"\n'
            "        kept = {name: parameters[name] for name in last}\n"
            "        parameters = update_parameters(parameters, grads, learning_rate) | kept",
        ),
    )
