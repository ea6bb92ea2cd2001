"""Mistakes in mini-batches."""

from __future__ import annotations

from grader.authoring import Exercise


def of_batches(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("random_mini_batches", id, edits=edits, hint=hint)

    stop = "        stop = start + mini_batch_size\n"
    append = "mini_batches.append((shuffled_X[:, start:stop], shuffled_Y[:, start:stop]))"
    loop = "for start in range(0, m, mini_batch_size):"
    mistake(
        "does_not_seed",
        [("np.random.seed(seed)", "pass")],
        "Seed NumPy's random state with the function's argument before you draw the order.",
    )
    mistake(
        "ignores_the_seed",
        [("np.random.seed(seed)", "np.random.seed(0)")],
        "The seed is an argument of the function: two seeds give two orders.",
    )
    mistake(
        "does_not_shuffle_Y",
        [("Y[:, order]", "Y")],
        "Every label must stay with its example: Y needs the same order as X.",
    )
    mistake(
        "shuffles_Y_otherwise",
        [("Y[:, order]", "Y[:, np.random.permutation(m)]")],
        "Draw the order once and use it for both: a second draw separates labels from examples.",
    )
    mistake(
        "does_not_shuffle",
        [("X[:, order]", "X"), ("Y[:, order]", "Y")],
        "The order is drawn and then not used: the batches come from the unshuffled data.",
    )
    mistake(
        "adds_an_empty_batch",
        [(loop, "for start in range(0, m + 1, mini_batch_size):")],
        "When the size divides the number of examples, nothing is left for a last batch: none is "
        "added.",
    )
    mistake(
        "drops_the_rest",
        [(loop, "for start in range(0, m - mini_batch_size + 1, mini_batch_size):")],
        "The examples that do not fill a batch are still examples: they form a last, smaller one.",
    )
    mistake(
        "divides_by_the_number_of_batches",
        [
            (
                append,
                append.replace(
                    "mini_batches.append",
                    "if stop <= m or m % (m // mini_batch_size):\n            mini_batches.append",
                ),
            )
        ],
        "Is anything left? That is the remainder of a division by the size of a batch, not by how "
        "many full ones there are.",
    )
    mistake(
        "starts_the_last_at_its_own_size",
        [(stop, stop + "        if stop > m:\n            start = m - start\n")],
        "The last batch begins where the full ones ended, not at the column whose number is its "
        "size.",
    )
    mistake(
        "takes_the_last_from_the_front",
        [(stop, stop + "        if stop > m:\n            start, stop = 0, m - start\n")],
        "The last batch holds the columns that no other batch has; the first columns are in the "
        "first batch.",
    )
    mistake(
        "ends_the_last_at_the_end",
        [
            (
                stop,
                stop + "        if stop > m and start > 0:\n            start = m - "
                "mini_batch_size\n",
            )
        ],
        "The last batch must not reach back into the one before: no example appears twice.",
    )
    mistake(
        "ignores_the_size",
        [("    m = X.shape[1]\n", "    m = X.shape[1]\n    mini_batch_size = 64\n")],
        "The size is an argument of the function; 64 is only its default.",
    )
    mistake(
        "returns_X_alone",
        [(append, "mini_batches.append(shuffled_X[:, start:stop])")],
        "A mini-batch is a pair: examples and their labels.",
    )
    mistake(
        "turns_the_labels",
        [(append, append.replace("shuffled_Y[:, start:stop]", "shuffled_Y[0, start:stop]"))],
        "The labels of a batch keep their row: the shape is (1, k), not (k,).",
    )
