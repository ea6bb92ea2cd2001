"""A right solution that looks its answers up in tables."""

VERDICTS = {
    (False, False): "low bias and low variance",
    (False, True): "high variance",
    (True, False): "high bias",
    (True, True): "high bias and high variance",
}
STEPS = [("reduce bias", (True, False)), ("reduce bias", (True, True)), ("reduce variance", (False, True))]
AGAINST_BIAS = {"bigger network", "longer training", "better optimizer", "other architecture"}
AGAINST_VARIANCE = {"more data", "regularization", "other architecture"}


def error_percent(predictions, Y):
    pairs = list(zip(predictions[0], Y[0]))
    return 100.0 * len([1 for guess, truth in pairs if guess != truth]) / len(pairs)


def error_gaps(train_error, dev_error, optimal_error=0.0):
    return [train_error - optimal_error, dev_error - train_error]


def is_high(train_error, dev_error, optimal_error, margin):
    return tuple(gap > margin for gap in error_gaps(train_error, dev_error, optimal_error))


def diagnose_errors(train_error, dev_error, optimal_error=0.0, margin=2.0):
    return VERDICTS[is_high(train_error, dev_error, optimal_error, margin)]


def next_step(train_error, dev_error, optimal_error=0.0, margin=2.0):
    found = is_high(train_error, dev_error, optimal_error, margin)
    for step, when in STEPS:
        if when == found:
            return step
    return "done"


def helps_against(remedy):
    if remedy in AGAINST_BIAS & AGAINST_VARIANCE:
        return "both"
    return "bias" if remedy in AGAINST_BIAS else "variance"
