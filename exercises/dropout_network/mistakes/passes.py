"""Mistakes in dropout in a whole network."""

from __future__ import annotations

from grader.authoring import Exercise


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
