"""Mini-batches, three update rules, and two schedules for the learning rate."""

import numpy as np


def update_parameters_with_gd(parameters: dict, grads: dict, learning_rate: float) -> dict:
    """Take one step of gradient descent.

    W[l] = W[l] - alpha dW[l],  b[l] = b[l] - alpha db[l]

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers
    grads : dict with dW1, db1, ..., of the parameters' shapes
    learning_rate : float, alpha

    Returns
    -------
    parameters : dict with the same keys and shapes
    """
    parameters = dict(parameters)
    for name in list(parameters):
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


def random_mini_batches(
    X: np.ndarray, Y: np.ndarray, mini_batch_size: int = 64, seed: int = 0
) -> list:
    """Shuffle the examples and cut them into batches.

    The legacy random state is seeded with ``seed`` inside the function; one
    ``np.random.permutation(m)`` orders the columns of X and, alike, of Y. The shuffled columns
    are cut from left to right into batches of mini_batch_size; a last, smaller batch takes what
    is left, and there is none when nothing is left.

    Parameters
    ----------
    X : array (n_x, m)
    Y : array (1, m)
    mini_batch_size : int, from 1 to m
    seed : int

    Returns
    -------
    mini_batches : list of pairs (mini_batch_X, mini_batch_Y), arrays (n_x, k) and (1, k)

    Source: the lecture on mini-batch gradient descent.
    """
    np.random.seed(seed)
    m = X.shape[1]
    order = np.random.permutation(m)
    shuffled_X = X[:, order]
    shuffled_Y = Y[:, order]

    mini_batches = []
    for start in range(0, m, mini_batch_size):
        stop = start + mini_batch_size
        mini_batches.append((shuffled_X[:, start:stop], shuffled_Y[:, start:stop]))
    return mini_batches


def initialize_velocity(parameters: dict) -> dict:
    """Start the moving averages of the gradients at zero.

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers

    Returns
    -------
    v : dict with dW1, db1, ..., zeros of the parameters' shapes
    """
    v = {}
    for name in parameters:
        v["d" + name] = np.zeros(parameters[name].shape)
    return v


def update_parameters_with_momentum(
    parameters: dict, grads: dict, v: dict, beta: float, learning_rate: float
) -> tuple[dict, dict]:
    """Take one step along a moving average of the gradients.

    v = beta v + (1 - beta) dW,  W = W - alpha v, and the same for every b

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers
    grads : dict with dW1, db1, ..., of the parameters' shapes
    v : dict with dW1, db1, ..., the averages so far
    beta : float in [0, 1), how much of the old average stays
    learning_rate : float, alpha

    Returns
    -------
    parameters : dict with the same keys and shapes
    v : dict with the new averages

    Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964);
    in the lecture's form with 1 - beta, so that v has the gradients' size.
    """
    parameters, v = dict(parameters), dict(v)
    for name in list(parameters):
        v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
        parameters[name] = parameters[name] - learning_rate * v["d" + name]
    return parameters, v


def initialize_adam(parameters: dict) -> tuple[dict, dict]:
    """Start both moving averages of Adam at zero.

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers

    Returns
    -------
    v : dict with dW1, db1, ..., zeros of the parameters' shapes: averages of the gradients
    s : dict with dW1, db1, ..., zeros of the parameters' shapes: averages of their squares
    """
    v, s = {}, {}
    for name in parameters:
        v["d" + name] = np.zeros(parameters[name].shape)
        s["d" + name] = np.zeros(parameters[name].shape)
    return v, s


def update_parameters_with_adam(
    parameters: dict, grads: dict, v: dict, s: dict, t: int, learning_rate: float = 0.01,
    beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
) -> tuple[dict, dict, dict, dict, dict]:
    """Take one step of Adam.

    v = beta1 v + (1 - beta1) dW,      v_corrected = v / (1 - beta1^t)
    s = beta2 s + (1 - beta2) dW^2,    s_corrected = s / (1 - beta2^t)
    W = W - alpha v_corrected / (sqrt(s_corrected) + epsilon), and the same for every b

    epsilon stands outside the root. v and s are kept uncorrected for the next step.

    Parameters
    ----------
    parameters : dict with W1, b1, ..., WL, bL, any number L of layers
    grads : dict with dW1, db1, ..., of the parameters' shapes
    v, s : dicts with dW1, db1, ..., the averages so far
    t : int, the number of this step, 1 for the first
    learning_rate : float, alpha
    beta1, beta2 : floats in [0, 1)
    epsilon : float

    Returns
    -------
    parameters : dict with the same keys and shapes
    v, s : dicts with the new averages
    v_corrected, s_corrected : dicts with dW1, db1, ..., the averages without their bias
        (an older form of the exercise returns only parameters, v, s)

    Source: Kingma and Ba, Adam (2015), algorithm 1.
    """
    parameters, v, s = dict(parameters), dict(v), dict(s)
    v_corrected, s_corrected = {}, {}
    for name in list(parameters):
        grad = grads["d" + name]
        v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * grad
        s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * grad**2
        v_corrected["d" + name] = v["d" + name] / (1 - beta1**t)
        s_corrected["d" + name] = s["d" + name] / (1 - beta2**t)
        step = v_corrected["d" + name] / (np.sqrt(s_corrected["d" + name]) + epsilon)
        parameters[name] = parameters[name] - learning_rate * step
    return parameters, v, s, v_corrected, s_corrected


def update_lr(learning_rate0: float, epoch_num: int, decay_rate: float) -> float:
    """Let the learning rate fall with every epoch.

    alpha = alpha0 / (1 + decay_rate * epoch_num)

    Parameters
    ----------
    learning_rate0 : float, alpha0, the rate of epoch 0
    epoch_num : int, counted from 0
    decay_rate : float

    Returns
    -------
    learning_rate : float

    Source: the lecture on learning rate decay.
    """
    return learning_rate0 / (1 + decay_rate * epoch_num)


def schedule_lr_decay(
    learning_rate0: float, epoch_num: int, decay_rate: float, time_interval: int = 1000
) -> float:
    """Let the learning rate fall in steps, once every time_interval epochs.

    alpha = alpha0 / (1 + decay_rate * floor(epoch_num / time_interval))

    Between two steps the rate stays where the last one put it.

    Parameters
    ----------
    learning_rate0 : float, alpha0, the rate of epoch 0
    epoch_num : int, counted from 0
    decay_rate : float
    time_interval : int, the number of epochs between two steps

    Returns
    -------
    learning_rate : float

    Source: the lecture on learning rate decay (discrete staircase).
    """
    return learning_rate0 / (1 + decay_rate * np.floor(epoch_num / time_interval))
