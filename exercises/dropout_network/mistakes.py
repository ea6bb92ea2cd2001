"""What students get wrong about dropout in a deep network."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all six functions."""
    for declare in (
        of_dropping,
        of_the_mean,
        of_the_forward_pass,
        of_the_backward_pass,
        of_predicting,
        of_the_choice,
    ):
        declare(exercise)


def of_dropping(exercise: Exercise) -> None:
    mask, result = "np.random.rand(*A.shape) < keep_prob", "return A * D / keep_prob"

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("drop_units", id, edit=(old, new), hint=hint)

    mistake(
        "keeps_the_wrong_units",
        mask,
        "np.random.rand(*A.shape) > keep_prob",
        "A unit is kept with probability keep_prob: which draws in [0, 1) should survive?",
    )
    mistake(
        "draws_normal_masks",
        mask,
        "np.random.randn(*A.shape) < keep_prob",
        "Only a uniform draw in [0, 1) lies below keep_prob with the probability keep_prob.",
    )
    mistake(
        "uses_a_literal_half",
        mask,
        "np.random.rand(*A.shape) < 0.5",
        "The share of kept units is an argument of the function.",
    )
    mistake(
        "draws_one_number_per_unit",
        mask,
        "np.repeat(np.random.rand(A.shape[0], 1) < keep_prob, A.shape[1], axis=1)",
        "Every example drops its own units: a mask has the shape of the activations.",
    )
    mistake(
        "forgets_to_rescale",
        result,
        "return A * D",
        "Fewer units are left: what keeps the expected activation as it was?",
    )
    mistake(
        "multiplies_by_keep_prob",
        result,
        "return A * D * keep_prob",
        "Fewer units are left. Should the remaining ones become smaller or larger to make up for it?",
    )
    mistake(
        "forgets_the_mask",
        result,
        "return A / keep_prob",
        "The mask is drawn but never used: no unit is shut down.",
    )
    mistake(
        "rescales_by_the_share_that_was_kept",
        result,
        "return A * D / np.mean(D)",
        "Divide by the probability, not by the share that happened to be kept in this draw.",
    )


def of_the_mean(exercise: Exercise) -> None:
    term = "drop_units(A, keep_prob)[0]"

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("mean_dropped_activation", id, edit=(old, new), hint=hint)

    mistake(
        "forgets_to_rescale",
        term,
        "drop_units(A, keep_prob)[0] * keep_prob",
        "Without the division the mean comes out too small by the factor keep_prob.",
    )
    mistake(
        "averages_the_masks",
        term,
        "drop_units(A, keep_prob)[1]",
        "The mean of the activations is asked for, not that of the masks.",
    )
    mistake(
        "returns_the_sum",
        "total / draws",
        "total",
        "A mean is a sum divided by the number of its terms.",
    )
    mistake(
        "seeds_every_draw",
        f"total = total + {term}",
        f"np.random.seed(seed)\n        total = total + {term}",
        "Seeding again repeats the same mask: seed once, before the first draw.",
    )
    mistake(
        "drops_what_was_dropped",
        f"total = total + {term}",
        f"A = {term}\n        total = total + A",
        "Every draw starts from the given activations, not from what the last draw left of them.",
    )
    mistake(
        "does_not_seed",
        "np.random.seed(seed)",
        "",
        "Seed NumPy's random state with the seed that is given, once.",
    )


def of_the_forward_pass(exercise: Exercise) -> None:
    drop = "drop_units(relu(Z), keep_probs[l - 1])"

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("forward_with_dropout", id, edit=(old, new), hint=hint)

    mistake(
        "uses_one_keep_prob_for_all",
        drop,
        "drop_units(relu(Z), keep_probs[0])",
        "Every hidden layer has a keep_prob of its own.",
    )
    mistake(
        "reads_the_keep_probs_backwards",
        drop,
        "drop_units(relu(Z), keep_probs[-l])",
        "The first keep_prob belongs to the first hidden layer.",
    )
    mistake(
        "uses_sigmoid_throughout",
        drop,
        "drop_units(sigmoid(Z), keep_probs[l - 1])",
        "Hidden layers have ReLU; the sigmoid is for the output.",
    )
    mistake(
        "forgets_the_relu",
        drop,
        "drop_units(Z, keep_probs[l - 1])",
        "A hidden layer's activation is missing between the linear part and the mask.",
    )
    mistake(
        "forgets_to_rescale",
        drop,
        "drop_units(relu(Z), keep_probs[l - 1])\n            A = A * keep_probs[l - 1]",
        "What is kept is divided by keep_prob, in every hidden layer.",
    )
    mistake(
        "seeds_every_layer",
        "        Z = parameters",
        "        np.random.seed(seed)\n        Z = parameters",
        "Seed once: seeding again makes the masks of all layers start alike.",
    )
    mistake(
        "does_not_seed",
        "np.random.seed(seed)",
        "",
        "Seed NumPy's random state with the seed that is given, once.",
    )
    mistake(
        "seeds_with_a_constant",
        "np.random.seed(seed)",
        "np.random.seed(1)",
        "The seed is an argument of the function.",
    )
    mistake(
        "skips_the_mask_of_a_layer_that_keeps_all",
        drop,
        "drop_units(relu(Z), keep_probs[l - 1]) if keep_probs[l - 1] < 1 "
        "else (relu(Z), np.ones(Z.shape, dtype=bool))",
        "A mask is drawn for every hidden layer, even where all units are kept: a draw that is "
        "left out changes the ones after it.",
    )
    exercise.mistake(
        "forward_with_dropout",
        "keeps_the_plain_activations",
        edits=[
            (drop, "drop_units(relu(Z), keep_probs[l - 1])\n            plain = relu(Z)"),
            ("            A = sigmoid(Z)", "            A = plain = sigmoid(Z)"),
            ('cache[f"Z{l}"], cache[f"A{l}"] = Z, A', 'cache[f"Z{l}"], cache[f"A{l}"] = Z, plain'),
        ],
        hint="The cache holds what went on to the next layer: the masked and rescaled activations.",
    )


def of_the_backward_pass(exercise: Exercise) -> None:
    line = 'dA = dA * cache[f"D{l - 1}"] / keep_probs[l - 2]'

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("backward_with_dropout", id, edit=(old, new), hint=hint)

    mistake(
        "does_not_use_the_masks",
        line,
        "dA = dA / keep_probs[l - 2]",
        "A unit that was shut down took no part in the output. What gradient does it get?",
    )
    mistake(
        "forgets_to_rescale",
        line,
        'dA = dA * cache[f"D{l - 1}"]',
        "The forward pass divided by keep_prob; the chain rule divides as well.",
    )
    mistake(
        "ignores_dropout",
        line,
        "pass",
        "These are the gradients without dropout. The forward pass masked and rescaled.",
    )
    mistake(
        "multiplies_by_keep_prob",
        line,
        line.replace("/", "*"),
        "The derivative of a / keep_prob has keep_prob in the same place.",
    )
    mistake(
        "uses_one_keep_prob_for_all",
        line,
        line.replace("[l - 2]", "[0]"),
        "Every hidden layer was divided by a keep_prob of its own.",
    )
    mistake(
        "reads_the_keep_probs_backwards",
        line,
        line.replace("[l - 2]", "[1 - l]"),
        "The first keep_prob belongs to the first hidden layer, in the backward pass too.",
    )
    mistake(
        "forgets_the_relu",
        'dZ = dA * (cache[f"Z{l - 1}"] > 0)',
        "dZ = dA",
        "A unit that ReLU set to zero passes no gradient back.",
    )
    mistake(
        "forgets_to_average",
        'cache[f"A{l - 1}"].T / m',
        'cache[f"A{l - 1}"].T',
        "The cost is a mean over the examples; so are the gradients of the weights.",
    )
    mistake(
        "turns_the_sign",
        'dZ = cache[f"A{L}"] - Y',
        'dZ = Y - cache[f"A{L}"]',
        "An output above its label must give a positive dZ.",
    )
    mistake(
        "goes_through_the_sigmoid_twice",
        'dZ = cache[f"A{L}"] - Y',
        'dZ = (cache[f"A{L}"] - Y) * cache[f"A{L}"] * (1 - cache[f"A{L}"])',
        "The sigmoid's derivative has cancelled against the cross-entropy's already.",
    )


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
