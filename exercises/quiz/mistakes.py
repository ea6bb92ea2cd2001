"""What students get wrong in the quiz: ideas that are misunderstood, and numbers that are misread.

A mistake is said by the parts that it answers wrongly. Ids that begin with ``misreads_`` are slips
with a number: the idea behind the answer is right, and the hint says so.
"""

from __future__ import annotations

from typing import Any

from grader.authoring import Exercise

# How the right answers stand in the reference; an edit that does not find them is refused.
RIGHT: dict[int, dict[int, str]] = {
    0: {1: '"B"', 2: "5"},
    1: {1: '"B"', 2: "(9_800_000, 100_000, 100_000)", 3: '"A"'},
    2: {1: '"ABE"', 2: '"C"', 3: "5_000"},
    3: {1: '"ACE"', 2: '"BD"'},
    4: {1: '"C"', 2: '"D"', 3: "9"},
    5: {1: '"B"', 2: "11", 3: '"D"'},
    6: {1: '"C"', 2: '"AC"', 3: "5_000"},
    7: {1: '"B"', 2: '"ABD"'},
    8: {1: '"D"', 2: "5", 3: "7"},
    9: {1: '"B"', 2: '"C"'},
}
READ = "The idea is right, a number is misread. "

# Question, id, wrong answers by part, hint.
MISTAKES: tuple[tuple[int, str, dict[int, Any], str], ...] = (
    (
        0,
        "fits_on_the_dev_set",
        {1: "A"},
        "The dev set is for choosing between models, not for fitting one.",
    ),
    (
        0,
        "misreads_the_gap_as_the_dev_error",
        {2: 9},
        READ + "That is one of the errors, not their distance.",
    ),
    (
        0,
        "misreads_points_as_a_fraction",
        {2: 0.05},
        READ + "Asked are percentage points: as in 9 %, not as in 0.09.",
    ),
    (
        1,
        "keeps_the_old_shares",
        {1: "A", 2: (6_000_000, 2_000_000, 2_000_000)},
        "Those shares come from times of small data. Two million examples say hardly more about an error "
        "than a hundred thousand do, and the network could learn from them.",
    ),
    (
        1,
        "leaves_out_the_test_set",
        {1: "C", 2: (7_000_000, 3_000_000, 0)},
        "Without a test set nothing is left for the unbiased estimate that is asked for.",
    ),
    (
        1,
        "splits_few_like_many",
        {3: "B"},
        "A hundred dev examples cannot tell an error of 5 % from one of 7 %. Small data need larger shares.",
    ),
    (
        1,
        "misreads_one_million",
        {2: (980_000, 10_000, 10_000)},
        READ + "A zero is missing: the sizes should add up to ten million.",
    ),
    (
        1,
        "misreads_the_lectures_ten_thousand",
        {2: (9_980_000, 10_000, 10_000)},
        READ
        + "10,000 each is the lecture's example for one million; here the shares of part 1 count.",
    ),
    (
        1,
        "misreads_sizes_as_per_cent",
        {2: (98, 1, 1)},
        READ + "Asked are numbers of examples, not per cent.",
    ),
    (
        1,
        "misreads_sizes_as_fractions",
        {2: (0.98, 0.01, 0.01)},
        READ + "Asked are numbers of examples, not fractions.",
    ),
    (
        2,
        "aims_at_the_training_pictures",
        {2: "A"},
        "A dev set like the training set sets a target that the application never meets.",
    ),
    (
        2,
        "moves_the_target",
        {2: "B"},
        "The dev set would aim at web pages and the test set would ask for photos: aim and question must agree.",
    ),
    (
        2,
        "wants_equal_sizes",
        {1: "ABCE"},
        "Evaluating takes far fewer examples than learning does.",
    ),
    (
        2,
        "lets_the_sets_overlap",
        {1: "ABDE"},
        "An example that was trained on is no new example: its error says nothing about those to come.",
    ),
    (
        2,
        "forgets_what_comes_later",
        {1: "AE"},
        "Two sets may agree with each other and both miss what the application will meet.",
    ),
    (
        2,
        "forgets_the_common_source",
        {1: "BE"},
        "Dev and test set must agree with each other, too.",
    ),
    (
        2,
        "mixes_in_the_web_pictures",
        {3: 55_000},
        "That shares out web pictures as well: then dev and test set are mostly not what users send.",
    ),
    (
        2,
        "misreads_the_half_for_training",
        {3: 10_000},
        READ + "Half of the photos have gone into training before the rest is shared.",
    ),
    (
        3,
        "confuses_variance_with_bias",
        {1: "BD", 2: "ACE"},
        "The two lists are swapped. Variance is overfitting, bias is underfitting.",
    ),
    (
        3,
        "grows_the_network_against_variance",
        {1: "ABCE"},
        "More units fit better: that lowers bias. A large network does not overfit less.",
    ),
    (
        3,
        "trains_longer_against_variance",
        {1: "ACDE"},
        "Training longer fits the training set even better; that is not what is missing.",
    ),
    (3, "forgets_dropout", {1: "AC"}, "There is a second regularisation method in the list."),
    (
        3,
        "forgets_more_data",
        {1: "CE"},
        "What is learned by heart from few examples is not from many.",
    ),
    (
        3,
        "expects_data_to_lower_bias",
        {2: "ABD"},
        "A network that cannot fit the examples it has will not fit more of them.",
    ),
    (4, "thinks_of_gradients", {1: "A"}, "Neither of the two sets takes part in the gradients."),
    (4, "thinks_of_sizes", {1: "B"}, "A set's size and where it comes from are two matters."),
    (
        4,
        "calls_it_variance",
        {2: "A"},
        "Variance shows between training and dev error, and these are close. What else changed?",
    ),
    (4, "calls_it_bias", {2: "B"}, "Bias shows in the training error, and that is small."),
    (
        4,
        "calls_the_test_set_small",
        {2: "C"},
        "Nothing is said about its size. What is said about its source?",
    ),
    (
        4,
        "misreads_the_training_error",
        {3: 9.5},
        READ + "You started from the training error instead of the dev error.",
    ),
    (
        4,
        "misreads_points_as_a_fraction",
        {3: 0.09},
        READ + "Asked are percentage points, not a fraction of one.",
    ),
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


def declare_mistakes(exercise: Exercise) -> None:
    """Declare every mistake as edits of the answers that it gets wrong."""
    for question, id, answers, hint in MISTAKES:
        edits = [
            (
                f"{part}: {RIGHT[question][part]}",
                f'{part}: "{wrong}"' if isinstance(wrong, str) else f"{part}: {wrong!r}",
            )
            for part, wrong in answers.items()
        ]
        exercise.mistake(f"question_{question}", id, edits=edits, hint=hint)
