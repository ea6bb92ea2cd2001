"""Questions 5 to 9: the ideas that are misunderstood, and the numbers that are misread."""

from __future__ import annotations

from .shared import READ, WrongAnswers

# Question, id, wrong answers by part, hint.
MISTAKES: WrongAnswers = (
    (
        5,
        "calls_it_bias",
        {1: "A"},
        "Bias shows in the training error itself, and that one is small.",
    ),
    (
        5,
        "calls_it_both",
        {1: "C"},
        "One of the two errors is small: which diagnosis does it rule out?",
    ),
    (
        5,
        "confuses_variance_with_bias",
        {1: "A", 2: 2},
        "Bias and variance are swapped: bias is the gap above the best possible error, variance the gap "
        "between training and dev.",
    ),
    (
        5,
        "puts_both_gaps_together",
        {2: 13},
        "From people to the dev set there are two steps: the first is bias, only the second is variance.",
    ),
    (5, "ignores_the_best_possible", {3: "A"}, "15 % is much beside 0 %. Is 0 % possible here?"),
    (
        5,
        "misreads_the_dev_error",
        {2: 14},
        READ + "That is the dev error itself; asked is the gap.",
    ),
    (
        5,
        "misreads_points_as_a_fraction",
        {2: 0.11},
        READ + "Asked are percentage points, not a fraction of one.",
    ),
    (
        6,
        "collects_new_examples",
        {1: "A"},
        "That helps as well, but costs new pictures; augmentation needs none.",
    ),
    (6, "trains_on_the_dev_set", {1: "D"}, "Then nothing is left to measure with."),
    (6, "mirrors_digits", {2: "ABC"}, "Write down a 2 or a 7 and mirror it."),
    (
        6,
        "crops_digits_away",
        {2: "ACD"},
        "From the upper half alone, is it a 6 or a 5? A crop must leave what is labelled.",
    ),
    (
        6,
        "augments_the_dev_set",
        {3: 6_500},
        "The dev set stays as it is: it stands for what comes, not for what is trained on.",
    ),
    (
        6,
        "replaces_the_originals",
        {3: 4_000},
        "The changed images join the originals; they do not replace them.",
    ),
    (
        6,
        "misreads_who_is_cropped",
        {3: 8_000},
        READ + "The crops are taken from the originals only.",
    ),
    (
        6,
        "misreads_the_number_of_crops",
        {3: 3_000},
        READ + "There are three crops of an image, not one.",
    ),
    (
        7,
        "thinks_of_time",
        {1: "A"},
        "Measuring takes no time worth mentioning. What happens to the number?",
    ),
    (
        7,
        "thinks_of_the_training_error",
        {1: "D"},
        "The test examples are not trained on, so this error does not change.",
    ),
    (
        7,
        "normalises_with_the_test_set",
        {2: "AD"},
        "A mean over both sets carries something of the test examples into training.",
    ),
    (
        7,
        "stops_by_the_test_set",
        {2: "AB"},
        "When to stop is a decision like any other; whose error may make it?",
    ),
    (
        7,
        "tunes_by_the_test_set",
        {2: "BD"},
        "The best of many settings on a set is partly the luckiest on that set.",
    ),
    (
        7,
        "forbids_the_final_measurement",
        {2: "ABCD"},
        "Then a test set would be good for nothing: one measurement after all decisions is what it is for.",
    ),
    (
        8,
        "watches_the_training_error",
        {1: "B"},
        "The training error falls for as long as the network learns by heart.",
    ),
    (
        8,
        "compares_with_the_training_error",
        {1: "C"},
        "The dev error is above the training error almost always. What counts is where it turns.",
    ),
    (
        8,
        "keeps_the_last_epoch",
        {2: 7},
        "While waiting, the dev error got worse. Which parameters were the best?",
    ),
    (
        8,
        "looks_into_the_future",
        {2: 8, 3: 9},
        "Training has stopped before that epoch: nobody knows then that a better one would come.",
    ),
    (
        8,
        "does_not_wait",
        {2: 3, 3: 4},
        "The dev error is noisy: patience lets it rise once without stopping.",
    ),
    (8, "misreads_the_training_row", {2: 9, 3: 9}, READ + "You read the row of training errors."),
    (8, "misreads_epochs_from_0", {2: 4, 3: 6}, READ + "The table numbers the epochs from 1."),
    (
        8,
        "misreads_a_patience_of_1",
        {3: 6},
        READ + "It waits for two epochs without a new best, not for one.",
    ),
    (
        9,
        "thinks_of_right_angles",
        {1: "A"},
        "The word is borrowed from geometry; it is about settings, not about vectors.",
    ),
    (
        9,
        "thinks_of_features",
        {1: "C"},
        "That is decorrelation. The word is about settings, not about inputs.",
    ),
    (
        9,
        "blames_the_penalty",
        {2: "A"},
        "A penalty has a knob of its own, and training goes on to the end.",
    ),
    (
        9,
        "blames_more_data",
        {2: "B"},
        "More examples reduce overfitting and leave the search for a low cost alone.",
    ),
    (
        9,
        "blames_the_larger_network",
        {2: "D"},
        "It serves the one aim, to fit better, and is one of its knobs.",
    ),
)
