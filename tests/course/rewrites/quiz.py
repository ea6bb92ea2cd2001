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


def question_5__calls_it_bias(part):
    if part == 1:
        return "A"
    if part == 2:
        return 11
    return "D"


def question_5__calls_it_both(part):
    return "C" if part == 1 else 11 if part == 2 else "D"


def question_5__confuses_variance_with_bias(part):
    return ["A", 2.0, "D"][part - 1]


def question_5__puts_both_gaps_together(part):
    if part == 1:
        return "B"
    if part == 2:
        return 13
    return "D"


def question_5__ignores_the_best_possible(part):
    return "B" if part == 1 else 11 if part == 2 else "A"


def question_5__misreads_the_dev_error(part):
    return ["B", 14.0, "D"][part - 1]


def question_5__misreads_points_as_a_fraction(part):
    if part == 1:
        return "B"
    if part == 2:
        return 0.11
    return "D"


def question_6__collects_new_examples(part):
    return "A" if part == 1 else "AC" if part == 2 else 5000


def question_6__trains_on_the_dev_set(part):
    return ["D", "AC", 5000.0][part - 1]


def question_6__mirrors_digits(part):
    if part == 1:
        return "C"
    if part == 2:
        return "ABC"
    return 5000


def question_6__crops_digits_away(part):
    return "C" if part == 1 else "ACD" if part == 2 else 5000


def question_6__augments_the_dev_set(part):
    return ["C", "AC", 6500.0][part - 1]


def question_6__replaces_the_originals(part):
    if part == 1:
        return "C"
    if part == 2:
        return "AC"
    return 4000


def question_6__misreads_who_is_cropped(part):
    return "C" if part == 1 else "AC" if part == 2 else 8000


def question_6__misreads_the_number_of_crops(part):
    return ["C", "AC", 3000.0][part - 1]


def question_7__thinks_of_time(part):
    if part == 1:
        return "A"
    return "ABD"


def question_7__thinks_of_the_training_error(part):
    return "D" if part == 1 else "ABD"


def question_7__normalises_with_the_test_set(part):
    return ["B", "AD"][part - 1]


def question_7__stops_by_the_test_set(part):
    if part == 1:
        return "B"
    return "AB"


def question_7__tunes_by_the_test_set(part):
    return "B" if part == 1 else "BD"


def question_7__forbids_the_final_measurement(part):
    return ["B", "ABCD"][part - 1]


def question_8__watches_the_training_error(part):
    if part == 1:
        return "B"
    if part == 2:
        return 5
    return 7


def question_8__compares_with_the_training_error(part):
    return "C" if part == 1 else 5 if part == 2 else 7


def question_8__keeps_the_last_epoch(part):
    return ["D", 7.0, 7.0][part - 1]


def question_8__looks_into_the_future(part):
    if part == 1:
        return "D"
    if part == 2:
        return 8
    return 9


def question_8__does_not_wait(part):
    return "D" if part == 1 else 3 if part == 2 else 4


def question_8__misreads_the_training_row(part):
    return ["D", 9.0, 9.0][part - 1]


def question_8__misreads_epochs_from_0(part):
    if part == 1:
        return "D"
    if part == 2:
        return 4
    return 6


def question_8__misreads_a_patience_of_1(part):
    return "D" if part == 1 else 5 if part == 2 else 6


def question_9__thinks_of_right_angles(part):
    return ["A", "C"][part - 1]


def question_9__thinks_of_features(part):
    if part == 1:
        return "C"
    return "C"


def question_9__blames_the_penalty(part):
    return "B" if part == 1 else "A"


def question_9__blames_more_data(part):
    return ["B", "B"][part - 1]


def question_9__blames_the_larger_network(part):
    if part == 1:
        return "B"
    return "D"
