"""What students get wrong in their first functions with NumPy."""

from __future__ import annotations

from sigmoid_mistakes import declare_sigmoid_mistakes, declare_single_numbers_only

from grader.authoring import Exercise

SQUARE_MATRIX_HINT = (
    "A sum along an axis loses that axis, and the division then lines up with the columns (or "
    "fails). The sums must stay a column: keepdims."
)


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all eight functions."""
    of_the_sigmoids(exercise)
    of_the_derivative(exercise)
    of_flattening(exercise)
    of_normalizing(exercise)
    of_softmax(exercise)
    of_the_distances(exercise)


def of_the_sigmoids(exercise: Exercise) -> None:
    declare_sigmoid_mistakes(exercise, "basic_sigmoid", module="math", argument="x")
    declare_sigmoid_mistakes(exercise, "sigmoid", module="np", argument="x")
    declare_single_numbers_only(exercise, "sigmoid", argument="x")


def of_the_derivative(exercise: Exercise) -> None:
    right = "return s * (1 - s)"
    for id, new, hint in (
        (
            "is_the_sigmoid",
            "return s",
            "This is the sigmoid itself. Its derivative is at most 1/4.",
        ),
        (
            "mixes_in_x",
            "return s * (1 - x)",
            "Both factors are made of the sigmoid's value; x itself does not occur.",
        ),
        (
            "takes_x_for_the_sigmoid",
            "return x * (1 - x)",
            "The formula holds for s = sigmoid(x): compute s first.",
        ),
        ("is_that_of_tanh", "return 1 - s**2", "That form belongs to tanh."),
        (
            "forgets_the_parentheses",
            "return s * 1 - s",
            "This is zero everywhere. Python multiplies before it subtracts: are parentheses missing?",
        ),
        ("turns_the_sign", "return s * (s - 1)", "The sigmoid rises everywhere."),
        (
            "takes_the_sigmoid_twice",
            "s = sigmoid(s)\n    return s * (1 - s)",
            "The sigmoid goes in once; this puts its result through it again.",
        ),
    ):
        exercise.mistake("sigmoid_derivative", id, edit=(right, new), hint=hint)


def of_flattening(exercise: Exercise) -> None:
    right = "return image.reshape(length * height * depth, 1)"
    for id, new, hint in (
        (
            "loses_the_column",
            "return image.reshape(-1)",
            "The result has two axes: one column, of shape (n, 1).",
        ),
        (
            "lies_down",
            "return image.reshape(1, length * height * depth)",
            "The result is a column, not a row.",
        ),
        (
            "keeps_the_colours_apart",
            "return image.reshape(length * height, depth)",
            "All three sides go into one column, the depth too.",
        ),
        (
            "runs_backwards_through_the_sides",
            "return image.T.reshape(length * height * depth, 1)",
            "All values are there, but in another order: do not transpose first.",
        ),
        (
            "goes_colour_by_colour",
            "return image.transpose(2, 0, 1).reshape(length * height * depth, 1)",
            "All values are there, but in another order: the colours of a pixel stay together.",
        ),
        (
            "fits_one_image_only",
            "return image.reshape(18, 1)",
            "This fits the public case only: read the sizes off image.shape.",
        ),
    ):
        exercise.mistake("image2vector", id, edit=(right, new), hint=hint)


def of_normalizing(exercise: Exercise) -> None:
    norms = "np.linalg.norm(x, axis=1, keepdims=True)"
    for id, new, hint in (
        (
            "normalizes_columns",
            "np.linalg.norm(x, axis=0, keepdims=True)",
            "These are the norms of the columns: another axis.",
        ),
        ("forgets_keepdims", "np.linalg.norm(x, axis=1)", SQUARE_MATRIX_HINT),
        (
            "divides_by_one_norm",
            "np.linalg.norm(x)",
            "This is one norm of the whole matrix; every row has its own.",
        ),
        (
            "forgets_the_root",
            "np.sum(x**2, axis=1, keepdims=True)",
            "The sum of squares is the norm squared.",
        ),
        (
            "adds_up_absolute_values",
            "np.linalg.norm(x, ord=1, axis=1, keepdims=True)",
            "The Euclidean norm is asked for: squares, and a root of their sum.",
        ),
        (
            "adds_up_entries",
            "np.sum(x, axis=1, keepdims=True)",
            "A plain sum is no length: entries of opposite sign cancel.",
        ),
        (
            "takes_the_largest_entry",
            "np.abs(x).max(axis=1, keepdims=True)",
            "The Euclidean norm is asked for: every entry counts.",
        ),
    ):
        exercise.mistake("normalize_rows", id, edit=(norms, new), hint=hint)
    exercise.mistake(
        "normalize_rows",
        "returns_the_norms",
        edit=("return x / norms", "return norms"),
        hint="The norms are right; the rows are still to be divided by them.",
    )
    exercise.mistake(
        "normalize_rows",
        "multiplies",
        edit=("return x / norms", "return x * norms"),
        hint="A row of length r becomes one of length 1: multiply or divide?",
    )


def of_softmax(exercise: Exercise) -> None:
    sums = "np.sum(powers, axis=1, keepdims=True)"
    powers = "np.exp(x)"
    for id, old, new, hint in (
        (
            "adds_up_columns",
            sums,
            "np.sum(powers, axis=0, keepdims=True)",
            "Each row adds up to 1: sum along the other axis.",
        ),
        (
            "adds_up_everything",
            sums,
            "np.sum(powers)",
            "Each row adds up to 1, not the whole matrix: sum along an axis.",
        ),
        ("forgets_keepdims", sums, "np.sum(powers, axis=1)", SQUARE_MATRIX_HINT),
        (
            "forgets_the_exponential",
            powers,
            "x * 1.0",
            "Shares of the entries themselves can be negative; the exponential comes first.",
        ),
        (
            "turns_the_sign",
            powers,
            "np.exp(-x)",
            "The largest entry of a row gets the largest probability.",
        ),
        (
            "divides_by_the_largest",
            sums,
            "np.max(powers, axis=1, keepdims=True)",
            "Probabilities add up to 1: divide by the sum.",
        ),
        (
            "divides_by_the_mean",
            sums,
            "np.mean(powers, axis=1, keepdims=True)",
            "Probabilities add up to 1: divide by the sum.",
        ),
        (
            "divides_by_the_norm",
            sums,
            "np.linalg.norm(powers, axis=1, keepdims=True)",
            "Probabilities add up to 1; here their squares do.",
        ),
        (
            "sums_before_the_exponential",
            sums,
            "np.exp(np.sum(x, axis=1, keepdims=True))",
            "The exponential of a sum is not the sum of exponentials.",
        ),
        (
            "returns_the_exponentials",
            "return powers / sums",
            "return powers",
            "The exponentials are right; they are still to be divided by the sum of their row.",
        ),
    ):
        exercise.mistake("softmax", id, edit=(old, new), hint=hint)


def of_the_distances(exercise: Exercise) -> None:
    l1 = "return np.sum(np.abs(y - yhat))"
    for id, new, hint in (
        (
            "lets_errors_cancel",
            "return np.sum(y - yhat)",
            "Errors of opposite sign cancel in a plain sum: every distance is positive.",
        ),
        (
            "lets_errors_cancel_first",
            "return np.abs(np.sum(y - yhat))",
            "Take the absolute value of every error before they are added up.",
        ),
        (
            "averages",
            "return np.mean(np.abs(y - yhat))",
            "The distances are added up, not averaged.",
        ),
        ("squares", "return np.sum((y - yhat) ** 2)", "Squares make the L2 loss."),
        ("returns_every_distance", "return np.abs(y - yhat)", "The loss is one number: their sum."),
        (
            "takes_the_largest",
            "return np.max(np.abs(y - yhat))",
            "Every distance counts: their sum.",
        ),
    ):
        exercise.mistake("L1", id, edit=(l1, new), hint=hint)
    l2 = "return np.sum((y - yhat) ** 2)"
    for id, new, hint in (
        (
            "takes_the_root",
            "return np.sqrt(np.sum((y - yhat) ** 2))",
            "The norm is the root of this loss; the loss has none.",
        ),
        ("averages", "return np.mean((y - yhat) ** 2)", "The squares are added up, not averaged."),
        ("halves", "return np.sum((y - yhat) ** 2) / 2", "There is no factor 1/2 in this loss."),
        (
            "adds_up_absolute_values",
            "return np.sum(np.abs(y - yhat))",
            "Absolute values make the L1 loss.",
        ),
        (
            "squares_the_sum",
            "return np.sum(y - yhat) ** 2",
            "Every error is squared by itself, before they are added up.",
        ),
        ("returns_every_square", "return (y - yhat) ** 2", "The loss is one number: their sum."),
        (
            "multiplies_labels_and_predictions",
            "return np.dot(y, yhat)",
            "A dot product squares when a vector meets itself: that vector is the difference.",
        ),
        (
            "forgets_the_mixed_term",
            "return np.dot(y, y) - np.dot(yhat, yhat)",
            "The square of a difference is not the difference of the squares.",
        ),
    ):
        exercise.mistake("L2", id, edit=(l2, new), hint=hint)
