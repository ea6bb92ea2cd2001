"""Mistakes in dropout."""

from __future__ import annotations

from grader.authoring import Exercise

DROPOUT = "forward_propagation_with_dropout"
DROPOUT_BACKWARD = "backward_propagation_with_dropout"


def of_dropout(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake(DROPOUT, id, edits=edits, hint=hint)

    def masks(old: str, new: str) -> list[tuple[str, str]]:
        draws = [f"np.random.rand(*A{layer}.shape) < keep_prob" for layer in (1, 2)]
        return [(draw, draw.replace(old, new)) for draw in draws]

    rescale = ["A1 = A1 / keep_prob", "A2 = A2 / keep_prob"]
    mistake(
        "keeps_the_wrong_units",
        masks("<", ">"),
        "A unit is kept with probability keep_prob: which draws in [0, 1) should survive?",
    )
    mistake(
        "keeps_the_other_end",
        masks("< keep_prob", "> 1 - keep_prob"),
        "The share of kept units is right, but they are other ones: a unit is kept where its draw is "
        "below keep_prob.",
    )
    mistake(
        "draws_normal_masks",
        masks("rand(", "randn("),
        "Only a uniform draw in [0, 1) lies below keep_prob with the probability keep_prob.",
    )
    mistake(
        "uses_a_literal_half",
        masks("keep_prob", "0.5"),
        "The share of kept units is an argument of the function.",
    )
    mistake(
        "uses_the_notebooks_keep_prob",
        [
            *masks("keep_prob", "0.86"),
            *((line, line.replace("keep_prob", "0.86")) for line in rescale),
        ],
        "keep_prob is an argument of the function: 0.86 is the notebook's value of it.",
    )
    mistake(
        "forgets_to_rescale",
        [(line, f"A{k} = A{k} * 1.0") for k, line in enumerate(rescale, start=1)],
        "Divide the kept units by keep_prob, so that the expected activation does not change.",
    )
    mistake(
        "multiplies_by_keep_prob",
        [(line, line.replace("/", "*")) for line in rescale],
        "Fewer units are left. Should the remaining ones become smaller or larger to make up for "
        "it?",
    )
    mistake(
        "forgets_layer_2",
        [("A2 = A2 * D2", "A2 = A2 * 1.0"), ("A2 = A2 / keep_prob", "A2 = A2 * 1.0")],
        "Both hidden layers get dropout.",
    )
    mistake(
        "forgets_the_second_mask",
        [("A2 = A2 * D2", "A2 = A2 * 1.0")],
        "The second mask is drawn but never used.",
    )
    mistake(
        "forgets_the_masks",
        [("A1 = A1 * D1", "A1 = A1 * 1.0"), ("A2 = A2 * D2", "A2 = A2 * 1.0")],
        "The masks are drawn but never used: no unit is shut down.",
    )
    mistake(
        "does_not_seed",
        [("np.random.seed(1)", "pass")],
        "Seed NumPy's random state with 1 at the start of the function.",
    )
    mistake(
        "seeds_before_both_masks",
        [("    Z2 = W2 @ A1 + b2", "    np.random.seed(1)\n    Z2 = W2 @ A1 + b2")],
        "Seed once. Seeding again before D2 makes both masks start alike.",
    )
    mistake(
        "draws_one_number_per_unit",
        [(f"rand(*A{k}.shape)", f"rand(A{k}.shape[0], 1)") for k in (1, 2)],
        "Every example drops its own units: a mask has the shape of the activation.",
    )
    mistake(
        "draws_the_second_mask_first",
        [
            (
                "    Z1 = W1 @ X + b1",
                "    D2 = np.random.rand(W2.shape[0], X.shape[1])\n    Z1 = W1 @ X + b1",
            ),
            ("    D2 = np.random.rand(*A2.shape) < keep_prob\n", "    D2 = D2 < keep_prob\n"),
        ],
        "The masks are right in themselves but drawn in another order: D1 comes first.",
    )


def of_dropouts_gradients(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake(DROPOUT_BACKWARD, id, edits=edits, hint=hint)

    mistake(
        "counts_features",
        [("m = X.shape[1]", "m = X.shape[0]")],
        "m is the number of examples, which are the columns of X.",
    )
    mask = [("dA2 = dA2 * D2", "dA2 = dA2 * 1.0"), ("dA1 = dA1 * D1", "dA1 = dA1 * 1.0")]
    rescale = [
        ("dA2 = dA2 / keep_prob", "dA2 = dA2 * 1.0"),
        ("dA1 = dA1 / keep_prob", "dA1 = dA1 * 1.0"),
    ]
    mistake(
        "does_not_use_the_masks",
        mask,
        "A unit that was shut down took no part in the output. What gradient does it get?",
    )
    mistake(
        "forgets_to_rescale",
        rescale,
        "The forward pass divided by keep_prob; the chain rule divides as well.",
    )
    mistake(
        "ignores_dropout",
        mask + rescale,
        "These are the gradients without dropout. The forward pass masked and rescaled A1 and A2.",
    )
    mistake(
        "multiplies_by_keep_prob",
        [(old, old.replace("/", "*")) for old, _ in rescale],
        "The derivative of a / keep_prob has keep_prob in the same place.",
    )
    mistake("masks_layer_2_only", [mask[1]], "Both hidden layers had a mask; D1 is not used.")
    mistake("masks_layer_1_only", [mask[0]], "Both hidden layers had a mask; D2 is not used.")
    mistake(
        "rescales_layer_2_only",
        [rescale[1]],
        "Both hidden layers were divided by keep_prob; dA1 is not.",
    )
    mistake(
        "divides_by_a_literal_half",
        [(old, old.replace("keep_prob", "0.5")) for old, _ in rescale],
        "The share of kept units is an argument of the function.",
    )
    mistake(
        "draws_new_masks",
        [
            (
                "dA2 = dA2 * D2",
                "np.random.seed(1)\n"
                "    D1 = np.random.rand(*D1.shape) < keep_prob\n"
                "    D2 = np.random.rand(*D2.shape) < keep_prob\n"
                "    dA2 = dA2 * D2",
            )
        ],
        "Another draw shuts down other units. The masks of the forward pass are in the cache.",
    )
    mistake(
        "inverts_the_masks",
        [("dA2 = dA2 * D2", "dA2 = dA2 * (1 - D2)"), ("dA1 = dA1 * D1", "dA1 = dA1 * (1 - D1)")],
        "A mask is 1 where a unit was kept: those are the units that get a gradient.",
    )
