"""Mistakes in signals on their way through linear layers."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import LAYERS_HINT


def of_the_way_forward(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("linear_activations", id, edits=edits, hint=hint)

    step = "activations.append(W @ activations[-1])"
    result = "return activations"
    mistake(
        "forgets_the_input",
        [(result, "return activations[1:]")],
        "The list starts with A[0], the input.",
    )
    mistake(
        "returns_the_output_alone",
        [(result, "return activations[-1]")],
        "The activations of all layers are asked for, not only the last one's.",
    )
    mistake(
        "starts_every_layer_from_the_input",
        [(step, "activations.append(W @ X)")],
        "A layer's input is the activation of the layer before it.",
    )
    mistake(
        "applies_relu",
        [(step, "activations.append(np.maximum(0, W @ activations[-1]))")],
        "These layers are linear: g(z) = z.",
    )
    mistake(
        "transposes_the_weights",
        [(step, "activations.append(W.T @ activations[-1])")],
        "Forward a layer multiplies by W itself; the transpose belongs to the way back.",
    )
    mistake(
        "multiplies_entries",
        [(step, "activations.append(W * activations[-1])")],
        "A layer adds up its inputs: that is a matrix product, not a product of entries.",
    )
    mistake(
        "uses_the_first_layer_throughout",
        [(step, "activations.append(weights[0] @ activations[-1])")],
        "Every layer has weights of its own.",
    )
    mistake(
        "runs_backwards",
        [("for W in weights:", "for W in weights[::-1]:")],
        "The first layer of the list comes first.",
    )
    mistake(
        "forgets_the_last_layer",
        [("for W in weights:", "for W in weights[:-1]:")],
        "One layer is missing at the end. " + LAYERS_HINT,
    )


def of_the_way_back(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("linear_gradients", id, edits=edits, hint=hint)

    step = "gradients.append(W.T @ gradients[-1])"
    loop, result = "for W in reversed(weights):", "return gradients[::-1]"
    mistake(
        "forgets_to_transpose",
        [(step, "gradients.append(W @ gradients[-1])")],
        "Going back, every unit collects from the units that it fed: which shape does that need?",
    )
    mistake(
        "starts_at_the_first_layer",
        [(loop, "for W in weights:")],
        "The gradient enters at the last layer and leaves at the first.",
    )
    mistake(
        "lists_from_the_end",
        [(result, "return gradients")],
        "The values are right; the list runs from layer 0 to layer L.",
    )
    mistake(
        "forgets_the_last_gradient",
        [(result, "return gradients[:0:-1]")],
        "The list ends with dA[L], the gradient that was given.",
    )
    mistake(
        "forgets_the_inputs_gradient",
        [(result, "return gradients[-2::-1]")],
        "The list starts with dA[0], the gradient with respect to the input.",
    )
    mistake(
        "starts_every_layer_from_the_end",
        [(step, "gradients.append(W.T @ dA)")],
        "What arrives at a layer has already passed all layers after it.",
    )
    mistake(
        "returns_the_inputs_gradient_alone",
        [(result, "return gradients[-1]")],
        "The gradients of all layers are asked for.",
    )


def of_the_identities(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "identity_network_output",
            id,
            edit=("W_last @ X * scale ** (layers - 1)", new),
            hint=hint,
        )

    mistake(
        "scales_all_layers",
        "W_last @ X * scale ** layers",
        "The last layer has weights of its own: how many layers are left for the scaled identity?",
    )
    mistake(
        "scales_two_layers_less",
        "W_last @ X * scale ** (layers - 2)",
        "Only the last of the layers is no scaled identity.",
    )
    mistake(
        "multiplies_by_the_number",
        "W_last @ X * scale * (layers - 1)",
        "Layers do not add up: each multiplies what the one before returned.",
    )
    mistake(
        "forgets_the_last_layer",
        "X * scale ** (layers - 1)",
        "The output of the hidden layers still has to pass the last one.",
    )
    mistake(
        "takes_the_exponential",
        "W_last @ X * np.exp(scale * (layers - 1))",
        "Which base does the power have? The factor of one layer.",
    )
    mistake(
        "adds_the_identity",
        "W_last @ X * (1 + scale) ** (layers - 1)",
        "scale I is the layer itself, not what it adds to its input.",
    )
    mistake(
        "scales_once",
        "W_last @ X * scale",
        "Every one of the hidden layers scales the signal again.",
    )
