"""What students get wrong about train, dev and test sets."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all three functions."""
    of_the_sizes(exercise)
    of_the_indices(exercise)
    of_the_examples(exercise)


def of_the_sizes(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("split_sizes", id, edit=(old, new), hint=hint)

    mistake(
        "always_splits_60_20_20",
        "m < 100_000",
        "m > 0",
        "A fifth of a million examples is far more than a dev set needs.",
    )
    mistake(
        "splits_small_sets_like_large_ones",
        "dev, test = 200, 200",
        "dev, test = 10, 10",
        "A hundredth of a small set is too little to compare models with.",
    )
    mistake(
        "gives_millions_a_hundredth",
        "dev, test = 4, 1",
        "dev, test = 10, 10",
        "Beyond a million examples dev and test take even less than one percent each.",
    )
    mistake(
        "swaps_dev_and_test_of_millions",
        "dev, test = 4, 1",
        "dev, test = 1, 4",
        "Which of the two is used every day to choose between models, and should be larger?",
    )
    mistake(
        "takes_a_million_for_more",
        "m <= 1_000_000",
        "m < 1_000_000",
        "Exactly a million examples still get 98 / 1 / 1.",
    )
    mistake(
        "takes_a_hundred_thousand_for_small",
        "m < 100_000",
        "m <= 100_000",
        "Exactly 100,000 examples are already a large set.",
    )
    mistake(
        "always_has_a_test_set",
        "m * test // 1000 if with_test else 0",
        "m * test // 1000",
        "The second argument says whether a test set is wanted at all.",
    )
    mistake(
        "gives_the_tests_share_to_dev",
        "m_dev = m * dev // 1000",
        "m_dev = m * (dev if with_test else dev + test) // 1000",
        "Without a test set the dev set keeps its size; who gets the examples that are free now?",
    )
    mistake(
        "loses_the_rest",
        "return m - m_dev - m_test,",
        "return m * (1000 - dev - test) // 1000,",
        "The three sizes must add up to m: round two of them, and let the third take what is left.",
    )
    exercise.mistake(
        "split_sizes",
        "rounds_to_nearest",
        edits=[
            ("m * dev // 1000", "round(m * dev / 1000)"),
            ("m * test // 1000", "round(m * test / 1000)"),
        ],
        hint="The statement rounds the sizes of dev and test down, always.",
    )
    exercise.mistake(
        "split_sizes",
        "does_not_round",
        edits=[("m * dev // 1000", "m * dev / 1000"), ("m * test // 1000", "m * test / 1000")],
        hint="There are no fractions of examples: sizes are whole numbers.",
    )


def of_the_indices(exercise: Exercise) -> None:
    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("split_indices", id, edit=(old, new), hint=hint)

    draw = "np.random.permutation(m)"
    mistake(
        "does_not_shuffle",
        draw,
        "np.arange(m)",
        "Data often come sorted. Shuffle before you cut, or dev and test will be of another kind.",
    )
    mistake(
        "does_not_seed",
        "np.random.seed(seed)",
        "",
        "Without the seed nobody can repeat your split.",
    )
    mistake(
        "seeds_with_a_constant",
        "np.random.seed(seed)",
        "np.random.seed(0)",
        "The seed is an argument of the function.",
    )
    mistake(
        "draws_with_replacement",
        draw,
        "np.random.randint(0, m, size=m)",
        "Numbers drawn independently repeat: some example is in two sets, another in none.",
    )
    mistake(
        "dev_overlaps_train",
        "order[m_train:m_train + m_dev]",
        "order[:m_dev]",
        "An example that was trained on says nothing in the dev set: your dev set lies inside the "
        "training set.",
    )
    mistake(
        "test_overlaps_dev",
        "order[m_train + m_dev:]",
        "order[m_train:m_train + m_test]",
        "Dev and test share examples: each piece begins where the one before it ends.",
    )
    mistake(
        "trains_on_everything",
        "order[:m_train]",
        "order",
        "What is held out must be out of the training set.",
    )
    exercise.mistake(
        "split_indices",
        "counts_the_test_set_from_the_end",
        edit=("order[m_train + m_dev:]", "order[-m_test:]"),
        hint="Minus zero is zero: think of what a slice from there on holds when no test set is "
        "wanted.",
    )
    exercise.mistake(
        "split_indices",
        "counts_dev_and_test_from_the_end",
        edits=[
            ("order[m_train:m_train + m_dev]", "order[-(m_dev + m_test):-m_test]"),
            ("order[m_train + m_dev:]", "order[-m_test:]"),
        ],
        hint="Minus zero is zero: think of what both slices hold when no test set is wanted.",
    )
    exercise.mistake(
        "split_indices",
        "takes_dev_and_test_first",
        edits=[
            ("order[:m_train]", "order[m_dev + m_test:]"),
            ("order[m_train:m_train + m_dev]", "order[:m_dev]"),
            ("order[m_train + m_dev:]", "order[m_dev:m_dev + m_test]"),
        ],
        hint="The split is sound, but the statement cuts in another order: training set first.",
    )


def of_the_examples(exercise: Exercise) -> None:
    call = "split_indices(X.shape[1], m_dev, m_test, seed)"
    labels = [f'"Y_{name}": Y[:, {name}]' for name in ("train", "dev", "test")]
    inputs = [label.replace("Y", "X") for label in labels]

    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("split_examples", id, edits=edits, hint=hint)

    mistake(
        "leaves_the_labels_in_order",
        (labels[0], '"Y_train": Y[:, :len(train)]'),
        (labels[1], '"Y_dev": Y[:, len(train):len(train) + len(dev)]'),
        (labels[2], '"Y_test": Y[:, len(train) + len(dev):]'),
        hint="The inputs are shuffled and the labels are not: an example lost its label.",
    )
    mistake(
        "shuffles_the_labels_anew",
        (call, call + "\n    other = split_indices(X.shape[1], m_dev, m_test, seed + 1)"),
        (labels[0], '"Y_train": Y[:, other[0]]'),
        (labels[1], '"Y_dev": Y[:, other[1]]'),
        (labels[2], '"Y_test": Y[:, other[2]]'),
        hint="One draw must order inputs and labels alike.",
    )
    mistake(
        "forgets_the_seed",
        (call, "split_indices(X.shape[1], m_dev, m_test)"),
        hint="The seed that the function is given never reaches the draw.",
    )
    mistake(
        "swaps_dev_and_test",
        (inputs[1], '"X_dev": X[:, test]'),
        (labels[1], '"Y_dev": Y[:, test]'),
        (inputs[2], '"X_test": X[:, dev]'),
        (labels[2], '"Y_test": Y[:, dev]'),
        hint="Two of the sets go by each other's name.",
    )
    mistake(
        "trains_on_everything",
        (inputs[0], '"X_train": X'),
        (labels[0], '"Y_train": Y'),
        hint="What is held out must be out of the training set.",
    )
    mistake(
        "swaps_the_sizes",
        (call, "split_indices(X.shape[1], m_test, m_dev, seed)"),
        hint="Dev and test have each other's size: compare the order of the arguments.",
    )
