"""Mistakes in prediction, and where to drop."""

from __future__ import annotations

from grader.authoring import Exercise


def of_predicting(exercise: Exercise) -> None:
    hidden, output = (
        'relu(parameters[f"W{l}"] @ A + parameters[f"b{l}"])',
        'sigmoid(parameters[f"W{L}"] @ A + parameters[f"b{L}"])',
    )

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("predict_probabilities", id, edit=(old, new), hint=hint)

    mistake(
        "drops_units",
        hidden,
        f"drop_units({hidden}, 0.5)[0]",
        "Predictions should not depend on chance: dropout is for training only.",
    )
    mistake(
        "scales_the_activations",
        hidden,
        f"0.5 * {hidden}",
        "Inverted dropout has scaled while training; nothing is left to scale here.",
    )
    mistake(
        "returns_labels",
        f"return {output}",
        f"return ({output} > 0.5).astype(int)",
        "Probabilities are asked for, not labels.",
    )
    mistake(
        "forgets_the_sigmoid",
        output,
        'parameters[f"W{L}"] @ A + parameters[f"b{L}"]',
        "The output layer has an activation too.",
    )
    mistake(
        "uses_relu_at_the_output",
        output,
        output.replace("sigmoid", "relu"),
        "A probability stays between 0 and 1.",
    )
    mistake(
        "uses_sigmoid_throughout",
        hidden,
        hidden.replace("relu", "sigmoid"),
        "Hidden layers have ReLU; the sigmoid is for the output.",
    )


def of_the_choice(exercise: Exercise) -> None:
    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("layer_to_drop_most", id, edits=edits, hint=hint)

    count = "layer_dims[l] * layer_dims[l - 1] for"
    mistake(
        "drops_small_layers",
        ("np.argmax", "np.argmin"),
        hint="A small layer has little to overfit with. The smallest keep_prob goes where the "
        "worry is largest.",
    )
    mistake(
        "counts_units",
        (count, "layer_dims[l] for"),
        hint="It is the weights that overfit: how many does a layer of these units have?",
    )
    mistake(
        "counts_outgoing_weights",
        (count, "layer_dims[l] * layer_dims[l + 1] for"),
        hint="A layer's own weights are those that lead into it.",
    )
    mistake("counts_from_zero", ("1 + int", "int"), hint="The first hidden layer has number 1.")
    mistake(
        "drops_the_output",
        ("len(layer_dims) - 1)]", "len(layer_dims))]"),
        hint="The output layer is never dropped, however many weights it has.",
    )
    mistake(
        "adds_the_units",
        (count, "layer_dims[l] + layer_dims[l - 1] for"),
        hint="A matrix has as many entries as rows times columns.",
    )
