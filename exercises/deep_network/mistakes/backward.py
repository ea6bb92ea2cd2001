"""Mistakes in the backward pass and the update."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import _for

ROOM_HINT = "One row of dZ belongs to one unit, and each unit has one bias of its own."


def of_the_linear_gradients(exercise: Exercise) -> None:
    mistake = _for(exercise, "linear_backward")
    dW, db = "dZ @ A_prev.T / m", "np.sum(dZ, axis=1, keepdims=True) / m"
    mean_hint = "The cost is a mean over the m examples, and so are the gradients of W and b."
    mistake("forgets_to_average", mean_hint, (dW, dW[:-4]), (db, db[:-4]))
    mistake("forgets_to_average_db", mean_hint + " dW has the 1/m here, db has not.", (db, db[:-4]))
    mistake(
        "averages_dA_prev",
        "1/m stands in the gradients of the parameters only: a column of dA belongs to one example.",
        ("W.T @ dZ", "W.T @ dZ / m"),
    )
    mistake(
        "divides_by_the_width",
        "m counts the examples, and an example is a column.",
        ("A_prev.shape[1]", "A_prev.shape[0]"),
    )
    mistake(
        "db_is_one_number",
        ROOM_HINT + " This sum runs over all units at once.",
        (db, "np.sum(dZ) / m"),
    )
    mistake(
        "db_is_flat",
        ROOM_HINT + " The sums are right; an array of shape (n,) is no column.",
        (db, "np.sum(dZ, axis=1) / m"),
    )
    mistake(
        "squeezes_db",
        ROOM_HINT + " The sums are right; they should stay a column.",
        (db, "np.squeeze(np.sum(dZ, axis=1, keepdims=True)) / m"),
    )
    mistake(
        "transposes_dW",
        "A gradient has the shape of what it is the gradient of.",
        (dW, "A_prev @ dZ.T / m"),
    )


def of_a_layers_gradients(exercise: Exercise) -> None:
    mistake = _for(exercise, "linear_activation_backward")
    sigmoid, relu = "dZ = dA * s * (1 - s)", "dZ = dA * (Z > 0)"
    chosen = "Look at the argument that names the activation: "
    mistake(
        "always_sigmoid",
        chosen + "ReLU layers get the sigmoid's derivative here.",
        (relu, "dZ = dA * sigmoid(Z) * (1 - sigmoid(Z))"),
    )
    mistake(
        "always_relu",
        chosen + "sigmoid layers get ReLU's derivative here.",
        (sigmoid, "dZ = dA * (Z > 0)"),
    )
    mistake(
        "forgets_the_derivative",
        "dA is handed on as dZ: the derivative of the activation is missing from the chain.",
        (sigmoid, "dZ = dA"),
        (relu, "dZ = dA"),
    )
    mistake(
        "masks_by_the_gradient",
        "ReLU's derivative depends on what went through it in the forward pass, not on the gradient.",
        (relu, "dZ = dA * (dA > 0)"),
    )
    mistake(
        "takes_Z_for_A",
        "s (1 - s) holds for the sigmoid's output s. The cache has its input.",
        ("s = sigmoid(Z)", "s = Z"),
    )
    mistake(
        "passes_the_gradient_at_zero",
        "At exactly 0, where ReLU has no derivative, this course takes 0.",
        ("(Z > 0)", "(Z >= 0)"),
    )


def of_the_models_gradients(exercise: Exercise) -> None:
    mistake = _for(exercise, "L_model_backward")
    start = "dA = -(Y / AL - (1 - Y) / (1 - AL))"
    call = "dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)"
    mistake(
        "flips_the_sign",
        "With this sign the update climbs: mind the minus in front of the cost.",
        (start, "dA = Y / AL - (1 - Y) / (1 - AL)"),
    )
    mistake(
        "hidden_layers_use_sigmoid",
        "Only the output layer has the sigmoid; the others had ReLU.",
        ('"sigmoid" if l == L else "relu"', '"sigmoid"'),
    )
    mistake(
        "starts_with_the_difference",
        "A - Y is already dZ of the output layer; sent through the sigmoid's derivative again, that "
        "derivative counts twice.",
        (start, "dA = AL - Y"),
    )
    mistake(
        "forgets_the_first_layer",
        "The loop ends one layer early: the first layer has gradients as well.",
        ("range(L, 0, -1)", "range(L, 1, -1)"),
    )
    mistake(
        "reuses_the_same_gradient",
        "Every hidden layer gets the gradient that came out of the output layer. Each should get "
        "the one that the layer right behind it handed back.",
        (
            call,
            'behind = dA if l >= L - 1 else grads[f"dA{L - 1}"]\n        '
            + call.replace("(dA,", "(behind,"),
        ),
    )
    mistake(
        "numbers_layers_from_0",
        'caches[0] belongs to layer 1: its gradients are "dW1" and "db1".',
        ('f"dW{l}"', 'f"dW{l - 1}"'),
        ('f"db{l}"', 'f"db{l - 1}"'),
    )
    mistake(
        "averages_twice",
        "The 1/m is already in dW and db of every layer; here it comes in once more at the start.",
        (start, start + " / Y.shape[1]"),
    )


def of_the_update(exercise: Exercise) -> None:
    mistake = _for(exercise, "update_parameters")
    line = 'parameters[name] - learning_rate * grads["d" + name]'
    mistake(
        "climbs",
        "The gradient points uphill: which sign takes the cost down?",
        (line, line.replace(" - ", " + ")),
    )
    mistake(
        "updates_b_with_dW",
        "A bias is updated with its own gradient: mind the letter in the key.",
        (line, line.replace('"d" + name', '"dW" + name[1:]')),
    )
    mistake(
        "forgets_the_last_layer",
        "The loop ends one layer early. Each layer has two entries in the dictionary.",
        ("in list(parameters):", "in list(parameters)[:-2]:"),
        ("updated = {}", "updated = dict(parameters)"),
    )
    mistake(
        "ignores_the_learning_rate",
        "The learning rate is an argument of the function: use it as it comes.",
        (line, line.replace("learning_rate", "0.01")),
    )
    mistake(
        "updates_weights_only",
        "Biases are learned as well as weights.",
        (line, line + ' * (name[0] == "W")'),
    )
    mistake(
        "returns_the_step",
        "The new parameter is the old one with a step taken off, not the step itself.",
        (line, line.replace("parameters[name] - ", "")),
    )
