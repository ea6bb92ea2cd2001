"""What students get wrong about the penalized cost, its gradient, and the search for the fault."""

from __future__ import annotations

from grader.authoring import Exercise

PENALTY_HINT = "The penalty is lambda over 2m, times the sum of all squared weights."


def of_the_cost(exercise: Exercise) -> None:
    """Declare the known mistakes of ``penalized_cost``."""

    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("penalized_cost", id, edits=edits, hint=hint)

    factor, squares = "lambd / (2 * m)", 'np.sum(parameters[f"W{l}"] ** 2)'
    loop = "for l in range(1, len(layers_dims)):"
    mistake("forgets_the_2", [(factor, "lambd / m")], PENALTY_HINT)
    mistake("forgets_the_examples", [(factor, "lambd / 2")], PENALTY_HINT)
    mistake(
        "multiplies_by_m",
        [(factor, "lambd / 2 * m")],
        "Python works from left to right: a / 2 * m multiplies by m.",
    )
    mistake(
        "penalizes_biases",
        [(squares, squares + ' + np.sum(parameters[f"b{l}"] ** 2)')],
        "Only the weights are penalized: theta holds the biases as well.",
    )
    mistake(
        "sums_absolute_weights",
        [(squares, 'np.sum(np.abs(parameters[f"W{l}"]))')],
        "That is the L1 penalty; this one has squares.",
    )
    mistake(
        "forgets_the_squares",
        [(squares, 'np.sum(parameters[f"W{l}"])')],
        "Weights of opposite signs must not cancel: the penalty adds up squares.",
    )
    mistake(
        "adds_norms",
        [(squares, 'np.linalg.norm(parameters[f"W{l}"])')],
        "The penalty holds squared Frobenius norms, without the root.",
    )
    mistake(
        "squares_the_sum",
        [(squares, 'np.sum(parameters[f"W{l}"]) ** 2')],
        "Square every weight first, then add up.",
    )
    mistake(
        "averages_the_squares",
        [(squares, 'np.mean(parameters[f"W{l}"] ** 2)')],
        "All squares are added up; m, not the number of weights, divides them.",
    )
    mistake(
        "penalizes_the_last_layer_only",
        [(loop, "for l in range(len(layers_dims) - 1, len(layers_dims)):")],
        "The penalty adds up the squares of all layers.",
    )
    mistake(
        "forgets_the_last_layer",
        [(loop, "for l in range(1, len(layers_dims) - 1):")],
        "The penalty adds up the squares of all layers.",
    )
    mistake(
        "returns_the_penalty_alone",
        [("return data_cost(theta) + ", "return ")],
        "The penalty is added to the cost of the data.",
    )
    mistake(
        "forgets_the_penalty",
        [(f" + {factor} * squares", "")],
        "A regularized network's gradient is the gradient of both terms.",
    )


def of_the_gradient(exercise: Exercise) -> None:
    """Declare the known mistakes of ``numerical_gradient``."""

    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("numerical_gradient", id, edits=edits, hint=hint)

    up, down = "plus[i, 0] = plus[i, 0] + epsilon", "minus[i, 0] = minus[i, 0] - epsilon"
    quotient = "(J_plus - J_minus) / (2 * epsilon)"
    high = "J_plus = penalized_cost(plus, layers_dims, lambd, m)"
    low = "J_minus = penalized_cost(minus, layers_dims, lambd, m)"
    mistake(
        "divides_by_one_step",
        [(quotient, "(J_plus - J_minus) / epsilon")],
        "The two points lie two steps apart.",
    )
    mistake(
        "multiplies_by_epsilon",
        [(quotient, "(J_plus - J_minus) / 2 * epsilon")],
        "Python works from left to right: a / 2 * epsilon multiplies by epsilon.",
    )
    mistake(
        "takes_one_side",
        [(down, "pass"), (quotient, "(J_plus - J_minus) / epsilon")],
        "Step to both sides: the error then falls with the square of epsilon.",
    )
    mistake(
        "builds_minus_from_plus",
        [("minus = np.copy(theta)", "minus = np.copy(plus)")],
        "The second point lies below the original theta, not below the point already shifted up.",
    )
    mistake(
        "keeps_every_shift",
        [("plus = np.copy(theta)", "plus = theta")],
        "Without a copy the shift stays in theta, and every later difference starts elsewhere.",
    )
    mistake(
        "shifts_all_parameters",
        [(up, "plus = plus + epsilon"), (down, "minus = minus - epsilon")],
        "Shift one entry at a time; all others keep their values.",
    )
    mistake(
        "ignores_epsilon",
        [
            (
                "approximation = np.zeros(theta.shape)",
                "epsilon = 1e-4\n    approximation = np.zeros(theta.shape)",
            )
        ],
        "epsilon is an argument of the function, and it is not small in every case.",
    )
    mistake(
        "forgets_the_penalty",
        [(high, "J_plus = data_cost(plus)"), (low, "J_minus = data_cost(minus)")],
        "Remember regularization: the gradient belongs to the cost with its penalty.",
    )
    mistake(
        "makes_a_flat_array",
        [("return approximation", "return approximation[:, 0]")],
        "The approximation has the shape of theta: a column.",
    )
    mistake(
        "skips_the_last_parameter",
        [("range(len(theta))", "range(len(theta) - 1)")],
        "One parameter is never shifted, so its approximation stays 0.",
    )


def of_the_search(exercise: Exercise) -> None:
    """Declare the known mistakes of ``find_wrong_gradients``."""

    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("find_wrong_gradients", id, edits=edits, hint=hint)

    loop, inner = "for l in range(1, len(gradients) // 2 + 1):", 'for name in (f"dW{l}", f"db{l}"):'
    ratio = "check_ratio(gradients[name], approximations[name]) > limit"
    found, result = "names.append(name)", "return names"
    mistake(
        "names_the_right_ones",
        [(ratio, ratio.replace(">", "<="))],
        "A large ratio means that the array is wrong.",
    )
    mistake(
        "compares_without_dividing",
        [(ratio, "np.linalg.norm(gradients[name] - approximations[name]) > limit")],
        "A large gradient may differ by much and still be right: the comparison is relative.",
    )
    mistake(
        "ignores_the_limit",
        [(ratio, ratio.replace("limit", "1e-3"))],
        "The limit is an argument of the function; 1e-3 is only its default.",
    )
    mistake(
        "names_the_layers",
        [(found, "names.append(l)")],
        "The keys are asked for: whether weights or biases are wrong tells where to look.",
    )
    mistake(
        "names_the_parameters",
        [(found, "names.append(name[1:])")],
        'The keys of the gradients are asked for, with their "d".',
    )
    mistake(
        "looks_at_weights_only",
        [(inner, 'for name in (f"dW{l}",):')],
        "A bias's gradient can be wrong while the weights' is right.",
    )
    mistake("stops_at_the_first", [(result, "return names[:1]")], "Several arrays may be wrong.")
    mistake(
        "sorts_the_names",
        [(result, "return sorted(names)")],
        "The names are right; they are listed layer by layer.",
    )
    mistake(
        "starts_at_the_last_layer",
        [(loop, "for l in range(len(gradients) // 2, 0, -1):")],
        "The names are right; they are listed from the first layer to the last.",
    )
    mistake(
        "names_all_of_a_failed_check",
        [
            (
                found,
                "names = [letter + str(n) for n in range(1, "
                "len(gradients) // 2 + 1) for letter in ('dW', 'db')]",
            )
        ],
        "The check of all parameters together fails when one array is wrong: look at each alone.",
    )
