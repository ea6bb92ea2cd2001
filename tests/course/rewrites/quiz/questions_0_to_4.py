"""Every known mistake once more: the same wrong answers, written by other hands."""


def question_0__fits_on_the_dev_set(part):
    return ["A", 5.0][part - 1]


def question_0__misreads_the_gap_as_the_dev_error(part):
    if part == 1:
        return "B"
    return 9


def question_0__misreads_points_as_a_fraction(part):
    return "B" if part == 1 else 0.05


def question_1__keeps_the_old_shares(part):
    return ["A", [6e6, 2e6, 2e6], "A"][part - 1]


def question_1__leaves_out_the_test_set(part):
    if part == 1:
        return "C"
    if part == 2:
        return (7000000, 3000000, 0)
    return "A"


def question_1__splits_few_like_many(part):
    return "B" if part == 1 else [9.8e6, 0.1e6, 0.1e6] if part == 2 else "B"


def question_1__misreads_one_million(part):
    return ["B", (0.98e6, 0.01e6, 0.01e6), "A"][part - 1]


def question_1__misreads_the_lectures_ten_thousand(part):
    if part == 1:
        return "B"
    if part == 2:
        return [9.98e6, 0.01e6, 0.01e6]
    return "A"


def question_1__misreads_sizes_as_per_cent(part):
    return "B" if part == 1 else (98, 1, 1) if part == 2 else "A"


def question_1__misreads_sizes_as_fractions(part):
    return ["B", [0.98, 0.01, 0.01], "A"][part - 1]


def question_2__aims_at_the_training_pictures(part):
    if part == 1:
        return "ABE"
    if part == 2:
        return "A"
    return 5000


def question_2__moves_the_target(part):
    return "ABE" if part == 1 else "B" if part == 2 else 5000


def question_2__wants_equal_sizes(part):
    return ["ABCE", "C", 5000.0][part - 1]


def question_2__lets_the_sets_overlap(part):
    if part == 1:
        return "ABDE"
    if part == 2:
        return "C"
    return 5000


def question_2__forgets_what_comes_later(part):
    return "AE" if part == 1 else "C" if part == 2 else 5000


def question_2__forgets_the_common_source(part):
    return ["BE", "C", 5000.0][part - 1]


def question_2__mixes_in_the_web_pictures(part):
    if part == 1:
        return "ABE"
    if part == 2:
        return "C"
    return 55000


def question_2__misreads_the_half_for_training(part):
    return "ABE" if part == 1 else "C" if part == 2 else 10000


def question_3__confuses_variance_with_bias(part):
    return ["BD", "ACE"][part - 1]


def question_3__grows_the_network_against_variance(part):
    if part == 1:
        return "ABCE"
    return "BD"


def question_3__trains_longer_against_variance(part):
    return "ACDE" if part == 1 else "BD"


def question_3__forgets_dropout(part):
    return ["AC", "BD"][part - 1]


def question_3__forgets_more_data(part):
    if part == 1:
        return "CE"
    return "BD"


def question_3__expects_data_to_lower_bias(part):
    return "ACE" if part == 1 else "ABD"


def question_4__thinks_of_gradients(part):
    return ["A", "D", 9.0][part - 1]


def question_4__thinks_of_sizes(part):
    if part == 1:
        return "B"
    if part == 2:
        return "D"
    return 9


def question_4__calls_it_variance(part):
    return "C" if part == 1 else "A" if part == 2 else 9


def question_4__calls_it_bias(part):
    return ["C", "B", 9.0][part - 1]


def question_4__calls_the_test_set_small(part):
    if part == 1:
        return "C"
    if part == 2:
        return "C"
    return 9


def question_4__misreads_the_training_error(part):
    return "C" if part == 1 else "D" if part == 2 else 9.5


def question_4__misreads_points_as_a_fraction(part):
    return ["C", "D", 0.09][part - 1]
