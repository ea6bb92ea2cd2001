"""Mistakes in the start, one step, and all of them."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import LEARNING_RATE_HINT


def of_the_start(exercise: Exercise) -> None:
    w, b = "w = np.zeros((dim, 1))", "b = 0.0"
    for id, old, new, hint in (
        ("w_lies_down", w, "w = np.zeros((1, dim))", "w is a column: one row for every feature."),
        (
            "w_loses_its_column",
            w,
            "w = np.zeros(dim)",
            "w has two axes: a shape is a tuple, and np.zeros takes it as its first argument.",
        ),
        ("w_is_a_square", w, "w = np.zeros((dim, dim))", "There is one weight for every feature."),
        (
            "w_starts_at_one",
            w,
            "w = np.ones((dim, 1))",
            "The name of the function says where w starts.",
        ),
        (
            "w_is_drawn",
            w,
            "w = np.random.randn(dim, 1) * 0.01",
            "Random weights break the symmetry between units; here there is one unit, and zeros do.",
        ),
        (
            "b_is_a_column",
            b,
            "b = np.zeros((dim, 1))",
            "There is one unit, so there is one bias: a number.",
        ),
        ("b_is_an_array", b, "b = np.zeros((1, 1))", "b is a number, not an array that holds one."),
        (
            "forgets_b",
            "return w, b",
            "return w",
            "Two values are returned: the weights and the bias.",
        ),
    ):
        exercise.mistake("initialize_with_zeros", id, edit=(old, new), hint=hint)


def of_propagation(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("propagate", id, edits=edits, hint=hint)

    losses = "losses = Y * np.log(A) + (1 - Y) * np.log(1 - A)"
    cost = "cost = -np.sum(losses) / m"
    dw, db = "dw = X @ dZ.T / m", "db = np.sum(dZ) / m"
    mistake(
        "turns_the_costs_sign",
        [(cost, "cost = np.sum(losses) / m")],
        "Logarithms of probabilities are negative; a cost is positive.",
    )
    mistake(
        "forgets_to_average_the_cost",
        [(cost, "cost = -np.sum(losses)")],
        "The cost is a mean over the examples: m is missing.",
    )
    mistake(
        "forgets_to_average_the_gradients",
        [(dw, "dw = X @ dZ.T"), (db, "db = np.sum(dZ)")],
        "The cost is a mean over the examples, and so are its derivatives: m is missing.",
    )
    mistake(
        "forgets_to_average_db",
        [(db, "db = np.sum(dZ)")],
        "Both gradients are means over the examples: look at db.",
    )
    mistake(
        "forgets_to_average_dw",
        [(dw, "dw = X @ dZ.T")],
        "Both gradients are means over the examples: look at dw.",
    )
    mistake(
        "counts_features",
        [("m = X.shape[1]", "m = X.shape[0]")],
        "An example is a column of X: which entry of the shape counts columns?",
    )
    mistake(
        "forgets_the_zeros",
        [(losses, "losses = Y * np.log(A)")],
        "Examples with the label 0 cost something too: the loss has two terms.",
    )
    mistake(
        "swaps_the_labels",
        [(losses, "losses = (1 - Y) * np.log(A) + Y * np.log(1 - A)")],
        "A right and certain prediction costs nothing: which logarithm goes with the label 1?",
    )
    mistake(
        "subtracts_the_second_term",
        [(losses, "losses = Y * np.log(A) - (1 - Y) * np.log(1 - A)")],
        "Both terms of the loss have the same sign.",
    )
    mistake(
        "squares_the_errors",
        [(losses, "losses = -((A - Y) ** 2)")],
        "That is the squared error; logistic regression uses the cross-entropy.",
    )
    mistake(
        "forgets_the_sigmoid",
        [("A = sigmoid(Z)", "A = Z")],
        "w.T x + b can be any number; the sigmoid makes a probability of it.",
    )
    mistake("forgets_b", [("Z = w.T @ X + b", "Z = w.T @ X")], "The bias is left out.")
    mistake(
        "turns_the_gradients_sign",
        [("dZ = A - Y", "dZ = Y - A")],
        "Where the prediction is too large, the cost rises with it: which difference is positive "
        "there?",
    )
    mistake(
        "differentiates_the_squared_error",
        [("dZ = A - Y", "dZ = (A - Y) * A * (1 - A)")],
        "The sigmoid's derivative cancels against that of the cross-entropy.",
    )
    mistake(
        "turns_dw",
        [(dw, "dw = dZ @ X.T / m")],
        "A gradient has the shape of what it belongs to: dw is a column as w is.",
    )
    mistake(
        "multiplies_entry_by_entry",
        [(dw, "dw = X * dZ / m")],
        "dw adds up over the examples: that is a matrix product, not an entry by entry one.",
    )
    mistake(
        "db_keeps_an_axis",
        [(db, "db = np.sum(dZ, axis=1) / m")],
        "b is a number, and so is its gradient: add up all entries.",
    )


def of_optimization(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("optimize", id, edits=edits, hint=hint)

    w, b = 'w = w - learning_rate * grads["dw"]', 'b = b - learning_rate * grads["db"]'
    kept = "if i % 100 == 0:"
    back = "    return params, grads, costs"
    mistake(
        "climbs",
        [(w, w.replace(" - ", " + ")), (b, b.replace(" - ", " + "))],
        "The gradient points uphill: which sign takes the cost down?",
    )
    mistake(
        "hard_codes_the_learning_rate",
        [(w, w.replace("learning_rate", "0.009")), (b, b.replace("learning_rate", "0.009"))],
        LEARNING_RATE_HINT,
    )
    mistake(
        "forgets_the_learning_rate",
        [(w, w.replace("learning_rate", "1.0")), (b, b.replace("learning_rate", "1.0"))],
        "A step is the gradient times the learning rate.",
    )
    mistake(
        "hard_codes_the_steps",
        [("range(num_iterations)", "range(100)")],
        "The number of steps is an argument of the function.",
    )
    mistake("forgets_to_update_b", [(b, "pass")], "The bias is learned as well as the weights.")
    mistake(
        "updates_b_with_dw",
        [(b, 'b = b - learning_rate * np.mean(grads["dw"])')],
        "Each parameter is updated with its own gradient.",
    )
    mistake(
        "never_updates",
        [(w, "pass"), (b, "pass")],
        "The new values must be stored in w and b, or the next step starts where this one did.",
    )
    mistake(
        "differentiates_once",
        [
            (
                "grads, cost = propagate(w, b, X, Y)",
                "if i == 0:\n            grads, cost = propagate(w, b, X, Y)",
            )
        ],
        "The gradients change with every step: compute them inside the loop.",
    )
    mistake(
        "stops_one_step_early",
        [("range(num_iterations)", "range(1, num_iterations)")],
        "Count the steps: range(1, n) has n - 1 numbers, and leaves 0 out.",
    )
    mistake("keeps_every_cost", [(kept, "if True:")], "Only every hundredth cost is kept.")
    mistake(
        "keeps_costs_only_when_printing",
        [(kept, "if print_cost and i % 100 == 0:")],
        "The costs are kept whether they are printed or not.",
    )
    mistake(
        "keeps_the_ends_of_hundreds",
        [(kept, "if i % 100 == 99:")],
        "Count from 0: the cost of the very first step is the first that is kept.",
    )
    mistake(
        "returns_the_next_gradients",
        [(back, "    grads, cost = propagate(w, b, X, Y)\n" + back)],
        "The gradients that are returned are those of the last step, not of a step that is never "
        "taken.",
    )
