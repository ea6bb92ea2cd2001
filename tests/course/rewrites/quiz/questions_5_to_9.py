"""Every known mistake once more: the same wrong answers, written by other hands."""


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
