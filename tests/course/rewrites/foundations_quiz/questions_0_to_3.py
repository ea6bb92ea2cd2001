"""Every known mistake once more: the same wrong answers, written by other hands."""

TABLE = {
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
}


def right(question, part, numbers):
    if (question, part) in TABLE:
        return TABLE[question, part]
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
