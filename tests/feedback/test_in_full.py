"""A reason is named where it explains everything, and in a check where nothing else does."""

from __future__ import annotations

import re

import pytest

from grader.diagnosis.edits.sentences import is_edit
from tests.feedback.conftest import Bench

BACKWARD = """
def L_model_backward(AL, Y, caches):
    out, L = {}, len(caches)
    Y = Y.reshape(AL.shape)
    dA = (1 - Y) / (1 - AL) - Y / AL
    for k in range(L, 0, -1):
        linear, Z = caches[k - 1]
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s) if k == L else dA * (Z > 0)
        A, W, b = linear
        out[f"dW{k}"], out[f"db{k}"] = dZ @ A.T / A.shape[1], dZ.mean(axis=1, keepdims=True)
        dA = W.T @ dZ
        if k > 1:
            out[f"dA{k - 1}"] = dA
    return out
"""


@pytest.mark.parametrize("public_only", [True, False])
def test_extra_keys_speak_against_mistake(bench: Bench, public_only: bool) -> None:
    """Keys that only one of the two lacks speak against a mistake.

    The known mistake leaves out a whole layer; here one key is missing, and all others are
    right.
    """
    told = bench.named("deep_network", "L_model_backward", BACKWARD, public_only)
    assert told == {None}


def test_rate_handed_back(bench: Bench) -> None:
    """A rate handed back is no known mistake: other inputs than the public one show what is left out.

    Another formula gives the rate itself on that one case, and so does no formula at all.
    """
    source = "def update_lr(learning_rate0, epoch_num, decay_rate):\n    return learning_rate0\n"
    told = bench.named("optimization", "update_lr", source, public_only=True)
    assert told == {"edit_missing_factor"}


EXCEPTIONS = {
    "a misspelt method": "return e / e.summ(axis=1, keepdims=True)",
    "a missing key": "return {}['x'] + e",
    "a missing name": "return e / total",
    "a division by zero": "return e / (1 // 0)",
    "a failed assertion": "assert x.shape[0] > 100, 'too small'",
    "a cast": "return float(e / e.sum(axis=1, keepdims=True))",
    "other shapes": "return e / np.ones((7, 7))",
    "another operation": "return np.exp(x - np.max(x, axis=1))",
}


@pytest.mark.parametrize("name", EXCEPTIONS)
@pytest.mark.parametrize("public_only", [True, False])
def test_unknown_exception(bench: Bench, name: str, public_only: bool) -> None:
    """An exception that no known mistake raises has no reason.

    That some known mistake raises on the same cases as well is no evidence.
    """
    source = f"def softmax(x):\n    e = np.exp(x)\n    {EXCEPTIONS[name]}\n"
    assert bench.named("python_basics", "softmax", source, public_only) == {None}


def test_known_exception(bench: Bench) -> None:
    """An exception of the same kind at the same place has one.

    Type, message and operation are those of the known mistake, in other words.
    """
    source = "def softmax(x):\n    e = np.exp(x)\n    t = e.sum(1)\n    return np.divide(e, t)\n"
    assert bench.named("python_basics", "softmax", source, True) == {"forgets_keepdims"}


CALLER = """
def update_parameters(parameters, grads, learning_rate=1.2):
    rate = 0.01 if parameters["W1"].shape[0] == 3 else learning_rate
    return {name: value - rate * grads["d" + name] for name, value in parameters.items()}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _ in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
"""


def test_caller_of_faulty_helper(bench: Bench) -> None:
    """A caller is not blamed for a helper that passes.

    The helper is wrong where its public case does not look, and the caller is right.
    """
    cases = bench.grade("shallow_network", CALLER, public_only=True)
    wrong = {(case.function, case.mistake) for case in cases if not case.points}
    assert wrong == {("nn_model", None)}
    own = CALLER.replace(
        'rate = 0.01 if parameters["W1"].shape[0] == 3 else learning_rate', "rate = learning_rate"
    )
    own = own.replace("(parameters, grads)\n    return", "(parameters, grads, 0.01)\n    return")
    told = bench.named("shallow_network", "nn_model", own, True, whole=True)
    assert told == {"hard_codes_another_learning_rate"}


def test_factor_of_one_part(bench: Bench) -> None:
    """A factor is reported of the part that has it. W1 is right: nothing is said of all values."""
    source = """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(1)
    first = np.random.randn(n_h, n_x) * 0.01
    second = np.random.randn(n_y, n_h)
    return {"W1": first, "b1": np.zeros((n_h, 1)), "W2": second, "b2": np.zeros((n_y, 1))}
"""
    (case,) = (c for c in bench.grade("deep_network", source, True, only="initialize_parameters"))
    assert '`result["W2"]` is the expected one times 100.' in (case.rationale or "")
    assert "All" not in (case.hint or "") and "The result" not in (case.rationale or "")


def test_training_loop_with_other_start(bench: Bench) -> None:
    """A training loop is reported that only the start differs.

    The loop is right; the file's own start has another seed.
    """
    source = """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    first = np.random.randn(n_h, n_x) * 0.01
    second = np.random.randn(n_y, n_h) * 0.01
    return {"W1": first, "b1": np.zeros((n_h, 1)), "W2": second, "b2": np.zeros((n_y, 1))}


def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    history, p = [], initialize_parameters(*layers_dims)
    for step in range(num_iterations):
        A1, one = linear_activation_forward(X, p["W1"], p["b1"], "relu")
        A2, two = linear_activation_forward(A1, p["W2"], p["b2"], "sigmoid")
        if step % 100 == 0:
            history.append(compute_cost(A2, Y))
        dA1, dW2, db2 = linear_activation_backward((1 - Y) / (1 - A2) - Y / A2, two, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, one, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        p = update_parameters(p, grads, learning_rate)
    return p, history
"""
    told = bench.named("deep_network_application", "two_layer_model", source, True)
    assert told == {"other_seed"}


COST = """
{above}
def compute_cost_with_regularization({parameters}):
    m = Y.shape[1]
    entropy = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    squares = sum(np.sum(np.square(parameters[f"W{{k}}"])) for k in (1, 2, 3))
    return entropy + {rate} / (2 * m) * squares
"""


def test_parameters_in_another_order(bench: Bench) -> None:
    """Parameters in another order are reported.

    The hint says how the function is called, and what it takes.
    """
    source = COST.format(above="", parameters="A3, Y, lambd, parameters", rate="lambd")
    name = "compute_cost_with_regularization"
    case = bench.grade("regularization", source, only=name)[0]
    assert case.mistake == "parameters_in_another_order"
    assert "(A3, Y, parameters, lambd)" in (case.hint or "")


def test_global_in_place_of_parameter(bench: Bench) -> None:
    """A global name in the place of a parameter is reported.

    It works in the notebook, where both have the same value.
    """
    name = "compute_cost_with_regularization"
    source = COST.format(above="lambd = 0.7", parameters="A3, Y, parameters, lambd_", rate="lambd")
    case = bench.grade("regularization", source, only=name)[0]
    assert case.mistake == "global_in_place_of_a_parameter"
    assert "`lambd`" in (case.hint or "") and "`lambd_`" in (case.hint or "")
    right = COST.format(above="lambd = 0.7", parameters="A3, Y, parameters, lambd", rate="lambd")
    assert bench.named("regularization", name, right) == set()


def test_label_by_argmax(bench: Bench) -> None:
    """A label by argmax is no comparison with zero.

    Every label is 1, and nothing in the file is compared with zero.
    """
    source = """
def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return np.eye(A2.shape[0])[:, np.argmax(A2, axis=0)]
"""
    named = bench.named("shallow_network", "predict", source, public_only=True)
    assert named and not named & {"compares_with_zero"}


LAST_LAYERS = {
    "initialize_parameters_he": """
def initialize_parameters_he(layers_dims):
    np.random.seed(3)
    p, last = {}, len(layers_dims) - 1
    for k in range(1, last + 1):
        factor = 0.5 if k == last else np.sqrt(2 / layers_dims[k - 1])
        p[f"W{k}"] = np.random.randn(layers_dims[k], layers_dims[k - 1]) * factor
        p[f"b{k}"] = np.zeros((layers_dims[k], 1))
    return p
""",
    "initialize_velocity": """
def initialize_velocity(parameters):
    last = str(len(parameters) // 2)
    return {
        "d" + key: np.zeros(value.shape) + (key[1:] == last) for key, value in parameters.items()
    }
""",
}


@pytest.mark.parametrize("function", LAST_LAYERS)
def test_fault_in_last_layer(bench: Bench, function: str) -> None:
    """A fault in the last layer alone is no mistake of all layers.

    The first layers are right, so no mistake that would spoil them is named.
    """
    exercise = "initialization" if function.endswith("_he") else "optimization"
    named = bench.named(exercise, function, LAST_LAYERS[function], public_only=True)
    assert named <= {None, "constant_factor"}


def test_digits_of_different_numbers(bench: Bench) -> None:
    """Numbers that differ are shown with different digits.

    However near they are to each other, the two that are shown are never the same text.
    """
    source = """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(1)
    first = np.random.randn(n_h, n_x) * 0.01 * (1 + 3e-5)
    second = np.random.randn(n_y, n_h) * 0.01
    return {"W1": first, "b1": np.zeros((n_h, 1)), "W2": second, "b2": np.zeros((n_y, 1))}
"""
    cases = bench.grade("deep_network", source, public_only=True)
    (case,) = (c for c in cases if c.function == "initialize_parameters")
    shown = re.search(r"is (\S+) at|is (\S+), expected (\S+) ", case.rationale or "")
    assert shown is not None
    assert shown.group(2) != shown.group(3)


BY_CHANCE = {
    "a column in the place of a row": (
        "deep_network",
        "initialize_parameters",
        """
def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(1)
    W1, W2 = np.random.randn(n_h, n_x) * 0.01, np.random.randn(n_h, n_y) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}
""",
    ),
    "one of two results returned twice": (
        "batch_normalization",
        "update_running_statistics",
        """
def update_running_statistics(running_mu, running_var, mu, var, momentum=0.9):
    running_var = momentum * running_var + (1 - momentum) * var
    return running_var, running_var
""",
    ),
    "another factor in each case": (
        "optimization",
        "update_lr",
        """
def update_lr(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 / (1 - decay_rate * epoch_num)
""",
    ),
}


@pytest.mark.parametrize("what", BY_CHANCE)
def test_what_two_results_have_in_common_by_chance_is_no_reason(bench: Bench, what: str) -> None:
    """Another axis, a repeated array, one factor: each of them needs more than such results.

    An edit of the reference that gives them may be named: it does what the function does elsewhere, too.
    """
    named = bench.named(*BY_CHANCE[what], public_only=True)
    assert {id for id in named if not is_edit(id)} <= {None}
