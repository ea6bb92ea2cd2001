"""Weight decay and inverted dropout for a network of three layers.

LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID, with the cross-entropy cost.
"""

import numpy as np

from reference.activations import relu, sigmoid
from reference.costs import cross_entropy_cost


def compute_cost_with_regularization(
    A3: np.ndarray, Y: np.ndarray, parameters: dict, lambd: float
) -> float:
    """Add the L2 penalty of all weights to the cross-entropy cost.

    J = J_cross_entropy + lambda / (2 m) * sum over l of the squared Frobenius norm of W[l]

    Both parts are means over the m examples; biases are not penalised.

    Parameters
    ----------
    A3 : array (1, m), the network's output
    Y : array (1, m), labels 0 or 1
    parameters : dict with W1 (n1, n0), W2 (n2, n1), W3 (1, n2), and the biases
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    cost : float

    Source: the lecture on regularization (Frobenius norm, weight decay).
    """
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    penalty = lambd / (2 * m) * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
    return cross_entropy_cost(A3, Y) + penalty


def backward_propagation_with_regularization(
    X: np.ndarray, Y: np.ndarray, cache: tuple, lambd: float
) -> dict:
    """Differentiate the cost with the L2 penalty with respect to every layer.

    dZ[3] = A[3] - Y,  dZ[l] = dA[l] * (A[l] > 0),  dA[l-1] = W[l].T dZ[l]
    dW[l] = (1/m) dZ[l] A[l-1].T + (lambda/m) W[l],  db[l] = (1/m) row sums of dZ[l]

    dW and db carry the 1/m of the mean, dZ and dA do not; ReLU'(0) is 0.

    Parameters
    ----------
    X : array (n0, m)
    Y : array (1, m), labels 0 or 1
    cache : (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) of the forward pass
    lambd : float, the strength lambda of the penalty

    Returns
    -------
    gradients : dict with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1, each of the
        shape of what it is the derivative of

    Source: the lecture on regularization (weight decay).
    """
    m = X.shape[1]
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache

    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m + lambd / m * W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m + lambd / m * W1
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dZ3": dZ3, "dW3": dW3, "db3": db3,
            "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
            "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def forward_propagation_with_dropout(
    X: np.ndarray, parameters: dict, keep_prob: float = 0.5
) -> tuple[np.ndarray, tuple]:
    """Run the network with inverted dropout on its two hidden layers.

    D[l] = (uniform draw in [0, 1) < keep_prob),  A[l] = relu(Z[l]) * D[l] / keep_prob

    Dividing by keep_prob keeps the expected activation, so that nothing has to be scaled when
    the network is used later. Inputs and output are never dropped.

    The legacy random state is seeded with 1 inside the function; then D1 and D2 are drawn, in
    this order, with ``np.random.rand``, each of the shape of its layer's activation.

    Parameters
    ----------
    X : array (n0, m)
    parameters : dict with W1 (n1, n0), b1 (n1, 1), W2 (n2, n1), b2 (n2, 1), W3 (1, n2), b3 (1, 1)
    keep_prob : float in (0, 1], the probability that a unit is kept

    Returns
    -------
    A3 : array (1, m)
    cache : (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3), where A1 and A2 are
        masked and rescaled, and the masks D1 and D2 hold booleans (or 0 and 1)

    Source: Srivastava et al., Dropout (2014), section 10 (scaling at training time).
    """
    np.random.seed(1)
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    D1 = np.random.rand(*A1.shape) < keep_prob
    A1 = A1 * D1
    A1 = A1 / keep_prob

    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    D2 = np.random.rand(*A2.shape) < keep_prob
    A2 = A2 * D2
    A2 = A2 / keep_prob

    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_with_dropout(
    X: np.ndarray, Y: np.ndarray, cache: tuple, keep_prob: float
) -> dict:
    """Differentiate the cost of one pass with dropout, with the masks of that pass.

    dA[l] = W[l+1].T dZ[l+1] * D[l] / keep_prob, and the rest as without dropout:
    dZ[3] = A[3] - Y,  dZ[l] = dA[l] * (A[l] > 0),  dW[l] = (1/m) dZ[l] A[l-1].T,
    db[l] = (1/m) row sums of dZ[l]

    The returned dA1 and dA2 are masked and rescaled; ReLU'(0) is 0.

    Parameters
    ----------
    X : array (n0, m)
    Y : array (1, m), labels 0 or 1
    cache : (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) of the forward pass
    keep_prob : float in (0, 1], the one of the forward pass

    Returns
    -------
    gradients : dict with dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1, each of the
        shape of what it is the derivative of

    Source: Srivastava et al., Dropout (2014), section 5.1.
    """
    m = X.shape[1]
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache

    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = W3.T @ dZ3
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = W2.T @ dZ2
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {"dZ3": dZ3, "dW3": dW3, "db3": db3,
            "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
            "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
