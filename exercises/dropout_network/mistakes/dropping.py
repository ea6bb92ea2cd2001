"""Mistakes in one layer's dropout."""

from __future__ import annotations

from grader.authoring import Exercise


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
        "keeps_the_other_end",
        mask,
        "np.random.rand(*A.shape) > 1 - keep_prob",
        "The share of kept units is right, but they are other ones: a unit is kept where its draw is "
        "below keep_prob.",
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
