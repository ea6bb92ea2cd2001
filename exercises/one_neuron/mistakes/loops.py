"""Mistakes of partial_dots, running_sums, loop_step."""

from __future__ import annotations

from .shared import LOSSES, Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "partial_dots": (
        (
            "does_not_add_up",
            "np.cumsum(w * x, axis=0)",
            "w * x",
            "These are the products. Add them up, one after the other.",
        ),
        (
            "returns_the_last_sum",
            "np.cumsum(w * x, axis=0)",
            "np.sum(w * x, axis=0, keepdims=True)",
            "That is the result. Asked is the sum after every feature.",
        ),
        (
            "begins_with_the_zero",
            "np.cumsum(w * x, axis=0)",
            "np.cumsum(w * x, axis=0) - w * x",
            "Note the sum after a feature was added, not before.",
        ),
        (
            "begins_at_the_end",
            "np.cumsum(w * x, axis=0)",
            "np.cumsum((w * x)[::-1], axis=0)",
            "Begin with the first feature.",
        ),
        (
            "makes_a_flat_array",
            "np.cumsum(w * x, axis=0)",
            "np.cumsum(w * x)",
            "The values are right. They belong in a column (n, 1).",
        ),
    ),
    "running_sums": (
        (
            "forgets_to_add_up",
            'np.cumsum(losses[0]),\n        "dw": np.cumsum(X * dZ, axis=1),\n        "db": np.cumsum(dZ[0])',
            'losses[0],\n        "dw": X * dZ,\n        "db": dZ[0]',
            "These are the examples one by one. Every example is added to those before it.",
        ),
        (
            "averages_as_it_goes",
            'np.cumsum(losses[0]),\n        "dw": np.cumsum(X * dZ, axis=1),\n        "db": np.cumsum(dZ[0])',
            'np.cumsum(losses[0]) / np.arange(1, len(dZ[0]) + 1),\n        "dw": np.cumsum(X * dZ, axis=1) / np.arange(1, len(dZ[0]) + 1),\n        "db": np.cumsum(dZ[0]) / np.arange(1, len(dZ[0]) + 1)',
            "Nothing is divided during the loop.",
        ),
        (
            "divides_by_m",
            'np.cumsum(losses[0]),\n        "dw": np.cumsum(X * dZ, axis=1),\n        "db": np.cumsum(dZ[0])',
            'np.cumsum(losses[0]) / X.shape[1],\n        "dw": np.cumsum(X * dZ, axis=1) / X.shape[1],\n        "db": np.cumsum(dZ[0]) / X.shape[1]',
            "The division by m comes after the loop. It is not asked for here.",
        ),
        (
            "turns_the_sign",
            "dZ = A - Y",
            "dZ = Y - A",
            "Is it the prediction minus the label, or the other way round?",
        ),
        (
            "turns_the_sign_of_the_loss",
            LOSSES,
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)",
            "A loss is positive, and these logarithms are negative.",
        ),
        (
            "forgets_the_zeros",
            LOSSES,
            "-(Y * np.log(A))",
            "An example with label 0 has a loss as well.",
        ),
        (
            "adds_up_features",
            "np.cumsum(X * dZ, axis=1)",
            "np.cumsum(X * dZ, axis=0)",
            "The sum runs over examples, which are columns.",
        ),
        (
            "forgets_the_features",
            "np.cumsum(X * dZ, axis=1)",
            "np.cumsum(np.ones_like(X) * dZ, axis=1)",
            "An example adds its features times a - y to dw.",
        ),
        (
            "multiplies_by_the_activation",
            "np.cumsum(X * dZ, axis=1)",
            "np.cumsum(X * A, axis=1)",
            "dw is about the error a - y, not about a.",
        ),
    ),
    "loop_step": (
        (
            "forgets_to_average",
            'sums["dw"][:, -1:] / m, sums["db"][-1] / m',
            'sums["dw"][:, -1:], sums["db"][-1]',
            "After the loop the sums are divided by the number of examples.",
        ),
        (
            "forgets_to_average_the_cost",
            'sums["J"][-1] / m',
            'sums["J"][-1]',
            "The cost is divided by m as well.",
        ),
        (
            "climbs",
            "w - learning_rate * dw, b - learning_rate * db",
            "w + learning_rate * dw, b + learning_rate * db",
            "Gradient descent steps against the gradient.",
        ),
        (
            "forgets_the_learning_rate",
            "w - learning_rate * dw, b - learning_rate * db",
            "w - dw, b - db",
            "How long is the step?",
        ),
        ("keeps_the_bias", "b - learning_rate * db", "b", "The bias is learned as well."),
        (
            "learns_from_the_first_example",
            'sums["dw"][:, -1:] / m, sums["db"][-1] / m',
            'sums["dw"][:, :1], sums["db"][0]',
            "The step uses the sums over all examples.",
        ),
        (
            "returns_gradients",
            "w - learning_rate * dw, b - learning_rate * db",
            "dw, db",
            "Return the parameters after the step, not the gradients.",
        ),
    ),
}
