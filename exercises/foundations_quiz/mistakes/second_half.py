"""Questions 6 to 10."""

from __future__ import annotations

# Question, id, edits of the answers, hint.
MISTAKES: tuple[tuple[int, str, list[tuple[str, str]], str], ...] = (
    (
        6,
        "counts_one_evaluation",
        [("2 * parameters", "parameters")],
        "Two-sided differences need the cost on both sides.",
    ),
    (
        6,
        "forgets_the_biases",
        [("numbers[l] * numbers[l - 1] + numbers[l]", "numbers[l] * numbers[l - 1]")],
        "Biases are parameters too.",
    ),
    (
        6,
        "counts_units",
        [("numbers[l] * numbers[l - 1] + numbers[l]", "numbers[l]")],
        "A layer has a weight for every pair of unit and input.",
    ),
    (
        6,
        "gives_slopes",
        [
            (
                "(3 * theta * epsilon + epsilon**2, epsilon**2)",
                "(3 * theta**2 + 3 * theta * epsilon + epsilon**2, 3 * theta**2 + epsilon**2)",
            )
        ],
        "Those are the differences. Asked is how far they are from the exact slope.",
    ),
    (
        6,
        "swaps_the_errors",
        [
            (
                "(3 * theta * epsilon + epsilon**2, epsilon**2)",
                "(epsilon**2, 3 * theta * epsilon + epsilon**2)",
            )
        ],
        "The two-sided difference is the better one, and it comes second.",
    ),
    (
        6,
        "forgets_the_small_part",
        [("(3 * theta * epsilon + epsilon**2, epsilon**2)", "(3 * theta * epsilon, epsilon**2)")],
        "Expand (theta + epsilon)^3 completely: the cube of epsilon counts too.",
    ),
    (
        6,
        "takes_the_smallest_step",
        [('3: "C"', '3: "B"')],
        "At 1e-16 both values of the cost are the same number.",
    ),
    (
        6,
        "checks_with_masks",
        [('4: "D"', '4: "B"')],
        "With a new mask every evaluation is of another cost.",
    ),
    (
        6,
        "shuts_off_everything",
        [('4: "D"', '4: "C"')],
        "keep_prob 0 shuts off all units. Which value keeps them all?",
    ),
    (
        6,
        "checks_at_every_step",
        [('5: "B"', '5: "D"')],
        "Count the evaluations of part 1: that is too slow for every step.",
    ),
    (
        7,
        "expects_divergence",
        [('1: "A"', '1: "B"')],
        "Nothing grows. But how do two units of the layer differ after a step?",
    ),
    (
        7,
        "calls_it_solved",
        [('2: "D"', '2: "A"')],
        "Weights change during training, and very deep networks still multiply.",
    ),
    (
        7,
        "hopes_for_large_slopes",
        [('3: "B"', '3: "C"')],
        "Look at the curve of tanh far from 0: how steep is it?",
    ),
    (
        7,
        "calls_tanh_linear",
        [('3: "B"', '3: "A"')],
        "tanh is nearly linear for small z. Here z is large.",
    ),
    (
        7,
        "gives_the_variance",
        [("gain * (1 / inputs) ** 0.5", "gain**2 / inputs")],
        "That is the variance. The deviation is its root.",
    ),
    (
        7,
        "forgets_the_root",
        [("gain * (1 / inputs) ** 0.5", "gain / inputs")],
        "The gain multiplies the deviation, which is a root.",
    ),
    (
        7,
        "forgets_the_gain",
        [("gain * (1 / inputs) ** 0.5", "(1 / inputs) ** 0.5")],
        "The gain multiplies every weight.",
    ),
    (
        7,
        "takes_the_he_variance",
        [("(1 / inputs) ** 0.5", "(2 / inputs) ** 0.5")],
        "The part names the variance: 1/n.",
    ),
    (
        8,
        "swaps_the_names",
        [('1: "C"', '1: "B"'), ('2: "A"', '2: "C"')],
        "Stochastic descent steps after every example, batch descent after all of them.",
    ),
    (
        8,
        "blames_vectorization",
        [('1: "C"', '1: "D"')],
        "With all examples at once, vectorization works best.",
    ),
    (
        8,
        "thinks_single_examples_are_slow_steps",
        [('2: "A"', '2: "B"')],
        "A step with one example is quick. What is lost over an epoch?",
    ),
    (
        8,
        "takes_round_numbers",
        [('"BDE"', '"AC"')],
        "Memory is arranged in powers of 2, not in hundreds.",
    ),
    (8, "forgets_the_largest", [('"BDE"', '"BD"')], "Which power of 2 is left?"),
    (8, "expects_memory_to_jump", [('4: "B"', '4: "A"')], "With 0.98 a new value counts 2 % only."),
    (9, "swaps_speech_and_photos", [('"CDAB"', '"BDAC"')], "Speech is a sequence. A photo is not."),
    (
        9,
        "takes_one_network_for_driving",
        [('"CDAB"', '"CBAB"')],
        "Camera and radar together are more than one kind of input.",
    ),
    (
        9,
        "calls_numbers_unstructured",
        [('"BCE"', '"BCDE"')],
        "A column of prices has a defined meaning.",
    ),
    (
        9,
        "turns_the_meaning_round",
        [('"BCE"', '"AD"')],
        "Tables are structured: every column has a meaning.",
    ),
    (9, "expects_networks_to_win", [('3: "D"', '3: "A"')], "A large network needs many data."),
    (
        9,
        "squashes_real_numbers",
        [('"BAC"', '"AAC"')],
        "A sigmoid ends at 1. Can it give any real number?",
    ),
    (
        9,
        "cuts_negative_outputs",
        [('"BAC"', '"CAC"')],
        "ReLU is never negative. May a real number be?",
    ),
    (
        9,
        "uses_sigmoid_inside",
        [('"BAC"', '"BAA"')],
        "A sigmoid is flat far out. What is the default for hidden layers?",
    ),
    (
        10,
        "expects_fewer_products",
        [('1: "B"', '1: "A"')],
        "Both compute n products. What differs is how they are computed.",
    ),
    (
        10,
        "begins_with_the_whole",
        [('2: "D"', '2: "A"')],
        "The first layer sees small things; later layers put them together.",
    ),
    (
        10,
        "counts_levels",
        [("(bits - 1, 2 ** (bits - 1))", "(bits.bit_length() - 1, 2 ** (bits - 1))")],
        "That is the depth of the tree. How many gates are in it?",
    ),
    (
        10,
        "counts_all_patterns",
        [("2 ** (bits - 1))", "2**bits)")],
        "Only half of all patterns have an odd number of ones.",
    ),
    (
        10,
        "counts_one_gate_too_many",
        [("(bits - 1, 2 ** (bits - 1))", "(bits, 2 ** (bits - 1))")],
        "The first gate joins two bits already.",
    ),
    (
        10,
        "turns_the_weights",
        [("(units, inputs, units, m)", "(inputs, units, units, m)")],
        "W has a row for each unit.",
    ),
    (
        10,
        "forgets_the_examples",
        [("(units, inputs, units, m)", "(units, inputs, units, 1)")],
        "Z holds all examples, a column for each.",
    ),
    (
        10,
        "puts_examples_in_rows",
        [("(units, inputs, units, m)", "(units, inputs, m, units)")],
        "An example is a column.",
    ),
    (
        10,
        "believes_in_depth_alone",
        [('5: "A"', '5: "B"')],
        "A product of matrices is one matrix, however many there are.",
    ),
)
