"""Bias and variance read off two errors, and what to do about either. Errors are in percent."""

import numpy as np


def error_percent(predictions: np.ndarray, Y: np.ndarray) -> float:
    """Measure the share of wrong predictions.

    error = 100 * (number of i with prediction_i != y_i) / m

    Parameters
    ----------
    predictions : array (1, m), labels 0 or 1
    Y : array (1, m), labels 0 or 1

    Returns
    -------
    error : float, in percent

    Source: the lecture on bias and variance (train set error, dev set error).
    """
    return 100 * np.mean(predictions != Y)


def error_gaps(
    train_error: float, dev_error: float, optimal_error: float = 0.0
) -> tuple[float, float]:
    """Split a dev error into what is unavoidable, bias and variance.

    bias = train error - optimal error,  variance = dev error - train error

    Parameters
    ----------
    train_error, dev_error : float, in percent
    optimal_error : float, in percent: what nobody can do better than (Bayes error)

    Returns
    -------
    bias, variance : floats, in percentage points; they may be negative

    Source: the lecture on bias and variance.
    """
    return train_error - optimal_error, dev_error - train_error


def diagnose_errors(
    train_error: float, dev_error: float, optimal_error: float = 0.0, margin: float = 2.0
) -> str:
    """Say whether a model suffers from bias, variance, both or neither.

    Bias, and likewise variance, is high when its gap exceeds the margin.

    Parameters
    ----------
    train_error, dev_error, optimal_error : float, in percent
    margin : float, in percentage points; a gap of exactly the margin is not high

    Returns
    -------
    diagnosis : "high bias", "high variance", "high bias and high variance" or
        "low bias and low variance"

    Source: the lecture on bias and variance (1/11, 15/16, 15/30, 0.5/1 percent).
    """
    bias, variance = error_gaps(train_error, dev_error, optimal_error)
    if bias > margin and variance > margin:
        return "high bias and high variance"
    if bias > margin:
        return "high bias"
    if variance > margin:
        return "high variance"
    return "low bias and low variance"


def next_step(
    train_error: float, dev_error: float, optimal_error: float = 0.0, margin: float = 2.0
) -> str:
    """Follow the basic recipe: first get the bias down, then the variance.

    Parameters
    ----------
    train_error, dev_error, optimal_error, margin : float, as in ``diagnose_errors``

    Returns
    -------
    step : "reduce bias", "reduce variance" or "done"

    Source: the lecture on the basic recipe for machine learning.
    """
    diagnosis = diagnose_errors(train_error, dev_error, optimal_error, margin)
    if "high bias" in diagnosis:
        return "reduce bias"
    if "high variance" in diagnosis:
        return "reduce variance"
    return "done"


def helps_against(remedy: str) -> str:
    """Say what a remedy of the basic recipe is good for.

    Parameters
    ----------
    remedy : "bigger network", "longer training", "better optimizer", "more data",
        "regularization" or "other architecture"

    Returns
    -------
    what : "bias", "variance" or "both"

    Source: the lecture on the basic recipe for machine learning.
    """
    return {
        "bigger network": "bias",
        "longer training": "bias",
        "better optimizer": "bias",
        "more data": "variance",
        "regularization": "variance",
        "other architecture": "both",
    }[remedy]
