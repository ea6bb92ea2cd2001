"""Inverted dropout in a network of any depth, with a keep_prob for every hidden layer.

LINEAR -> RELU for the hidden layers 1 ... L-1, LINEAR -> SIGMOID for the output layer L. Input and
output are never dropped. ``keep_probs[l - 1]`` belongs to hidden layer l.
"""

import numpy as np

from reference.activations import relu, sigmoid


def drop_units(A: np.ndarray, keep_prob: float) -> tuple[np.ndarray, np.ndarray]:
    """Shut down units at random and scale up those that are kept.

    D = (uniform draw in [0, 1) < keep_prob),  A := A * D / keep_prob

    Dividing by keep_prob keeps the expected activation. The mask is drawn from the legacy random
    state as it is found, with one ``np.random.rand`` of A's shape; nothing is seeded.

    Parameters
    ----------
    A : array (n, m), the activations of one layer
    keep_prob : float in (0, 1], the probability that a unit is kept

    Returns
    -------
    A : array (n, m), masked and rescaled
    D : array (n, m), the mask, holding booleans (or 0 and 1)

    Source: Srivastava et al., Dropout (2014), section 10 (scaling at training time).
    """
    D = np.random.rand(*A.shape) < keep_prob
    return A * D / keep_prob, D


def mean_dropped_activation(A: np.ndarray, keep_prob: float, draws: int, seed: int) -> np.ndarray:
    """Average what dropout makes of the same activations, over many draws.

    mean = (1/draws) * sum of drop_units(A, keep_prob), which tends to A

    The legacy random state is seeded once inside the function.

    Parameters
    ----------
    A : array (n, m)
    keep_prob : float in (0, 1]
    draws : int, at least 1
    seed : int

    Returns
    -------
    mean : array (n, m)

    Source: the lecture on dropout (the expected activation is preserved).
    """
    np.random.seed(seed)
    total = np.zeros(A.shape)
    for _ in range(draws):
        total = total + drop_units(A, keep_prob)[0]
    return total / draws


def forward_with_dropout(
    X: np.ndarray, parameters: dict, keep_probs: list[float], seed: int
) -> tuple[np.ndarray, dict]:
    """Run a network with inverted dropout on all its hidden layers.

    Z[l] = W[l] A[l-1] + b[l],  A[l] = drop_units(relu(Z[l])),  A[L] = sigmoid(Z[L])

    The legacy random state is seeded once inside the function; then one mask is drawn for every
    hidden layer in turn, also where its keep_prob is 1.

    Parameters
    ----------
    X : array (n0, m)
    parameters : dict with W1, b1, ..., WL, bL
    keep_probs : list of L - 1 floats in (0, 1]
    seed : int

    Returns
    -------
    AL : array (nL, m)
    cache : dict with A0 (which is X), Z1, D1, A1, ..., ZL, AL; A1 ... are masked and rescaled,
        the output layer has no D

    Source: the lecture on dropout (inverted dropout).
    """
    np.random.seed(seed)
    L = len(parameters) // 2
    A = X
    cache = {"A0": X}
    for l in range(1, L + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        if l < L:
            A, D = drop_units(relu(Z), keep_probs[l - 1])
            cache[f"D{l}"] = D
        else:
            A = sigmoid(Z)
        cache[f"Z{l}"], cache[f"A{l}"] = Z, A
    return A, cache


def backward_with_dropout(
    Y: np.ndarray, parameters: dict, cache: dict, keep_probs: list[float]
) -> dict:
    """Differentiate the cross-entropy of one pass with dropout, with the masks of that pass.

    dZ[L] = A[L] - Y,  dA[l] = W[l+1].T dZ[l+1] * D[l] / keep_prob[l],  dZ[l] = dA[l] * (Z[l] > 0)
    dW[l] = (1/m) dZ[l] A[l-1].T,  db[l] = (1/m) row sums of dZ[l]

    ReLU'(0) is 0.

    Parameters
    ----------
    Y : array (nL, m), labels 0 or 1
    parameters : dict with W1, b1, ..., WL, bL
    cache : dict of ``forward_with_dropout``
    keep_probs : list of L - 1 floats in (0, 1], those of the forward pass

    Returns
    -------
    grads : dict with dW1, db1, ..., dWL, dbL

    Source: Srivastava et al., Dropout (2014), section 5.1.
    """
    L = len(parameters) // 2
    m = Y.shape[1]
    grads = {}
    dZ = cache[f"A{L}"] - Y
    for l in range(L, 0, -1):
        grads[f"dW{l}"] = dZ @ cache[f"A{l - 1}"].T / m
        grads[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dA = parameters[f"W{l}"].T @ dZ
            dA = dA * cache[f"D{l - 1}"] / keep_probs[l - 2]
            dZ = dA * (cache[f"Z{l - 1}"] > 0)
    return grads


def predict_probabilities(X: np.ndarray, parameters: dict) -> np.ndarray:
    """Run a trained network: no unit is dropped, and nothing is scaled.

    A[l] = relu(W[l] A[l-1] + b[l]),  A[L] = sigmoid(W[L] A[L-1] + b[L])

    Parameters
    ----------
    X : array (n0, m)
    parameters : dict with W1, b1, ..., WL, bL

    Returns
    -------
    AL : array (nL, m)

    Source: the lecture on dropout (predictions at test time).
    """
    L = len(parameters) // 2
    A = X
    for l in range(1, L):
        A = relu(parameters[f"W{l}"] @ A + parameters[f"b{l}"])
    return sigmoid(parameters[f"W{L}"] @ A + parameters[f"b{L}"])


def layer_to_drop_most(layer_dims: list[int]) -> int:
    """Name the hidden layer that should get the smallest keep_prob.

    the l in 1 ... L-1 with the most weights, n[l] * n[l-1]

    A layer with a large weight matrix is the likeliest to overfit.

    Parameters
    ----------
    layer_dims : list [n0, n1, ..., nL] with L >= 2; no two hidden layers tie

    Returns
    -------
    l : int, counted from 1

    Source: the lecture on understanding dropout (keep_prob is lower where overfitting is a worry).
    """
    weights = [layer_dims[l] * layer_dims[l - 1] for l in range(1, len(layer_dims) - 1)]
    return 1 + int(np.argmax(weights))
