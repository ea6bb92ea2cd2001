"""What depth does to a signal: vanishing and exploding activations and gradients."""

import numpy as np


def linear_activations(X: np.ndarray, weights: list) -> list:
    """Send a batch through linear layers without biases.

    A[0] = X,  A[l] = W[l] A[l-1]

    Parameters
    ----------
    X : array (n[0], m)
    weights : list of L arrays, W[l] of shape (n[l], n[l-1])

    Returns
    -------
    activations : list of L + 1 arrays A[0], A[1], ..., A[L], A[l] of shape (n[l], m)

    Source: the lecture on vanishing and exploding gradients (g(z) = z, b = 0).
    """
    activations = [X]
    for W in weights:
        activations.append(W @ activations[-1])
    return activations


def linear_gradients(dA: np.ndarray, weights: list) -> list:
    """Send a gradient back through the same layers.

    dA[L] = dA,  dA[l-1] = W[l].T dA[l]

    Parameters
    ----------
    dA : array (n[L], m), the gradient with respect to the last activation
    weights : list of L arrays, W[l] of shape (n[l], n[l-1])

    Returns
    -------
    gradients : list of L + 1 arrays dA[0], dA[1], ..., dA[L], dA[l] of shape (n[l], m)

    Source: the lecture on vanishing and exploding gradients.
    """
    gradients = [dA]
    for W in reversed(weights):
        gradients.append(W.T @ gradients[-1])
    return gradients[::-1]


def identity_network_output(
    X: np.ndarray, W_last: np.ndarray, scale: float, layers: int
) -> np.ndarray:
    """Compute what a deep network of scaled identities returns.

    yhat = W[L] (scale I)^(L-1) X

    All layers but the last multiply by scale I: L - 1 of them. The output grows or falls like
    scale^(L-1).

    Parameters
    ----------
    X : array (n, m)
    W_last : array (n[L], n), the last layer's weights
    scale : float, above 1 for exploding signals, below 1 for vanishing ones
    layers : int, L, at least 1; the last layer is counted

    Returns
    -------
    yhat : array (n[L], m)

    Source: the lecture on vanishing and exploding gradients (1.5 I, 0.5 I, 0.9 I).
    """
    return W_last @ X * scale ** (layers - 1)


def growth_rate(activations: list) -> np.floating:
    """Measure the factor by which one layer changes the signal, on average.

    rate = (||A[L]|| / ||A[0]||)^(1/L), Frobenius norms

    Parameters
    ----------
    activations : list of L + 1 arrays A[0], ..., A[L]; L is at least 1

    Returns
    -------
    rate : float, the geometric mean over the layers; scale for layers of scale I

    Source: the lecture on vanishing and exploding gradients.
    """
    layers = len(activations) - 1
    total = np.linalg.norm(activations[-1]) / np.linalg.norm(activations[0])
    return total ** (1 / layers)


def signal_sizes(X: np.ndarray, normals: list, scaling: str, activation: str) -> np.ndarray:
    """Follow the mean square of the activations through layers with scaled random weights.

    W[l] = sqrt(variance) N[l],  A[0] = X,  A[l] = g(W[l] A[l-1])
    variance: xavier 1 / n[l-1],  he 2 / n[l-1],  bengio 2 / (n[l-1] + n[l])
    size[l] = mean of all entries of A[l]^2

    Parameters
    ----------
    X : array (n[0], m)
    normals : list of L arrays N[l] of shape (n[l], n[l-1]), standard normal numbers
    scaling : "xavier", "he" or "bengio"
    activation : "relu" or "tanh", of every layer

    Returns
    -------
    sizes : array (L + 1,), size[0] being that of X

    Source: the lecture on weight initialization for deep networks.
    """
    A = X
    sizes = [np.mean(A**2)]
    for normal in normals:
        n, n_before = normal.shape
        variances = {"xavier": 1 / n_before, "he": 2 / n_before, "bengio": 2 / (n_before + n)}
        Z = np.sqrt(variances[scaling]) * normal @ A
        A = np.maximum(0, Z) if activation == "relu" else np.tanh(Z)
        sizes.append(np.mean(A**2))
    return np.array(sizes)


def shrink_weights(weights: list, learning_rate: float, lambd: float, m: int, steps: int) -> list:
    """Let weight decay act alone for a number of steps.

    W[l] := (1 - alpha lambda / m) W[l], that many times

    That is gradient descent on the penalty lambda / (2m) sum_l ||W[l]||_F^2, where the rest of
    the cost is flat.

    Parameters
    ----------
    weights : list of arrays W[1], ..., W[L]
    learning_rate : float, alpha
    lambd : float, lambda
    m : int, the number of examples
    steps : int, how often the update is made; 0 is allowed

    Returns
    -------
    weights : list of arrays of the same shapes

    Source: the lectures on regularization (weight decay) and why it reduces overfitting.
    """
    factor = 1 - learning_rate * lambd / m
    return [factor**steps * W for W in weights]


def tanh_gap(X: np.ndarray, weights: list) -> np.floating:
    """Measure how far a tanh network is from the linear network with the same weights.

    A[l] = tanh(W[l] A[l-1]),  B[l] = W[l] B[l-1],  A[0] = B[0] = X
    gap = ||A[L] - B[L]|| / ||B[L]||, Frobenius norms

    With small weights every z stays where tanh(z) is nearly z: the gap falls with the square of
    the weights' size, and the network computes little more than a linear function.

    Parameters
    ----------
    X : array (n[0], m)
    weights : list of L arrays, W[l] of shape (n[l], n[l-1])

    Returns
    -------
    gap : float

    Source: the lecture on why regularization reduces overfitting.
    """
    A, B = X, X
    for W in weights:
        A = np.tanh(W @ A)
        B = W @ B
    return np.linalg.norm(A - B) / np.linalg.norm(B)
