"""Exponentially weighted averages, with and without bias correction."""

import numpy as np


def moving_average(values: np.ndarray, beta: float) -> np.ndarray:
    """Average a series with weights that fall into the past.

    v_0 = 0,  v_t = beta v_(t-1) + (1 - beta) theta_t

    Parameters
    ----------
    values : array (T,) or (T, n), theta_1, ..., theta_T along the first axis
    beta : float in [0, 1)

    Returns
    -------
    averages : array of the shape of ``values``: v_1, ..., v_T, without v_0

    Source: the lecture on exponentially weighted averages.
    """
    averages = np.zeros(values.shape)
    v = 0
    for t in range(len(values)):
        v = beta * v + (1 - beta) * values[t]
        averages[t] = v
    return averages


def corrected_average(values: np.ndarray, beta: float) -> np.ndarray:
    """Average a series without the bias of the start at zero.

    v_0 = 0,  v_t = beta v_(t-1) + (1 - beta) theta_t,  corrected_t = v_t / (1 - beta^t)

    The recursion goes on with the uncorrected v_t; the first value has t = 1.

    Parameters
    ----------
    values : array (T,) or (T, n), theta_1, ..., theta_T along the first axis
    beta : float in [0, 1)

    Returns
    -------
    averages : array of the shape of ``values``: corrected_1, ..., corrected_T

    Source: the lecture on bias correction in exponentially weighted averages.
    """
    averages = np.zeros(values.shape)
    v = 0
    for t in range(1, len(values) + 1):
        v = beta * v + (1 - beta) * values[t - 1]
        averages[t - 1] = v / (1 - beta**t)
    return averages


def average_weights(beta: float, t: int) -> np.ndarray:
    """Write out how much each of the first t values counts in v_t.

    v_t = sum_i w_i theta_i,  w_i = (1 - beta) beta^(t - i),  i = 1, ..., t

    The weights sum to 1 - beta^t, which is what bias correction divides by.

    Parameters
    ----------
    beta : float in (0, 1)
    t : int, at least 1

    Returns
    -------
    weights : array (t,), w_1 (the oldest value's) first, w_t = 1 - beta last

    Source: the lecture on understanding exponentially weighted averages.
    """
    i = np.arange(1, t + 1)
    return (1 - beta) * beta ** (t - i)


def averaging_window(beta: float) -> float:
    """Say over how many values an exponentially weighted average looks back, roughly.

    window = 1 / (1 - beta)

    That many steps back a value's weight has fallen to about 1/e of the newest one's.

    Parameters
    ----------
    beta : float in [0, 1)

    Returns
    -------
    window : float, not rounded

    Source: the lecture on exponentially weighted averages.
    """
    return 1 / (1 - beta)
