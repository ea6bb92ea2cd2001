"""Every known mistake once more: the same wrong answers, written by other hands."""

TABLE = {
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
