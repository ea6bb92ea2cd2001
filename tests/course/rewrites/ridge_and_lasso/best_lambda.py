"""Every known mistake of best_lambda once more, in other words."""


def best_lambda__trusts_the_training_error(lambdas, train_errors, dev_errors):
    return sorted(zip(train_errors, lambdas))[0][1]


def best_lambda__takes_the_largest_dev_error(lambdas, train_errors, dev_errors):
    return lambdas[dev_errors.index(max(dev_errors))]


def best_lambda__closes_the_gap(lambdas, train_errors, dev_errors):
    gaps = [d - t for t, d in zip(train_errors, dev_errors)]
    return lambdas[gaps.index(min(gaps))]


def best_lambda__adds_both_errors(lambdas, train_errors, dev_errors):
    return min(zip(lambdas, train_errors, dev_errors), key=lambda row: row[1] + row[2])[0]


def best_lambda__returns_the_position(lambdas, train_errors, dev_errors):
    return dev_errors.index(min(dev_errors))


def best_lambda__returns_the_error(lambdas, train_errors, dev_errors):
    best = dev_errors[0]
    for error in dev_errors:
        if error < best:
            best = error
    return best
