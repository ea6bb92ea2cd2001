"""What students get wrong about activation functions, their slopes and flattened images."""

from __future__ import annotations

from collections.abc import Callable

from grader.authoring import Exercise

Declare = Callable[[str, str, str], None]


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all nine functions."""
    for declare in (of_the_functions, of_the_slopes, of_the_kinked_slopes, of_flattening):
        declare(exercise)


def of_one_line(exercise: Exercise, function: str, line: str) -> Declare:
    """Return a way to declare mistakes that all replace the same piece of one function."""

    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake(function, id, edit=(line, new), hint=hint)

    return mistake


def of_the_functions(exercise: Exercise) -> None:
    mistake = of_one_line(exercise, "sigmoid", "1 / (1 + np.exp(-Z))")
    mistake(
        "forgets_the_minus",
        "1 / (1 + np.exp(Z))",
        "A large z must give a value near 1: check the sign in the exponent.",
    )
    mistake(
        "divides_too_early",
        "1 / 1 + np.exp(-Z)",
        "A fraction binds more tightly than a sum: what belongs below the line needs parentheses.",
    )
    mistake(
        "forgets_the_one",
        "1 / np.exp(-Z)",
        "The result must stay below 1. What keeps the denominator above 1?",
    )
    mistake(
        "divides_by_the_sum",
        "np.exp(Z) / np.sum(np.exp(Z))",
        "That is softmax: it mixes all entries. The sigmoid looks at one entry at a time.",
    )

    mistake = of_one_line(exercise, "tanh", "np.tanh(Z)")
    mistake(
        "squashes_to_0_and_1",
        "1 / (1 + np.exp(-Z))",
        "That is the sigmoid. tanh is symmetric about zero and reaches down to -1.",
    )
    mistake(
        "forgets_to_double",
        "2 / (1 + np.exp(-Z)) - 1",
        "A shifted and stretched sigmoid is tanh only if its argument is stretched as well.",
    )
    mistake(
        "divides_too_early",
        "np.exp(Z) - np.exp(-Z) / (np.exp(Z) + np.exp(-Z))",
        "The whole difference stands above the line: mind what your division takes.",
    )
    mistake(
        "turns_the_sign",
        "-np.tanh(Z)",
        "tanh has the sign of its argument: which exponential is subtracted from which?",
    )
    mistake(
        "takes_the_tangent",
        "np.tan(Z)",
        "The hyperbolic tangent is another function than the tangent: it is bounded.",
    )

    mistake = of_one_line(exercise, "relu", "np.maximum(0, Z)")
    mistake(
        "takes_the_minimum",
        "np.minimum(0, Z)",
        "Which entries should survive, the positive or the negative ones?",
    )
    mistake(
        "takes_absolute_values",
        "np.abs(Z)",
        "Negative entries become zero; their size is forgotten as well as their sign.",
    )
    mistake(
        "caps_at_one",
        "np.clip(Z, 0, 1)",
        "There is no upper bound: a positive entry passes unchanged.",
    )
    mistake(
        "returns_the_mask",
        "np.where(Z > 0, 1.0, 0.0)",
        "That tells where entries are positive, which is the slope. The function keeps their values.",
    )
    mistake(
        "leaks",
        "np.maximum(0.01 * Z, Z)",
        "That is the leaky form; plain ReLU lets nothing negative through.",
    )

    mistake = of_one_line(exercise, "leaky_relu", "np.where(Z > 0, Z, 0.01 * Z)")
    mistake(
        "does_not_leak",
        "np.maximum(0.0, Z)",
        "Negative entries do not vanish here: a hundredth of them is left.",
    )
    mistake(
        "leaks_a_tenth",
        "np.where(Z > 0, Z, 0.1 * Z)",
        "Compare the slope on the negative side with the one in the statement.",
    )
    mistake(
        "leaks_everywhere",
        "np.maximum(0.0, Z) + 0.01 * Z",
        "A positive entry must pass unchanged; yours grows by a hundredth.",
    )
    mistake(
        "turns_the_sign_of_the_leak",
        "np.where(Z > 0, Z, 0.01 * np.abs(Z))",
        "A negative entry stays negative, only smaller.",
    )
    mistake(
        "takes_the_minimum",
        "np.minimum(0.01 * Z, Z)",
        "Try z = 1 by hand: which of the two candidates should be taken?",
    )
    mistake(
        "leaks_a_constant",
        "np.where(Z > 0, Z, 0.01)",
        "On the negative side the value is in proportion to z; a constant is its slope.",
    )


def of_the_slopes(exercise: Exercise) -> None:
    mistake = of_one_line(exercise, "sigmoid_prime", "return A * (1 - A)")
    mistake(
        "takes_z_for_the_activation",
        "return Z * (1 - Z)",
        "The formula a (1 - a) speaks of the activation; what you are given is what went into it.",
    )
    mistake(
        "returns_the_sigmoid",
        "return A",
        "That is the function itself. Its slope is largest at 0 and vanishes far out.",
    )
    mistake("forgets_the_activation", "return 1 - A", "One of the two factors is missing.")
    mistake(
        "adds_instead_of_subtracting",
        "return A * (1 + A)",
        "Far to the right the sigmoid is flat: which sign makes the slope vanish there?",
    )
    mistake(
        "squashes_twice",
        "return sigmoid(A) * (1 - sigmoid(A))",
        "The sigmoid is taken once: do not send its result through it again.",
    )
    mistake("borrows_tanhs_slope", "return 1 - A**2", "One minus the square belongs to tanh.")

    mistake = of_one_line(exercise, "tanh_prime", "return 1 - A**2")
    mistake(
        "takes_z_for_the_activation",
        "return 1 - Z**2",
        "The formula 1 - a^2 speaks of the activation; what you are given is what went into it.",
    )
    mistake(
        "forgets_the_square",
        "return 1 - A",
        "Left of zero this slope would exceed 1; the formula has a power in it.",
    )
    mistake(
        "adds_the_square",
        "return 1 + A**2",
        "Far out tanh is flat: which sign makes the slope vanish there?",
    )
    mistake(
        "borrows_the_sigmoids_slope",
        "return A * (1 - A)",
        "a (1 - a) belongs to the sigmoid; at 0 tanh has the slope 1.",
    )
    mistake("squares_the_difference", "return (1 - A)**2", "Which part of the formula is squared?")


def of_the_kinked_slopes(exercise: Exercise) -> None:
    mistake = of_one_line(exercise, "relu_prime", "np.where(Z > 0, 1, 0)")
    mistake(
        "returns_the_function", "np.maximum(0, Z)", "That is ReLU itself; how fast does it grow?"
    )
    mistake("takes_the_sign", "np.sign(Z)", "Where ReLU is flat its slope is 0, not -1.")
    mistake(
        "is_one_everywhere",
        "np.ones(np.shape(Z))",
        "Negative entries do not pass ReLU, so nothing comes back through them.",
    )
    mistake("turns_the_mask", "np.where(Z > 0, 0, 1)", "On which side does ReLU grow?")
    mistake(
        "leaks",
        "np.where(Z > 0, 1, 0.01)",
        "That is the slope of the leaky form; plain ReLU is flat on the negative side.",
    )

    mistake = of_one_line(exercise, "leaky_relu_prime", "np.where(Z > 0, 1, 0.01)")
    mistake(
        "does_not_leak",
        "np.where(Z > 0, 1.0, 0.0)",
        "The negative side is not flat: what does it shrink its entries to?",
    )
    mistake(
        "leaks_a_tenth",
        "np.where(Z > 0, 1, 0.1)",
        "Compare the slope on the negative side with the one in the statement.",
    )
    mistake(
        "returns_the_function",
        "np.where(Z > 0, Z, 0.01 * Z)",
        "That is leaky ReLU itself; how fast does it grow on either side?",
    )
    mistake(
        "keeps_z_on_the_left",
        "np.where(Z > 0, 1, 0.01 * Z)",
        "The slope of a straight line does not depend on where you are on it.",
    )
    mistake(
        "leaks_everywhere",
        "np.where(Z > 0, 1.01, 0.01)",
        "On the positive side there is no leak to add.",
    )
    mistake(
        "turns_the_sides",
        "np.where(Z > 0, 0.01, 1)",
        "Which side is steep, and which is nearly flat?",
    )


def of_flattening(exercise: Exercise) -> None:
    mistake = of_one_line(exercise, "flatten_images", "np.reshape(images, (m, -1)).T")
    mistake(
        "mixes_the_images",
        "np.reshape(images, (-1, m))",
        "The shape is right, but a column holds numbers of several images: first one row per "
        "image, then turn rows into columns.",
    )
    mistake(
        "forgets_to_transpose",
        "np.reshape(images, (m, -1))",
        "An example is a column in this course; yours are rows.",
    )
    mistake(
        "makes_one_long_column",
        "np.reshape(images, (-1, 1))",
        "All images ended up in one column; each should have its own.",
    )
    mistake(
        "reads_columns_first",
        'np.reshape(images, (m, -1), order="F").T',
        "The numbers of an image are in another order than the array stores them in.",
    )
    mistake(
        "puts_channels_first",
        "np.reshape(np.transpose(images, (0, 3, 1, 2)), (m, -1)).T",
        "The channels of a pixel stay together; you took one whole channel after the other.",
    )
