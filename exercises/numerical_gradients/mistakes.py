"""What students get wrong about differences, and about parameters in one column."""

from __future__ import annotations

from gradient_mistakes import of_the_cost, of_the_gradient, of_the_search

from grader.authoring import Exercise

PARENTHESES_HINT = (
    "Python works from left to right and divides before it subtracts: what belongs together needs "
    "parentheses."
)
EPSILON_HINT = "epsilon is an argument of the function, and it is not small in every case."
CALL_HINT = "Call curve: the function is differentiated for other curves, too."
BELOW_HINT = "Below the line stands the sum of two norms: the gradient's and its approximation's."
ROWS_HINT = "Arrays are read row by row, which is NumPy's own order."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all ten functions."""
    of_one_side(exercise)
    of_two_sides(exercise)
    of_the_order(exercise)
    of_the_ratio(exercise)
    of_the_verdict(exercise)
    of_the_column(exercise)
    of_the_way_back(exercise)
    of_the_cost(exercise)
    of_the_gradient(exercise)
    of_the_search(exercise)


def of_one_side(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "one_sided_difference",
            id,
            hint=hint,
            edit=("(curve(theta + epsilon) - curve(theta)) / epsilon", new),
        )

    mistake(
        "steps_down",
        "(curve(theta) - curve(theta - epsilon)) / epsilon",
        "That is one-sided as well, but the lecture steps to the other side.",
    )
    mistake(
        "takes_both_sides",
        "(curve(theta + epsilon) - curve(theta - epsilon)) / (2 * epsilon)",
        "That is the better, two-sided difference; this one starts at theta itself.",
    )
    mistake(
        "forgets_to_divide",
        "curve(theta + epsilon) - curve(theta)",
        "That is how far the curve rises. How steeply does it rise?",
    )
    mistake(
        "forgets_the_parentheses",
        "curve(theta + epsilon) - curve(theta) / epsilon",
        PARENTHESES_HINT,
    )
    mistake(
        "divides_by_two_steps",
        "(curve(theta + epsilon) - curve(theta)) / (2 * epsilon)",
        "The two points lie a single step apart.",
    )
    mistake(
        "multiplies",
        "(curve(theta + epsilon) - curve(theta)) * epsilon",
        "A slope is height over width.",
    )
    mistake("does_not_call_curve", "((theta + epsilon) ** 3 - theta**3) / epsilon", CALL_HINT)
    mistake("ignores_epsilon", "(curve(theta + 1e-7) - curve(theta)) / 1e-7", EPSILON_HINT)
    mistake(
        "turns_the_sign",
        "(curve(theta) - curve(theta + epsilon)) / epsilon",
        "A rising curve has a positive slope.",
    )


def of_two_sides(exercise: Exercise) -> None:
    quotient = "(curve(theta + epsilon) - curve(theta - epsilon)) / (2 * epsilon)"

    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("two_sided_difference", id, edit=(quotient, new), hint=hint)

    mistake(
        "divides_by_one_step",
        quotient.replace("(2 * epsilon)", "epsilon"),
        "theta + epsilon and theta - epsilon lie two steps apart. (One page of the lecture forgets "
        "that as well.)",
    )
    mistake(
        "multiplies_by_epsilon",
        quotient.replace("(2 * epsilon)", "2 * epsilon"),
        "Python works from left to right: a / 2 * epsilon multiplies by epsilon.",
    )
    mistake(
        "takes_one_side",
        "(curve(theta + epsilon) - curve(theta)) / epsilon",
        "Step to both sides: the error then falls with the square of epsilon.",
    )
    mistake(
        "divides_one_side_by_two_steps",
        "(curve(theta + epsilon) - curve(theta)) / (2 * epsilon)",
        "The second point lies a step below theta.",
    )
    mistake(
        "takes_half_steps",
        "(curve(theta + epsilon / 2) - curve(theta - epsilon / 2)) / epsilon",
        "Both points lie a whole step away from theta.",
    )
    mistake(
        "adds",
        quotient.replace(") - curve", ") + curve"),
        "A slope needs the difference of the two heights.",
    )
    mistake(
        "does_not_call_curve",
        "((theta + epsilon) ** 3 - (theta - epsilon) ** 3) / (2 * epsilon)",
        CALL_HINT,
    )
    mistake("ignores_epsilon", quotient.replace("epsilon", "1e-7"), EPSILON_HINT)
    mistake("turns_the_sign", "-" + quotient, "A rising curve has a positive slope.")


def of_the_order(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(
            "error_order",
            id,
            hint=hint,
            edit=("np.log(error_1 / error_2) / np.log(epsilon_1 / epsilon_2)", new),
        )

    logs = "An exponent is found by logarithms: if y = x^p, what is log y?"
    mistake("forgets_the_logarithms", "(error_1 / error_2) / (epsilon_1 / epsilon_2)", logs)
    mistake(
        "divides_the_errors",
        "error_1 / error_2",
        "How much the error falls depends on how much smaller the step was made. " + logs,
    )
    mistake("takes_the_slope", "(error_1 - error_2) / (epsilon_1 - epsilon_2)", logs)
    mistake(
        "turns_the_fraction",
        "np.log(epsilon_1 / epsilon_2) / np.log(error_1 / error_2)",
        "The error is a power of the step, not the other way round.",
    )
    mistake(
        "looks_at_one_step",
        "np.log(error_1) / np.log(epsilon_1)",
        "A single error also holds the unknown factor c; two of them let it cancel.",
    )
    mistake(
        "turns_the_sign",
        "np.log(error_2 / error_1) / np.log(epsilon_1 / epsilon_2)",
        "When the step falls, so does the error: the order is positive.",
    )
    mistake(
        "rounds",
        "np.round(np.log(error_1 / error_2) / np.log(epsilon_1 / epsilon_2))",
        "Return what was measured; it is only near an integer.",
    )
    mistake(
        "assumes_tenths",
        "np.log10(error_1 / error_2)",
        "The steps need not differ by a factor of ten.",
    )


def of_the_ratio(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("check_ratio", id, edits=edits, hint=hint)

    above = "np.linalg.norm(approximation - gradient)"
    below = "np.linalg.norm(approximation) + np.linalg.norm(gradient)"
    result = "return numerator / denominator"
    mistake("divides_by_the_gradient_alone", [(below, "np.linalg.norm(gradient)")], BELOW_HINT)
    mistake(
        "divides_by_the_approximation_alone", [(below, "np.linalg.norm(approximation)")], BELOW_HINT
    )
    mistake(
        "adds_before_the_norm",
        [(below, "np.linalg.norm(approximation + gradient)")],
        BELOW_HINT + " The norm of a sum is smaller when the two point in different directions.",
    )
    mistake(
        "squares_the_norms",
        [
            (above, above + "**2"),
            (below, "np.linalg.norm(approximation)**2 + np.linalg.norm(gradient)**2"),
        ],
        "A norm already has its root: squares change the ratio.",
    )
    mistake(
        "forgets_to_divide",
        [(result, "return numerator")],
        "The difference is relative: divide by the sizes of what you compare.",
    )
    mistake(
        "takes_the_largest_entry",
        [
            (above, "np.max(np.abs(approximation - gradient))"),
            (below, "np.max(np.abs(approximation)) + np.max(np.abs(gradient))"),
        ],
        "The norms are Euclidean: every entry counts, not only the largest.",
    )
    mistake(
        "subtracts_the_norms",
        [(above, "abs(np.linalg.norm(approximation) - np.linalg.norm(gradient))")],
        "Two columns of the same length can differ: take the norm of their difference.",
    )
    mistake("multiplies_the_norms", [(below, below.replace("+", "*"))], BELOW_HINT)
    mistake(
        "forgets_the_parentheses",
        [(result, "return numerator / np.linalg.norm(approximation) + np.linalg.norm(gradient)")],
        PARENTHESES_HINT,
    )


def of_the_verdict(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("check_verdict", id, edits=edits, hint=hint)

    great, closer = "ratio <= 1e-7", "ratio < 1e-3"
    mistake("excludes_the_lower_limit", [(great, "ratio < 1e-7")], "1e-7 itself is great.")
    mistake("includes_the_upper_limit", [(closer, "ratio <= 1e-3")], "1e-3 itself is worrying.")
    mistake(
        "moves_both_limits",
        [(great, "ratio < 1e-7"), (closer, "ratio <= 1e-3")],
        "Look at the limits themselves: 1e-7 is great, 1e-3 is worrying.",
    )
    mistake(
        "worries_from_1e_5_on",
        [(closer, "ratio < 1e-5")],
        "1e-5 asks for a closer look; the worry begins later.",
    )
    mistake("is_content_with_1e_5", [(great, "ratio <= 1e-5")], "1e-5 asks for a closer look.")
    mistake(
        "knows_two_verdicts",
        [(closer, "ratio <= 1e-7")],
        "Between great and worry lies a range that asks for a closer look.",
    )
    mistake(
        "turns_the_order",
        [
            ('return "great"', 'return "worry"'),
            ('"look closer"\n    return "worry"', '"look closer"\n    return "great"'),
        ],
        "A small ratio is the good news.",
    )


def of_the_column(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("flatten_parameters", id, edits=edits, hint=hint)

    loop = "for l in range(1, len(parameters) // 2 + 1):"
    weights = 'columns.append(parameters[f"W{l}"].reshape(-1, 1))'
    biases = 'columns.append(parameters[f"b{l}"].reshape(-1, 1))'
    result = "return np.concatenate(columns)"
    mistake(
        "makes_a_flat_array",
        [(result, "return np.concatenate(columns)[:, 0]")],
        "A column has the shape (n, 1), not (n,).",
    )
    mistake(
        "makes_a_row",
        [(result, "return np.concatenate(columns).T")],
        "A column has the shape (n, 1), a row (1, n).",
    )
    mistake(
        "goes_column_by_column",
        [(weights, 'columns.append(parameters[f"W{l}"].T.reshape(-1, 1))')],
        ROWS_HINT,
    )
    mistake(
        "stacks_all_weights_first",
        [(result, "return np.concatenate(columns[0::2] + columns[1::2])")],
        "A layer's bias follows its weights, before the next layer.",
    )
    mistake(
        "stacks_biases_first",
        [(f"{weights}\n        {biases}", f"{biases}\n        {weights}")],
        "Weights come before biases.",
    )
    mistake(
        "takes_the_dictionarys_order",
        [
            (
                result,
                "return np.concatenate([value.reshape(-1, 1) for value in parameters.values()])",
            )
        ],
        "A dictionary keeps the order in which it was filled, and that may be any.",
    )
    mistake(
        "sorts_the_names",
        [
            (
                result,
                "return np.concatenate([parameters[k].reshape(-1, 1) for k in sorted(parameters)])",
            )
        ],
        "Sorted as text, W10 stands before W2, and all weights before all biases.",
    )
    mistake(
        "sorts_the_layers_as_text",
        [(loop, "for l in sorted(str(k) for k in range(1, len(parameters) // 2 + 1)):")],
        "Sorted as text, layer 10 stands before layer 2.",
    )
    mistake("forgets_the_biases", [(biases, "pass")], "Biases are parameters as well.")
    mistake(
        "forgets_the_last_layer",
        [(loop, "for l in range(1, len(parameters) // 2):")],
        "Each layer has two entries in the dictionary: count the layers again.",
    )


def of_the_way_back(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("restore_parameters", id, edits=edits, hint=hint)

    loop = "for l in range(1, len(layers_dims)):"
    weights = "theta[start:stop].reshape(rows, columns)"
    biases = "theta[stop:stop + rows].reshape(rows, 1)"
    step = "start = stop + rows"
    mistake(
        "transposes_the_weights",
        [(weights, "theta[start:stop].reshape(columns, rows)")],
        "W[l] has a row for every unit of layer l and a column for every unit of layer l-1.",
    )
    mistake(
        "goes_column_by_column",
        [(weights, "theta[start:stop].reshape(columns, rows).T")],
        ROWS_HINT,
    )
    mistake(
        "makes_flat_biases",
        [(biases, "theta[stop:stop + rows].reshape(rows)")],
        "A bias is a column: its shape is (n, 1).",
    )
    mistake(
        "takes_biases_from_the_start",
        [(biases, "theta[start:start + rows].reshape(rows, 1)")],
        "A layer's bias begins where its weights end.",
    )
    mistake(
        "steps_over_the_weights_only",
        [(step, "start = stop")],
        "The next layer begins after this layer's bias.",
    )
    mistake(
        "starts_every_layer_at_zero",
        [(step, "start = 0")],
        "The next layer begins after this layer's bias.",
    )
    mistake(
        "takes_biases_first",
        [
            (weights, "theta[start + rows:stop + rows].reshape(rows, columns)"),
            (biases, "theta[start:start + rows].reshape(rows, 1)"),
        ],
        "Weights come before biases, as they were stacked.",
    )
    mistake(
        "counts_layers_from_0",
        [('f"W{l}"', 'f"W{l - 1}"'), ('f"b{l}"', 'f"b{l - 1}"')],
        'The first layer\'s keys are "W1" and "b1"; layer 0 is the input and has no parameters.',
    )
    mistake(
        "forgets_the_last_layer",
        [(loop, "for l in range(1, len(layers_dims) - 1):")],
        "L + 1 widths make L layers.",
    )
