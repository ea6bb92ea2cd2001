"""Every known mistake once more: the same wrong answers, written by other hands."""


def right(question, part, numbers):
    table = {
        (0, 1): "C",
        (1, 1): "BCA",
        (1, 2): "ACE",
        (1, 3): "BDGFAEC",
        (1, 4): "D",
        (2, 1): "D",
        (2, 2): "AC",
        (2, 3): "B",
        (2, 4): "C",
        (2, 5): "A",
        (3, 3): "B",
        (3, 4): "C",
        (3, 5): "D",
        (4, 2): "ABD",
        (4, 3): "C",
        (4, 4): "A",
        (5, 1): "B",
        (5, 2): "ACD",
        (5, 3): "C",
        (5, 4): "A",
        (6, 3): "C",
        (6, 4): "D",
        (6, 5): "B",
        (7, 1): "A",
        (7, 2): "D",
        (7, 3): "B",
        (8, 1): "C",
        (8, 2): "A",
        (8, 3): "BDE",
        (8, 4): "B",
        (9, 1): "CDAB",
        (9, 2): "BCE",
        (9, 3): "D",
        (9, 4): "BAC",
        (10, 1): "B",
        (10, 2): "D",
        (10, 5): "A",
    }
    if (question, part) in table:
        return table[question, part]
    if question == 0:
        return numbers[1] - numbers[0]
    if question == 1:
        return [numbers[0] * 7 / 10, numbers[0] * 3 / 10]
    if question == 3:
        return numbers[0] * 2 if part == 1 else numbers[0] * numbers[2] ** 2 / numbers[1] / 2
    if question == 4:
        return numbers[0] - numbers[0] * numbers[1]
    if question == 6 and part == 1:
        return sum(2 * b * (a + 1) for a, b in zip(numbers, numbers[1:]))
    if question == 6:
        return [numbers[1] * (3 * numbers[0] + numbers[1]), numbers[1] ** 2]
    if question == 7:
        return numbers[0] / numbers[1] ** 0.5
    if part == 3:
        return [numbers[0] - 1, 2 ** numbers[0] / 2]
    return [numbers[1], numbers[0], numbers[1], numbers[2]]


def one_and_two(theta, epsilon):
    above, here, below = (theta + epsilon) ** 3, theta**3, (theta - epsilon) ** 3
    return [(above - here) / epsilon, (above - below) / (2 * epsilon)]


def foundations_0__uses_the_dev_set_at_the_end(part, numbers):
    if part == 1:
        return "B"
    return right(0, part, numbers)


def foundations_0__takes_the_dev_error(part, numbers):
    if part == 2:
        return numbers[-1]
    return right(0, part, numbers)


def foundations_0__writes_a_fraction(part, numbers):
    if part == 2:
        return numbers[1] / 100 - numbers[0] / 100
    return right(0, part, numbers)


def foundations_1__begins_with_code(part, numbers):
    if part == 1:
        return "CAB"
    return right(1, part, numbers)


def foundations_1__tunes_the_parameters(part, numbers):
    if part == 2:
        return "ABCDE"
    return right(1, part, numbers)


def foundations_1__takes_the_activation_as_learned(part, numbers):
    if part == 2:
        return "AC"
    return right(1, part, numbers)


def foundations_1__splits_after_training(part, numbers):
    if part == 3:
        return "BGFADEC"
    return right(1, part, numbers)


def foundations_1__tests_before_choosing(part, numbers):
    if part == 3:
        return "BDGFACE"
    return right(1, part, numbers)


def foundations_1__cannot_choose_without_a_test_set(part, numbers):
    if part == 4:
        return "B"
    return right(1, part, numbers)


def foundations_1__shares_the_rest(part, numbers):
    if part == 5:
        return [numbers[0] * share / 100 for share in (70, 15, 15)]
    return right(1, part, numbers)


def foundations_1__turns_the_shares(part, numbers):
    if part == 5:
        return [numbers[0] * 3 // 10, numbers[0] * 7 // 10]
    return right(1, part, numbers)


def foundations_2__sees_overfitting_only(part, numbers):
    if part == 1:
        return "C"
    return right(2, part, numbers)


def foundations_2__sees_underfitting_only(part, numbers):
    if part == 1:
        return "A"
    return right(2, part, numbers)


def foundations_2__confuses_under_and_overfitting(part, numbers):
    if part == 2:
        return "BD"
    return right(2, part, numbers)


def foundations_2__takes_size_as_harmless(part, numbers):
    if part == 3:
        return "A"
    return right(2, part, numbers)


def foundations_2__says_data_raise_bias(part, numbers):
    if part == 4:
        return "A"
    return right(2, part, numbers)


def foundations_2__lets_a_penalty_raise_variance(part, numbers):
    if part == 5:
        return "B"
    return right(2, part, numbers)


def foundations_2__lets_a_penalty_cure_both(part, numbers):
    if part == 5:
        return "C"
    return right(2, part, numbers)


def foundations_3__keeps_lambda(part, numbers):
    if part == 1:
        return numbers[0]
    return right(3, part, numbers)


def foundations_3__halves_lambda(part, numbers):
    if part == 1:
        return 0.5 * numbers[0]
    return right(3, part, numbers)


def foundations_3__forgets_the_square_of_b(part, numbers):
    if part == 2:
        return numbers[0] * numbers[2] / numbers[1] / 2
    return right(3, part, numbers)


def foundations_3__forgets_the_half(part, numbers):
    if part == 2:
        return numbers[0] * numbers[2] ** 2 / numbers[1]
    return right(3, part, numbers)


def foundations_3__multiplies_by_m(part, numbers):
    if part == 2:
        return 0.5 * numbers[0] * numbers[1] * numbers[2] ** 2
    return right(3, part, numbers)


def foundations_3__says_a_bias_has_no_gradient(part, numbers):
    if part == 3:
        return "A"
    return right(3, part, numbers)


def foundations_3__calls_l1_usual(part, numbers):
    if part == 4:
        return "A"
    return right(3, part, numbers)


def foundations_3__lets_l2_make_zeros(part, numbers):
    if part == 4:
        return "D"
    return right(3, part, numbers)


def foundations_3__lets_l1_share(part, numbers):
    if part == 5:
        return "C"
    return right(3, part, numbers)


def foundations_3__lets_l2_choose_one(part, numbers):
    if part == 5:
        return "B"
    return right(3, part, numbers)


def foundations_4__counts_units_that_stay(part, numbers):
    if part == 1:
        return numbers[1] * numbers[0]
    return right(4, part, numbers)


def foundations_4__returns_the_chance(part, numbers):
    if part == 1:
        return 1 - numbers[-1]
    return right(4, part, numbers)


def foundations_4__hopes_for_speed(part, numbers):
    if part == 2:
        return "ABCD"
    return right(4, part, numbers)


def foundations_4__sees_smaller_networks_only(part, numbers):
    if part == 2:
        return "D"
    return right(4, part, numbers)


def foundations_4__freezes_the_mask(part, numbers):
    if part == 3:
        return "D"
    return right(4, part, numbers)


def foundations_4__looks_at_the_test_error(part, numbers):
    if part == 3:
        return "B"
    return right(4, part, numbers)


def foundations_4__ties_it_to_convolutions(part, numbers):
    if part == 4:
        return "D"
    return right(4, part, numbers)


def foundations_5__normalizes_what_is_alike(part, numbers):
    if part == 1:
        return "A"
    return right(5, part, numbers)


def foundations_5__gives_the_test_set_its_own(part, numbers):
    if part == 2:
        return "ABCD"
    return right(5, part, numbers)


def foundations_5__forgets_the_penalty(part, numbers):
    if part == 2:
        return "AD"
    return right(5, part, numbers)


def foundations_5__measures_the_example(part, numbers):
    if part == 3:
        return "A"
    return right(5, part, numbers)


def foundations_5__measures_the_test_set(part, numbers):
    if part == 3:
        return "D"
    return right(5, part, numbers)


def foundations_5__keeps_the_bias(part, numbers):
    if part == 4:
        return "D"
    return right(5, part, numbers)


def foundations_6__counts_one_evaluation(part, numbers):
    if part == 1:
        return sum(b * (a + 1) for a, b in zip(numbers, numbers[1:]))
    return right(6, part, numbers)


def foundations_6__forgets_the_biases(part, numbers):
    if part == 1:
        return sum(2 * a * b for a, b in zip(numbers, numbers[1:]))
    return right(6, part, numbers)


def foundations_6__counts_units(part, numbers):
    if part == 1:
        return 2 * sum(numbers[1:])
    return right(6, part, numbers)


def foundations_6__gives_slopes(part, numbers):
    if part == 2:
        return one_and_two(*numbers)
    return right(6, part, numbers)


def foundations_6__swaps_the_errors(part, numbers):
    if part == 2:
        return [numbers[1] ** 2, numbers[1] * (3 * numbers[0] + numbers[1])]
    return right(6, part, numbers)


def foundations_6__forgets_the_small_part(part, numbers):
    if part == 2:
        return [numbers[0] * numbers[1] * 3, numbers[1] ** 2]
    return right(6, part, numbers)


def foundations_6__takes_the_smallest_step(part, numbers):
    if part == 3:
        return "B"
    return right(6, part, numbers)


def foundations_6__checks_with_masks(part, numbers):
    if part == 4:
        return "B"
    return right(6, part, numbers)


def foundations_6__shuts_off_everything(part, numbers):
    if part == 4:
        return "C"
    return right(6, part, numbers)


def foundations_6__checks_at_every_step(part, numbers):
    if part == 5:
        return "D"
    return right(6, part, numbers)


def foundations_7__expects_divergence(part, numbers):
    if part == 1:
        return "B"
    return right(7, part, numbers)


def foundations_7__calls_it_solved(part, numbers):
    if part == 2:
        return "A"
    return right(7, part, numbers)


def foundations_7__hopes_for_large_slopes(part, numbers):
    if part == 3:
        return "C"
    return right(7, part, numbers)


def foundations_7__calls_tanh_linear(part, numbers):
    if part == 3:
        return "A"
    return right(7, part, numbers)


def foundations_7__gives_the_variance(part, numbers):
    if part == 4:
        return numbers[0] ** 2 / numbers[1]
    return right(7, part, numbers)


def foundations_7__forgets_the_root(part, numbers):
    if part == 4:
        return numbers[0] / numbers[1]
    return right(7, part, numbers)


def foundations_7__forgets_the_gain(part, numbers):
    if part == 4:
        return numbers[1] ** -0.5
    return right(7, part, numbers)


def foundations_7__takes_the_he_variance(part, numbers):
    if part == 4:
        return numbers[0] * (numbers[1] / 2) ** -0.5
    return right(7, part, numbers)


def foundations_8__swaps_the_names(part, numbers):
    if part == 1:
        return "B"
    if part == 2:
        return "C"
    return right(8, part, numbers)


def foundations_8__blames_vectorization(part, numbers):
    if part == 1:
        return "D"
    return right(8, part, numbers)


def foundations_8__thinks_single_examples_are_slow_steps(part, numbers):
    if part == 2:
        return "B"
    return right(8, part, numbers)


def foundations_8__takes_round_numbers(part, numbers):
    if part == 3:
        return "AC"
    return right(8, part, numbers)


def foundations_8__forgets_the_largest(part, numbers):
    if part == 3:
        return "BD"
    return right(8, part, numbers)


def foundations_8__expects_memory_to_jump(part, numbers):
    if part == 4:
        return "A"
    return right(8, part, numbers)


def foundations_9__swaps_speech_and_photos(part, numbers):
    if part == 1:
        return "BDAC"
    return right(9, part, numbers)


def foundations_9__takes_one_network_for_driving(part, numbers):
    if part == 1:
        return "CBAB"
    return right(9, part, numbers)


def foundations_9__calls_numbers_unstructured(part, numbers):
    if part == 2:
        return "BCDE"
    return right(9, part, numbers)


def foundations_9__turns_the_meaning_round(part, numbers):
    if part == 2:
        return "AD"
    return right(9, part, numbers)


def foundations_9__expects_networks_to_win(part, numbers):
    if part == 3:
        return "A"
    return right(9, part, numbers)


def foundations_9__squashes_real_numbers(part, numbers):
    if part == 4:
        return "AAC"
    return right(9, part, numbers)


def foundations_9__cuts_negative_outputs(part, numbers):
    if part == 4:
        return "CAC"
    return right(9, part, numbers)


def foundations_9__uses_sigmoid_inside(part, numbers):
    if part == 4:
        return "BAA"
    return right(9, part, numbers)


def foundations_10__expects_fewer_products(part, numbers):
    if part == 1:
        return "A"
    return right(10, part, numbers)


def foundations_10__begins_with_the_whole(part, numbers):
    if part == 2:
        return "A"
    return right(10, part, numbers)


def foundations_10__counts_levels(part, numbers):
    if part == 3:
        return [len(bin(numbers[0])) - 3, 2 ** numbers[0] / 2]
    return right(10, part, numbers)


def foundations_10__counts_all_patterns(part, numbers):
    if part == 3:
        return [numbers[0] - 1, 2 ** numbers[0]]
    return right(10, part, numbers)


def foundations_10__counts_one_gate_too_many(part, numbers):
    if part == 3:
        return [numbers[0], 2 ** numbers[0] / 2]
    return right(10, part, numbers)


def foundations_10__turns_the_weights(part, numbers):
    if part == 4:
        return [numbers[0], numbers[1], numbers[1], numbers[2]]
    return right(10, part, numbers)


def foundations_10__forgets_the_examples(part, numbers):
    if part == 4:
        return [numbers[1], numbers[0], numbers[1], 1]
    return right(10, part, numbers)


def foundations_10__puts_examples_in_rows(part, numbers):
    if part == 4:
        return [numbers[1], numbers[0], numbers[2], numbers[1]]
    return right(10, part, numbers)


def foundations_10__believes_in_depth_alone(part, numbers):
    if part == 5:
        return "B"
    return right(10, part, numbers)
