"""What students get wrong about signals in deep networks."""

from __future__ import annotations

from grader.authoring import Exercise

LAYERS_HINT = "Count the layers: a list with both ends holds one entry more than there are layers."
NORM_HINT = "A Frobenius norm is the root of the sum of all squares."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all seven functions."""
    of_the_way_forward(exercise)
    of_the_way_back(exercise)
    of_the_identities(exercise)
    of_the_rate(exercise)
    of_the_sizes(exercise)
    of_the_decay(exercise)
    of_the_gap(exercise)


def of_the_way_forward(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("linear_activations", id, edits=edits, hint=hint)

    step = "activations.append(W @ activations[-1])"
    start, result = "activations = [X]", "return activations"
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


def of_the_rate(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("growth_rate", id, edits=edits, hint=hint)

    count = "layers = len(activations) - 1"
    total = "total = np.linalg.norm(activations[-1]) / np.linalg.norm(activations[0])"
    result = "return total ** (1 / layers)"
    steps = "[np.linalg.norm(b) / np.linalg.norm(a) for a, b in zip(activations, activations[1:])]"
    mistake("counts_the_input_as_a_layer", [(count, "layers = len(activations)")], LAYERS_HINT)
    mistake(
        "returns_the_total",
        [(result, "return total")],
        "That is the factor of all layers together. Which number gives it when multiplied L times?",
    )
    mistake(
        "divides_the_total",
        [(result, "return total / layers")],
        "Factors multiply, so their average is no quotient.",
    )
    mistake(
        "averages_the_factors",
        [(total, f"total = np.mean({steps})"), (result, "return total")],
        "The plain mean of factors overstates growth: 2 and 1/2 leave a signal as it was.",
    )
    mistake(
        "squares_the_norms",
        [(total, total.replace("[-1])", "[-1]) ** 2").replace("[0])", "[0]) ** 2"))],
        NORM_HINT + " No square is left.",
    )
    mistake(
        "inverts_the_ratio",
        [(total, "total = np.linalg.norm(activations[0]) / np.linalg.norm(activations[-1])")],
        "A growing signal has a rate above 1.",
    )
    mistake(
        "returns_the_logarithm",
        [(result, "return np.log(total) / layers")],
        "That is the rate's logarithm.",
    )
    mistake(
        "compares_the_largest_entries",
        [(total, "total = np.max(np.abs(activations[-1])) / np.max(np.abs(activations[0]))")],
        NORM_HINT,
    )
    mistake(
        "compares_the_last_two_layers",
        [(total, total.replace("activations[0]", "activations[-2]")), (result, "return total")],
        "The whole way counts, from A[0] to A[L], not its last step.",
    )


def of_the_sizes(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("signal_sizes", id, edits=edits, hint=hint)

    step = "Z = np.sqrt(variances[scaling]) * normal @ A"
    shape = "n, n_before = normal.shape"
    size, first = "sizes.append(np.mean(A**2))", "sizes = [np.mean(A**2)]"
    he = '"he": 2 / n_before'
    mistake(
        "forgets_the_root",
        [(step, "Z = variances[scaling] * normal @ A")],
        "The table gives variances. By what are standard normal numbers scaled?",
    )
    mistake(
        "counts_outputs",
        [(shape, "n_before, n = normal.shape")],
        "A unit adds up as many terms as it has inputs: which side of the array is that?",
    )
    mistake(
        "uses_one_over_n_for_he",
        [(he, '"he": 1 / n_before')],
        "ReLU discards half of the signal's power; He's scaling makes up for it.",
    )
    mistake(
        "uses_xavier_for_bengio",
        [("2 / (n_before + n)", "1 / n_before")],
        "Bengio's scaling looks at the layer's inputs and outputs.",
    )
    mistake(
        "uses_one_over_the_sum",
        [("2 / (n_before + n)", "1 / (n_before + n)")],
        "With as many outputs as inputs Bengio's scaling equals Xavier's.",
    )
    mistake(
        "ignores_the_scaling",
        [(step, "Z = np.sqrt(2 / n_before) * normal @ A")],
        "The scaling is an argument of the function; He's is one of three.",
    )
    mistake(
        "always_applies_relu",
        [('np.maximum(0, Z) if activation == "relu" else np.tanh(Z)', "np.maximum(0, Z)")],
        "The activation is an argument of the function.",
    )
    mistake(
        "measures_before_the_activation",
        [(size, "sizes.append(np.mean(Z**2))")],
        "Measure what a layer hands on: A, not Z.",
    )
    mistake(
        "takes_the_variance",
        [(first, "sizes = [np.var(A)]"), (size, "sizes.append(np.var(A))")],
        "ReLU's activations do not lie around zero: a mean square is no variance.",
    )
    mistake(
        "takes_the_root_of_the_mean_square",
        [
            (first, "sizes = [np.sqrt(np.mean(A**2))]"),
            (size, "sizes.append(np.sqrt(np.mean(A**2)))"),
        ],
        "The mean square itself is asked for, without a root.",
    )
    mistake("forgets_the_input", [(first, "sizes = []")], "The first size is that of the input.")
    mistake(
        "does_not_scale",
        [(step, "Z = normal @ A")],
        "Unscaled standard normal weights let the signal explode.",
    )


def of_the_decay(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("shrink_weights", id, edits=edits, hint=hint)

    factor = "factor = 1 - learning_rate * lambd / m"
    result = "return [factor**steps * W for W in weights]"
    mistake(
        "halves_the_decay",
        [(factor, "factor = 1 - learning_rate * lambd / (2 * m)")],
        "The 2 of the penalty disappears when W squared is differentiated.",
    )
    mistake(
        "forgets_the_examples",
        [(factor, "factor = 1 - learning_rate * lambd")],
        "The penalty is divided by the number of examples, and so is its gradient.",
    )
    mistake(
        "forgets_the_learning_rate",
        [(factor, "factor = 1 - lambd / m")],
        "A step follows the gradient by the learning rate only.",
    )
    mistake(
        "grows",
        [(factor, "factor = 1 + learning_rate * lambd / m")],
        "A step goes against the gradient of the penalty.",
    )
    mistake(
        "makes_one_step",
        [(result, "return [factor * W for W in weights]")],
        "The update is made several times.",
    )
    mistake(
        "subtracts_from_the_first_weights",
        [(result, "return [(1 - steps * (1 - factor)) * W for W in weights]")],
        "Each step takes its share of what the step before left, not of the first weights.",
    )
    mistake(
        "shrinks_the_last_layer_only",
        [(result, "return [*weights[:-1], factor**steps * weights[-1]]")],
        "The penalty adds up the squares of all layers.",
    )
    mistake(
        "subtracts_a_number",
        [(result, "return [W - steps * (1 - factor) for W in weights]")],
        "The gradient of a square depends on the weight: large weights lose more.",
    )
    mistake(
        "returns_the_decay",
        [(result, "return [W - factor**steps * W for W in weights]")],
        "That is what the weights lose; what is left of them?",
    )


def of_the_gap(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("tanh_gap", id, edits=edits, hint=hint)

    tanh, linear = "A = np.tanh(W @ A)", "B = W @ B"
    result = "return np.linalg.norm(A - B) / np.linalg.norm(B)"
    mistake(
        "is_not_relative",
        [(result, "return np.linalg.norm(A - B)")],
        "A small output differs little from anything: divide by its size.",
    )
    mistake(
        "divides_by_the_tanh_output",
        [(result, "return np.linalg.norm(A - B) / np.linalg.norm(A)")],
        "The linear network is what you compare with: its output stands below the line.",
    )
    mistake(
        "squares_the_norms",
        [(result, "return np.linalg.norm(A - B)**2 / np.linalg.norm(B)**2")],
        NORM_HINT,
    )
    mistake(
        "bends_the_last_layer_only",
        [(tanh, "A = W @ A"), (result, "A = np.tanh(A)\n    " + result)],
        "Every layer of the first network ends with tanh.",
    )
    mistake(
        "bends_the_first_input",
        [(tanh, "A = W @ np.tanh(A)")],
        "tanh follows the product with the weights; the input itself is not bent.",
    )
    mistake(
        "feeds_both_alike",
        [(tanh, "A, B = np.tanh(W @ A), W @ A"), (linear, "pass")],
        "The linear network never sees an activation of the other one.",
    )
    mistake(
        "compares_norms",
        [(result, "return abs(np.linalg.norm(A) - np.linalg.norm(B)) / np.linalg.norm(B)")],
        "Two outputs of the same size can differ: take the norm of their difference.",
    )
    mistake(
        "averages_relative_errors",
        [(result, "return np.mean(np.abs(A - B) / np.abs(B))")],
        "Norms first, then one quotient: entries near zero would count too much.",
    )
