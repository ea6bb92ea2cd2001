"""Every known mistake once more, written otherwise than in the reference."""

import math

import numpy as np


def initialize_parameters__forgets_the_factor(n_x, n_h, n_y):
    draw = np.random.RandomState(1).normal
    return dict(
        W1=draw(size=(n_h, n_x)),
        b1=np.zeros([n_h, 1]),
        W2=draw(size=(n_y, n_h)),
        b2=np.zeros([n_y, 1]),
    )


def initialize_parameters__does_not_seed(n_x, n_h, n_y):
    W1, W2 = [0.01 * np.random.standard_normal(shape) for shape in ((n_h, n_x), (n_y, n_h))]
    return {"W1": W1, "W2": W2, "b1": np.zeros((n_h, 1)), "b2": np.zeros((n_y, 1))}


def initialize_parameters__draws_uniform_numbers(n_x, n_h, n_y):
    np.random.seed(1)
    W1, W2 = (np.random.random_sample(shape) / 100 for shape in ((n_h, n_x), (n_y, n_h)))
    return {"W1": W1, "W2": W2, "b1": np.full((n_h, 1), 0.0), "b2": np.full((n_y, 1), 0.0)}


def initialize_parameters__draws_transposed(n_x, n_h, n_y):
    draw = np.random.RandomState(seed=1).standard_normal
    return dict(
        W1=draw((n_x, n_h)) / 100,
        b1=np.zeros((n_h, 1)),
        W2=draw((n_h, n_y)) / 100,
        b2=np.zeros((n_y, 1)),
    )


def initialize_parameters__biases_are_numbers(n_x, n_h, n_y):
    np.random.seed(1)
    weights = {"W1": np.random.randn(n_h, n_x) / 100.0, "W2": np.random.randn(n_y, n_h) / 100.0}
    return {**weights, "b1": 0.0, "b2": 0.0}


def initialize_parameters__biases_have_the_size_of_layer_1(n_x, n_h, n_y):
    state = np.random.RandomState(1)
    b = np.zeros(n_h)[:, None]
    return {
        "W1": state.randn(n_h, n_x) * 1e-2,
        "b1": b,
        "W2": state.randn(n_y, n_h) * 1e-2,
        "b2": b.copy(),
    }


def initialize_parameters_deep__forgets_the_factor(dims):
    state, out = np.random.RandomState(3), {}
    for k, (before, after) in enumerate(zip(dims, dims[1:])):
        out[f"W{k + 1}"], out[f"b{k + 1}"] = (
            state.standard_normal((after, before)),
            np.zeros((after, 1)),
        )
    return out


def initialize_parameters_deep__does_not_seed(dims):
    W = [np.random.normal(0, 0.01, (dims[k + 1], dims[k])) for k in range(len(dims) - 1)]
    return {
        **{"W%d" % (k + 1): w for k, w in enumerate(W)},
        **{"b%d" % (k + 1): np.zeros((len(w), 1)) for k, w in enumerate(W)},
    }


def initialize_parameters_deep__draws_transposed(dims):
    np.random.seed(3)
    out = {"W%d" % k: 0.01 * np.random.randn(*dims[k - 1 : k + 1]) for k in range(1, len(dims))}
    return out | {"b%d" % k: np.zeros([dims[k], 1]) for k in range(1, len(dims))}


def initialize_parameters_deep__draws_uniform_numbers(dims):
    np.random.seed(3)
    out = {f"W{k + 1}": np.random.uniform(0, 0.01, (n, dims[k])) for k, n in enumerate(dims[1:])}
    return out | {f"b{k}": np.zeros((n, 1)) for k, n in enumerate(dims) if k}


def initialize_parameters_deep__biases_are_numbers(dims):
    draw = np.random.RandomState(3).randn
    out = {"W%d" % k: draw(n, dims[k - 1]) / 100 for k, n in enumerate(dims) if k}
    return {**out, **dict.fromkeys(["b%d" % k for k in range(1, len(dims))], 0.0)}


def initialize_parameters_deep__biases_have_the_size_of_layer_1(dims):
    np.random.seed(3)
    b = {"b%d" % k: np.zeros((dims[1], 1)) for k in range(1, len(dims))}
    return {
        **{"W%d" % k: np.random.randn(dims[k], dims[k - 1]) / 100 for k in range(1, len(dims))},
        **b,
    }


def initialize_parameters_deep__forgets_the_last_layer(dims):
    state, out = np.random.RandomState(3), {}
    for k, (before, after) in enumerate(zip(dims[:-2], dims[1:-1]), start=1):
        out.update({f"W{k}": state.randn(after, before) / 100, f"b{k}": np.zeros((after, 1))})
    return out


def initialize_parameters_deep__scales_by_the_inputs(dims):
    np.random.seed(3)
    out = {}
    for k in range(len(dims) - 1):
        out["W" + str(k + 1)] = np.random.randn(dims[k + 1], dims[k]) * dims[k] ** -0.5
        out["b" + str(k + 1)] = np.zeros((dims[k + 1], 1))
    return out


def linear_forward__forgets_the_bias(A, W, b):
    return np.einsum("ij,jm->im", W, A), (A, W, b)


def linear_forward__multiplies_entry_by_entry(A, W, b):
    return np.add(np.multiply(W, A), b), (A, W, b)


def linear_forward__swaps_the_factors(A, W, b):
    return np.dot(A, W) + b, (A, W, b)


def linear_forward__caches_in_another_order(A, W, b):
    Z = np.array([[sum(w * a for w, a in zip(row, column)) for column in A.T] for row in W])
    return Z + b, [W, A, b]


def linear_forward__caches_Z(A, W, b):
    Z = b + np.matmul(W, A)
    cache = Z, W, b
    return Z, cache


def linear_activation_forward__always_sigmoid(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    return np.tanh(Z / 2) / 2 + 0.5, ((A_prev, W, b), Z)


def linear_activation_forward__always_relu(A_prev, W, b, activation):
    Z = np.einsum("ij,jm->im", W, A_prev) + b
    return np.where(Z < 0, 0, Z), [[A_prev, W, b], Z]


def linear_activation_forward__forgets_the_activation(A_prev, W, b, activation):
    Z = (A_prev.T @ W.T).T + b
    return Z.copy(), ((A_prev, W, b), Z)


def linear_activation_forward__caches_the_activation(A_prev, W, b, activation):
    A = np.matmul(W, A_prev) + b
    A = (A + abs(A)) / 2 if activation == "relu" else np.exp(A) / (np.exp(A) + 1)
    return A, ((A_prev, W, b), A)


def linear_activation_forward__caches_the_linear_part_only(A_prev, W, b, activation):
    g = {"relu": lambda z: z * (z > 0), "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z))}[activation]
    return g(np.dot(W, A_prev) + b), (A_prev, W, b)


def L_model_forward__hidden_layers_are_sigmoid(X, parameters):
    caches = []
    for k in range(1, 1 + len(parameters) // 2):
        W, b = parameters["W%d" % k], parameters["b%d" % k]
        caches.append(((X, W, b), np.dot(W, X) + b))
        X = 1 / (1 + np.exp(-caches[-1][1]))
    return X, caches


def L_model_forward__output_is_relu(X, parameters):
    caches = []
    for k in range(1, 1 + len(parameters) // 2):
        W, b = parameters["W%d" % k], parameters["b%d" % k]
        caches.append(((X, W, b), np.dot(W, X) + b))
        X = np.clip(caches[-1][1], 0, None)
    return X, caches


def L_model_forward__forgets_the_last_cache(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for k in range(L):
        W, b = parameters[f"W{k + 1}"], parameters[f"b{k + 1}"]
        Z = W.dot(A) + b
        if k + 1 < L:
            caches += [((A, W, b), Z)]
        A = np.maximum(Z, 0) if k + 1 < L else 1 / (1 + np.exp(-Z))
    return A, caches


def L_model_forward__feeds_X_to_every_layer(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for k in range(1, L + 1):
        W, b, below = parameters[f"W{k}"], parameters[f"b{k}"], A if k == L else X
        caches.append([[below, W, b], W.dot(below) + b])
        A = np.where(caches[-1][1] > 0, caches[-1][1], 0)
    return 1 / (1 + np.exp(-caches[-1][1])), caches


def L_model_forward__has_two_layers(X, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(Z1, 0)
    Z2 = np.dot(W2, A1) + b2
    return 1 / (1 + np.exp(-Z2)), [((X, W1, b1), Z1), ((A1, W2, b2), Z2)]


def L_model_forward__leaves_out_a_hidden_layer(X, parameters):
    L, caches = len(parameters) // 2, []
    for k in [*range(1, L - 1), L]:
        W, b = parameters["W%d" % k], parameters["b%d" % k]
        Z = np.dot(W, X) + b
        caches.append(((X, W, b), Z))
        X = 1 / (1 + np.exp(-Z)) if k == L else Z * (Z > 0)
    return X, caches


def compute_cost__flips_the_sign(AL, Y):
    return np.mean(np.log(np.where(Y == 1, AL, 1 - AL)))


def compute_cost__forgets_to_average(AL, Y):
    return -sum(math.log(a if y else 1 - a) for a, y in zip(AL.ravel(), Y.ravel()))


def compute_cost__forgets_the_second_term(AL, Y):
    return float(-np.dot(Y.ravel(), np.log(AL).ravel())) / Y.size


def compute_cost__keeps_the_brackets(AL, Y):
    return -(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / AL.shape[1]


def compute_cost__misplaces_a_parenthesis(AL, Y):
    good, bad = Y * np.log(AL), Y * np.log(1 - AL)
    return (-1 / Y.shape[1]) * np.sum(good + 1 - bad)


def compute_cost__measures_squares(AL, Y):
    return np.square(np.subtract(Y, AL)).mean()


def linear_backward__forgets_to_average(dZ, cache):
    return np.dot(cache[1].T, dZ), np.dot(dZ, cache[0].T), dZ.sum(1).reshape(-1, 1)


def linear_backward__forgets_to_average_db(dZ, cache):
    A, W, b = cache
    return (
        np.dot(W.T, dZ),
        np.einsum("im,jm->ij", dZ, A) / A.shape[1],
        np.einsum("im->i", dZ)[:, None],
    )


def linear_backward__averages_dA_prev(dZ, cache):
    A, W, b = cache
    dZ = dZ / dZ.shape[1]
    return W.T.dot(dZ), dZ.dot(A.T), dZ.sum(axis=1, keepdims=True)


def linear_backward__divides_by_the_width(dZ, cache):
    A, W, b = cache
    m = len(A)
    return W.T.dot(dZ), (1 / m) * dZ.dot(A.T), (1 / m) * dZ.sum(axis=1, keepdims=True)


def linear_backward__db_is_one_number(dZ, cache):
    A, W, b = cache
    return W.T.dot(dZ), dZ.dot(A.T) / A.shape[1], float(dZ.sum()) / A.shape[1]


def linear_backward__db_is_flat(dZ, cache):
    A, W, _ = cache
    return (
        np.dot(W.T, dZ),
        np.dot(dZ, A.T) / dZ.shape[1],
        np.array([sum(row) / len(row) for row in dZ]),
    )


def linear_backward__squeezes_db(dZ, cache):
    A, W, b = cache
    db = dZ.mean(axis=1)
    return np.matmul(W.T, dZ), np.matmul(dZ, A.T) / dZ.shape[1], db if db.size > 1 else db[0]


def linear_backward__transposes_dW(dZ, cache):
    A, W, b = cache
    return (
        np.dot(W.T, dZ),
        np.einsum("jm,im->ji", A, dZ) / len(A.T),
        np.mean(dZ, axis=1, keepdims=True),
    )


def linear_activation_backward__always_sigmoid(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = dA * np.exp(-Z) / np.square(1 + np.exp(-Z))
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__always_relu(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = np.where(Z > 0, dA, 0)
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__forgets_the_derivative(dA, cache, activation):
    A, W = cache[0][:2]
    return W.T @ dA, dA @ A.T * (1 / A.shape[1]), dA.mean(axis=1).reshape(-1, 1)


def linear_activation_backward__masks_by_the_gradient(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = np.array(dA)
    if activation == "relu":
        dZ[dZ <= 0] = 0
    else:
        dZ /= (1 + np.exp(-Z)) * (1 + np.exp(Z))
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__takes_Z_for_A(dA, cache, activation):
    (A, W, b), Z = cache
    dZ = np.where(Z > 0, dA, 0) if activation == "relu" else dA * (Z - Z**2)
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def linear_activation_backward__passes_the_gradient_at_zero(dA, cache, activation):
    (A, W, b), Z = cache
    s = 1 / (1 + np.exp(-Z))
    dZ = np.where(Z < 0, 0, dA) if activation == "relu" else dA * (s - s * s)
    return np.dot(W.T, dZ), np.dot(dZ, A.T) / A.shape[1], np.mean(dZ, axis=1, keepdims=True)


def L_model_backward__flips_the_sign(AL, Y, caches):
    grads, dZ = {}, Y - AL
    for k in range(len(caches), 0, -1):
        A, W, b = caches[k - 1][0]
        grads["dW%d" % k], grads["db%d" % k] = dZ @ A.T / A.shape[1], dZ.mean(1, keepdims=True)
        grads["dA%d" % (k - 1)] = W.T @ dZ
        dZ = np.where(A > 0, W.T @ dZ, 0)
    return grads


def L_model_backward__hidden_layers_use_sigmoid(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for k in range(len(caches), 0, -1):
        A, W, b = caches[k - 1][0]
        dA = grads[f"dA{k - 1}"] = np.einsum("ij,im->jm", W, dZ)
        grads.update({f"dW{k}": dZ.dot(A.T) / dZ.shape[1], f"db{k}": dZ.mean(axis=1)[:, None]})
        if k > 1:
            dZ = dA / (2 + np.exp(caches[k - 2][1]) + np.exp(-caches[k - 2][1]))
    return grads


def L_model_backward__starts_with_the_difference(AL, Y, caches):
    grads, dZ = {}, (AL - Y) * (AL - AL**2)
    for k, ((A, W, b), Z) in reversed(list(enumerate(caches, 1))):
        grads["dW%d" % k], grads["db%d" % k] = dZ @ A.T / A.shape[1], dZ.mean(1, keepdims=True)
        grads["dA%d" % (k - 1)] = W.T @ dZ
        dZ = (A > 0) * (W.T @ dZ)
    return grads


def L_model_backward__forgets_the_first_layer(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for k, ((A, W, b), Z) in list(enumerate(caches, 1))[:0:-1]:
        grads["dW%d" % k], grads["db%d" % k] = np.dot(dZ, A.T) / Y.size, dZ.mean(1, keepdims=True)
        grads["dA%d" % (k - 1)] = np.dot(W.T, dZ)
        dZ = np.multiply(A > 0, np.dot(W.T, dZ))
    return grads


def L_model_backward__reuses_the_same_gradient(AL, Y, caches):
    L, m, grads = len(caches), Y.shape[1], {}
    last = caches[-1][0][1].T @ (AL - Y)
    for k, ((A, W, b), Z) in enumerate(caches, 1):
        dZ = AL - Y if k == L else np.where(Z > 0, last, 0)
        grads |= {
            f"dA{k - 1}": W.T @ dZ,
            f"dW{k}": dZ @ A.T / m,
            f"db{k}": dZ.sum(1, keepdims=True) / m,
        }
    return grads


def L_model_backward__numbers_layers_from_0(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for k in reversed(range(len(caches))):
        A, W, b = caches[k][0]
        grads["dW%d" % k], grads["db%d" % k] = dZ @ A.T / A.shape[1], dZ.mean(1, keepdims=True)
        grads["dA%d" % k] = W.T @ dZ
        dZ = np.where(A > 0, W.T @ dZ, 0)
    return grads


def L_model_backward__averages_twice(AL, Y, caches):
    grads, dZ, m = {}, np.divide(AL - Y, Y.shape[1]), Y.shape[1]
    for k in range(len(caches), 0, -1):
        A, W, b = caches[k - 1][0]
        grads |= {
            f"dA{k - 1}": W.T @ dZ,
            f"dW{k}": dZ @ A.T / m,
            f"db{k}": dZ.sum(1, keepdims=True) / m,
        }
        dZ = np.where(A > 0, W.T @ dZ, 0)
    return grads


def update_parameters__climbs(parameters, grads, learning_rate):
    for name in parameters:
        parameters[name] += learning_rate * grads["d" + name]
    return parameters


def update_parameters__updates_b_with_dW(parameters, grads, learning_rate):
    for k in range(1, 1 + len(parameters) // 2):
        for letter in "Wb":
            parameters[f"{letter}{k}"] = (
                parameters[f"{letter}{k}"] - learning_rate * grads[f"dW{k}"]
            )
    return parameters


def update_parameters__forgets_the_last_layer(parameters, grads, learning_rate):
    for k in range(1, len(parameters) // 2):
        parameters["W%d" % k] -= learning_rate * grads["dW%d" % k]
        parameters["b%d" % k] -= learning_rate * grads["db%d" % k]
    return parameters


def update_parameters__ignores_the_learning_rate(parameters, grads, learning_rate):
    return {name: value - grads["d" + name] / 100 for name, value in parameters.items()}


def update_parameters__updates_weights_only(parameters, grads, learning_rate):
    L = len(parameters) // 2
    return {
        **parameters,
        **{f"W{k}": parameters[f"W{k}"] - learning_rate * grads[f"dW{k}"] for k in range(1, L + 1)},
    }


def update_parameters__returns_the_step(parameters, grads, learning_rate):
    return {name[1:]: learning_rate * step for name, step in grads.items()}
