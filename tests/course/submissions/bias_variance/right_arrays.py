# A right solution in arrays: everything is a vector of (bias, variance).
import numpy as np


def error_percent(predictions, Y):
    wrong = np.logical_xor(predictions, Y)
    return np.count_nonzero(wrong) / wrong.size * 100


def error_gaps(train_error, dev_error, optimal_error=0.0):
    steps = np.diff([optimal_error, train_error, dev_error])
    return steps[0], steps[1]


def diagnose_errors(train_error, dev_error, optimal_error=0.0, margin=2.0):
    names = np.array(["bias", "variance"])
    high = np.diff([optimal_error, train_error, dev_error]) > margin
    if not high.any():
        return "low bias and low variance"
    return " and ".join("high " + name for name in names[high])


def next_step(train_error, dev_error, optimal_error=0.0, margin=2.0):
    verdict = diagnose_errors(train_error, dev_error, optimal_error, margin)
    if verdict.startswith("high bias"):
        return "reduce bias"
    elif verdict.startswith("high"):
        return "reduce variance"
    else:
        return "done"


def helps_against(remedy):
    if "architecture" in remedy:
        return "both"
    if remedy == "more data" or remedy == "regularization":
        return "variance"
    return "bias"
