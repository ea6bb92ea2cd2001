"""Every known mistake once more: the same wrong answers, written by other hands."""

TABLE = {
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
