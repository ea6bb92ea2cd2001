"""What students get wrong about numerical gradients."""

from __future__ import annotations

from grader.authoring import Exercise

TWO_SIDED_HINT = "theta + epsilon and theta - epsilon lie two steps apart, not one."
PARENTHESES_HINT = (
    "Python works from left to right: a / 2 * epsilon multiplies by epsilon. "
    "What belongs below the line needs parentheses."
)
MINUS_HINT = (
    "The second point lies below the original theta. If it starts from the point already shifted "
    "up "
    "(or from the same array, not a copy), it ends where you began."
)
ONE_SIDED_HINT = (
    "Shift to both sides: the error of a one-sided difference shrinks with epsilon only, not with "
    "its square."
)
EPSILON_HINT = "epsilon is an argument of the function; 1e-7 is only its default."
NORMS_HINT = (
    "Use the norms themselves: np.linalg.norm already takes the root; squares change the ratio."
)
BELOW_HINT = (
    "Below the line stands the sum of two norms: that of the gradient and that of its "
    "approximation."
)
RELATIVE_HINT = "The difference is relative: divide by the sizes of what you compare."
SCALAR_HINT = "The value is right, but a difference is one number, not an array with one entry."


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all five functions."""
    of_the_line(exercise)
    of_the_check(exercise)
    of_the_network(exercise)
    of_the_networks_check(exercise)


def of_the_line(exercise: Exercise) -> None:
    for id, new, hint in (
        ("adds", "return theta + x", "J is a product: how does it change when x is doubled?"),
        ("squares_theta", "return theta**2 * x", "J is linear in theta."),
        (
            "returns_the_input",
            "return x",
            "That is the derivative; the cost itself depends on theta.",
        ),
    ):
        exercise.mistake("forward_propagation", id, edit=("return theta * x", new), hint=hint)
    for id, new, hint in (
        (
            "differentiates_by_x",
            "return theta",
            "Which of the two is being learned? Differentiate with respect to that one.",
        ),
        (
            "returns_the_cost",
            "return theta * x",
            "That is the cost. Its derivative with respect to theta no longer holds theta.",
        ),
        ("returns_one", "return 1", "The derivative of theta times something is that something."),
    ):
        exercise.mistake(
            "backward_propagation", id, edit=("    return x\n", f"    {new}\n"), hint=hint
        )


def of_the_check(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("gradient_check", id, edits=edits, hint=hint)

    up, down = "theta_plus = theta + epsilon", "theta_minus = theta - epsilon"
    J_plus = "J_plus = forward_propagation(x, theta_plus)"
    J_minus = "J_minus = forward_propagation(x, theta_minus)"
    quotient = "(J_plus - J_minus) / (2 * epsilon)"
    grad = "grad = backward_propagation(x, theta)"
    above = "numerator = np.linalg.norm(grad - approximation)"
    below = "denominator = np.linalg.norm(grad) + np.linalg.norm(approximation)"
    result = "return numerator / denominator"
    mistake("divides_by_epsilon", [(quotient, "(J_plus - J_minus) / epsilon")], TWO_SIDED_HINT)
    mistake(
        "multiplies_by_epsilon", [(quotient, "(J_plus - J_minus) / 2 * epsilon")], PARENTHESES_HINT
    )
    mistake(
        "differs_to_one_side",
        [(down, "theta_minus = theta"), (quotient, "(J_plus - J_minus) / epsilon")],
        ONE_SIDED_HINT,
    )
    mistake("builds_minus_from_plus", [(down, "theta_minus = theta_plus - epsilon")], MINUS_HINT)
    mistake("ignores_epsilon", [(up, "epsilon = 1e-7\n    " + up)], EPSILON_HINT)
    mistake(
        "shifts_the_input",
        [
            (J_plus, "J_plus = forward_propagation(x + epsilon, theta)"),
            (J_minus, "J_minus = forward_propagation(x - epsilon, theta)"),
        ],
        "The derivative is taken with respect to theta: x keeps its value.",
    )
    mistake(
        "swaps_the_arguments",
        [
            (J_plus, "J_plus = forward_propagation(theta_plus, x)"),
            (J_minus, "J_minus = forward_propagation(theta_minus, x)"),
        ],
        "forward_propagation takes x first. A product hides the swap, another cost does not.",
    )
    mistake(
        "writes_x_for_the_gradient",
        [(grad, "grad = x")],
        "The gradient is what backward_propagation(x, theta) returns, right or wrong: the check must "
        "find a mistake in it.",
    )
    mistake(
        "compares_sizes_without_signs",
        [(above, "numerator = abs(np.linalg.norm(grad) - np.linalg.norm(approximation))")],
        "Subtract first, then take the norm: two numbers of opposite sign are far apart.",
    )
    mistake(
        "squares_the_norms",
        [
            (above, above + "**2"),
            (below, "denominator = np.linalg.norm(grad)**2 + np.linalg.norm(approximation)**2"),
        ],
        NORMS_HINT,
    )
    mistake(
        "divides_by_the_gradient_alone", [(below, "denominator = np.linalg.norm(grad)")], BELOW_HINT
    )
    mistake("forgets_to_divide", [(result, "return numerator")], RELATIVE_HINT)
    mistake(
        "returns_an_array", [(result, "return np.array([[numerator / denominator]])")], SCALAR_HINT
    )
    mistake(
        "returns_a_verdict",
        [(result, "return bool(numerator / denominator > 1e-7)")],
        "Return the difference itself; the verdict is only printed.",
    )


def of_the_network(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("backward_propagation_n", id, edits=edits, hint=hint)

    doubled = ("dW2 = dZ2 @ A1.T / m", "dW2 = dZ2 @ A1.T / m * 2")
    four = (
        "db1 = np.sum(dZ1, axis=1, keepdims=True) / m",
        "db1 = 4 / m * np.sum(dZ1, axis=1, keepdims=True)",
    )
    mistake(
        "leaves_both_bugs",
        [doubled, four],
        "Let gradient_check_n look at one parameter at a time: two of the six gradients are off "
        "by a constant factor.",
    )
    mistake(
        "doubles_dW2",
        [doubled],
        "One gradient is twice as large as the difference quotient says. Compare layer by layer.",
    )
    mistake(
        "quadruples_db1",
        [four],
        "One gradient is four times as large as the difference quotient says. Compare layer by "
        "layer.",
    )
    mistake(
        "counts_features",
        [("m = X.shape[1]", "m = X.shape[0]")],
        "m is the number of examples, which are the columns of X.",
    )
    mistake(
        "forgets_to_average",
        [
            (" @ A2.T / m", " @ A2.T"),
            (" @ A1.T / m", " @ A1.T"),
            (" @ X.T / m", " @ X.T"),
            *(
                (
                    f"np.sum(dZ{k}, axis=1, keepdims=True) / m",
                    f"np.sum(dZ{k}, axis=1, keepdims=True)",
                )
                for k in (1, 2, 3)
            ),
        ],
        "The cost is a mean over the examples; so are the gradients of the parameters.",
    )
    mistake(
        "forgets_the_relu",
        [("dA2 * (A2 > 0)", "dA2"), ("dA1 * (A1 > 0)", "dA1")],
        "A unit that ReLU set to zero passes no gradient back.",
    )
    mistake(
        "sums_all_units",
        [(f"np.sum(dZ{k}, axis=1, keepdims=True)", f"np.sum(dZ{k})") for k in (1, 2)],
        "Every unit has its own bias: sum over the examples only, and keep the column.",
    )


def of_the_networks_check(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("gradient_check_n", id, edits=edits, hint=hint)

    quotient = "(J_plus - J_minus) / (2 * epsilon)"
    up = "theta_plus[i, 0] = theta_plus[i, 0] + epsilon"
    down = "theta_minus[i, 0] = theta_minus[i, 0] - epsilon"
    above = "numerator = np.linalg.norm(grad - approximation)"
    below = "denominator = np.linalg.norm(grad) + np.linalg.norm(approximation)"
    result = "return numerator / denominator"
    flatten = "grad = gradients_to_vector(gradients)"
    mistake("divides_by_epsilon", [(quotient, "(J_plus - J_minus) / epsilon")], TWO_SIDED_HINT)
    mistake(
        "multiplies_by_epsilon", [(quotient, "(J_plus - J_minus) / 2 * epsilon")], PARENTHESES_HINT
    )
    mistake(
        "differs_to_one_side",
        [(down, "pass"), (quotient, "(J_plus - J_minus) / epsilon")],
        ONE_SIDED_HINT,
    )
    mistake(
        "builds_minus_from_plus",
        [("theta_minus = np.copy(theta)", "theta_minus = np.copy(theta_plus)")],
        MINUS_HINT,
    )
    mistake(
        "keeps_every_shift",
        [("theta_plus = np.copy(theta)", "theta_plus = theta")],
        "Without a copy the shift stays in theta, and every later difference starts from another "
        "point.",
    )
    mistake("ignores_epsilon", [(flatten, "epsilon = 1e-7\n    " + flatten)], EPSILON_HINT)
    mistake(
        "shifts_all_parameters",
        [(up, "theta_plus = theta_plus + epsilon"), (down, "theta_minus = theta_minus - epsilon")],
        "Shift one entry at a time; all others keep their values.",
    )
    mistake(
        "squares_the_norms",
        [
            (above, above + "**2"),
            (below, "denominator = np.linalg.norm(grad)**2 + np.linalg.norm(approximation)**2"),
        ],
        NORMS_HINT,
    )
    mistake(
        "divides_by_the_gradient_alone", [(below, "denominator = np.linalg.norm(grad)")], BELOW_HINT
    )
    mistake(
        "adds_before_the_norm",
        [(below, "denominator = np.linalg.norm(grad + approximation)")],
        BELOW_HINT + " The norm of a sum is smaller when the two point in different directions.",
    )
    mistake("forgets_to_divide", [(result, "return numerator")], RELATIVE_HINT)
    mistake(
        "takes_the_largest_entry",
        [
            (above, "numerator = np.max(np.abs(grad - approximation))"),
            (below, "denominator = np.max(np.abs(grad)) + np.max(np.abs(approximation))"),
        ],
        "The norms are Euclidean: every entry counts, not only the largest.",
    )
    mistake(
        "skips_the_last_parameter",
        [("range(theta.shape[0])", "range(theta.shape[0] - 1)")],
        "One parameter is never shifted, so its approximation stays 0.",
    )
    mistake(
        "returns_an_array", [(result, "return np.array([[numerator / denominator]])")], SCALAR_HINT
    )
    mistake(
        "returns_a_verdict",
        [(result, "return bool(numerator / denominator > 1e-7)")],
        "Return the difference itself; the verdict is only printed.",
    )
