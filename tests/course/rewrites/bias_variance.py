"""The known mistakes of `bias_variance`, each made once more in another hand."""

import numpy as np


def error_percent__returns_a_fraction(predictions, Y):
    return sum(p != y for p, y in zip(predictions.ravel(), Y.ravel())) / Y.size


def error_percent__returns_the_accuracy(predictions, Y):
    right = np.dot(Y, predictions.T) + np.dot(1 - Y, 1 - predictions.T)
    return right[0, 0] / Y.size * 100


def error_percent__returns_the_count(predictions, Y):
    wrong = 0
    for i in range(Y.shape[1]):
        if predictions[0, i] != Y[0, i]:
            wrong += 1
    return wrong


def error_percent__lets_errors_cancel(predictions, Y):
    return (predictions.sum() - Y.sum()) / Y.shape[1] * 100


def error_percent__divides_by_the_positives(predictions, Y):
    return np.abs(predictions - Y).sum() / np.count_nonzero(Y) * 100


def error_percent__divides_by_the_number_of_rows(predictions, Y):
    m = len(Y)
    return 100 / m * np.abs(predictions - Y).sum()


def error_percent__rounds_to_whole_percents(predictions, Y):
    return int(np.rint(100 * np.abs(predictions - Y).mean()))


def error_gaps__forgets_the_optimal_error(train_error, dev_error, optimal_error=0.0):
    bias = train_error
    return bias, dev_error - bias


def error_gaps__measures_variance_from_the_optimum(train_error, dev_error, optimal_error=0.0):
    return tuple(error - optimal_error for error in (train_error, dev_error))


def error_gaps__drops_the_sign(train_error, dev_error, optimal_error=0.0):
    return tuple(np.abs(np.diff([optimal_error, train_error, dev_error])))


def error_gaps__turns_the_signs(train_error, dev_error, optimal_error=0.0):
    return tuple(-np.diff([optimal_error, train_error, dev_error]))


def error_gaps__swaps_the_gaps(train_error, dev_error, optimal_error=0.0):
    return tuple(np.diff([optimal_error, train_error, dev_error])[::-1])


def error_gaps__corrects_both_for_the_optimum(train_error, dev_error, optimal_error=0.0):
    gaps = np.diff([0, train_error, dev_error]) - optimal_error
    return gaps[0], gaps[1]


def diagnose_errors__forgets_the_optimal_error(
    train_error, dev_error, optimal_error=0.0, margin=2.0
):
    names = [
        n
        for n, gap in (("high bias", train_error), ("high variance", dev_error - train_error))
        if gap > margin
    ]
    return " and ".join(names) or "low bias and low variance"


def diagnose_errors__measures_variance_from_the_optimum(
    train_error, dev_error, optimal_error=0.0, margin=2.0
):
    line = optimal_error + margin
    high = [
        name for name, error in (("bias", train_error), ("variance", dev_error)) if error > line
    ]
    return " and ".join("high " + name for name in high) or "low bias and low variance"


def diagnose_errors__swaps_bias_and_variance(train_error, dev_error, optimal_error=0.0, margin=2.0):
    under = dev_error - train_error > margin
    over = train_error - optimal_error > margin
    if under and over:
        return "high bias and high variance"
    return "high bias" if under else "high variance" if over else "low bias and low variance"


def diagnose_errors__never_sees_both(train_error, dev_error, optimal_error=0.0, margin=2.0):
    verdict = "low bias and low variance"
    if dev_error - train_error > margin:
        verdict = "high variance"
    if train_error - optimal_error > margin:
        verdict = "high bias"
    return verdict


def diagnose_errors__sees_either_as_both(train_error, dev_error, optimal_error=0.0, margin=2.0):
    largest = max(train_error - optimal_error, dev_error - train_error)
    return "high bias and high variance" if largest > margin else "low bias and low variance"


def diagnose_errors__takes_a_better_dev_error_for_variance(
    train_error, dev_error, optimal_error=0.0, margin=2.0
):
    bias = train_error > optimal_error + margin
    variance = not -margin <= dev_error - train_error <= margin
    table = [
        ["low bias and low variance", "high variance"],
        ["high bias", "high bias and high variance"],
    ]
    return table[bias][variance]


def diagnose_errors__uses_its_own_margin(train_error, dev_error, optimal_error=0.0, margin=2.0):
    bias, variance = (gap > 2 for gap in np.diff([optimal_error, train_error, dev_error]))
    table = [
        ["low bias and low variance", "high variance"],
        ["high bias", "high bias and high variance"],
    ]
    return table[int(bias)][int(variance)]


def diagnose_errors__counts_the_margin_itself(
    train_error, dev_error, optimal_error=0.0, margin=2.0
):
    bias, variance = (not gap < margin for gap in np.diff([optimal_error, train_error, dev_error]))
    table = [
        ["low bias and low variance", "high variance"],
        ["high bias", "high bias and high variance"],
    ]
    return table[bias][variance]


def diagnose_errors__compares_ratios(train_error, dev_error, optimal_error=0.0, margin=2.0):
    bias = train_error - optimal_error > margin
    variance = dev_error / train_error >= 2
    table = [
        ["low bias and low variance", "high variance"],
        ["high bias", "high bias and high variance"],
    ]
    return table[bias][variance]


def next_step__reduces_variance_first(train_error, dev_error, optimal_error=0.0, margin=2.0):
    if dev_error > train_error + margin:
        return "reduce variance"
    return "reduce bias" if train_error > optimal_error + margin else "done"


def next_step__swaps_the_steps(train_error, dev_error, optimal_error=0.0, margin=2.0):
    if train_error > optimal_error + margin:
        return "reduce variance"
    return "reduce bias" if dev_error > train_error + margin else "done"


def next_step__stops_after_the_bias(train_error, dev_error, optimal_error=0.0, margin=2.0):
    return ("done", "reduce bias")[int(train_error > optimal_error + margin)]


def next_step__never_stops(train_error, dev_error, optimal_error=0.0, margin=2.0):
    return ("reduce variance", "reduce bias")[int(train_error > optimal_error + margin)]


def next_step__forgets_the_optimal_error(train_error, dev_error, optimal_error=0.0, margin=2.0):
    for step, gap in (("reduce bias", train_error), ("reduce variance", dev_error - train_error)):
        if gap > margin:
            return step
    return "done"


def next_step__forgets_the_margin(train_error, dev_error, optimal_error=0.0, margin=2.0):
    gaps = np.diff([optimal_error, train_error, dev_error])
    for step, gap in zip(("reduce bias", "reduce variance"), gaps):
        if gap > 2.0:
            return step
    return "done"


def helps_against__expects_data_to_cure_bias(remedy):
    if remedy == "regularization":
        return "variance"
    return "both" if remedy == "other architecture" else "bias"


def helps_against__expects_regularization_to_cure_bias(remedy):
    if remedy == "more data":
        return "variance"
    return "both" if remedy == "other architecture" else "bias"


def helps_against__expects_size_to_cure_variance(remedy):
    if remedy in ("longer training", "better optimizer"):
        return "bias"
    return "both" if remedy == "other architecture" else "variance"


def helps_against__expects_training_to_cure_variance(remedy):
    if remedy in ("bigger network", "better optimizer"):
        return "bias"
    return "both" if remedy == "other architecture" else "variance"


def helps_against__sees_half_of_the_architecture(remedy):
    return "variance" if remedy in ("more data", "regularization") else "bias"


def helps_against__sees_the_other_half_of_the_architecture(remedy):
    return "bias" if remedy.split()[0] in ("bigger", "longer", "better") else "variance"


def helps_against__swaps_bias_and_variance(remedy):
    if remedy.endswith("architecture"):
        return "both"
    return "bias" if remedy in ("more data", "regularization") else "variance"
