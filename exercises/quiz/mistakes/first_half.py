"""Questions 0 to 4: the ideas that are misunderstood, and the numbers that are misread."""

from __future__ import annotations

from .shared import READ, WrongAnswers

# Question, id, wrong answers by part, hint.
MISTAKES: WrongAnswers = (
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
)
